"""A certificate authority and server certificates, made by openssl on the spot."""

import os
import subprocess


def _openssl(*arguments):
    done = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {done.stderr.strip()}")


def make_authority(directory):
    """ca.pem and ca.key in the folder, unless they are there. Returns the path of ca.pem."""
    os.makedirs(directory, exist_ok=True)
    ca, key = os.path.join(directory, "ca.pem"), os.path.join(directory, "ca.key")
    if not os.path.exists(ca):
        _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-keyout", key, "-out", ca, "-days", "30", "-subj", "/CN=undersigned test authority",
                 "-addext", "basicConstraints=critical,CA:TRUE",
                 "-addext", "keyUsage=critical,keyCertSign,cRLSign")
    return ca


def make_certificate(directory, name="server", hosts=("localhost",), addresses=("127.0.0.1",), days=30):
    """NAME.pem and NAME.key for these hosts, signed by the folder's authority.
    Returns (certificate, key, authority). `days` below 0: it is over already."""
    ca = make_authority(directory)
    base = os.path.join(directory, name)
    if not os.path.exists(base + ".pem"):
        names = ",".join([f"DNS:{h}" for h in hosts] + [f"IP:{a}" for a in addresses])
        with open(base + ".ext", "w", encoding="ascii") as ext:
            ext.write(f"basicConstraints=CA:FALSE\nsubjectAltName={names}\n")
        _openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                 "-keyout", base + ".key", "-out", base + ".csr", "-subj", f"/CN={hosts[0]}")
        _openssl("x509", "-req", "-in", base + ".csr", "-CA", ca, "-CAkey", os.path.join(directory, "ca.key"),
                 "-CAcreateserial", "-days", str(days), "-extfile", base + ".ext", "-out", base + ".pem")
    return base + ".pem", base + ".key", ca
