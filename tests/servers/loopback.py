"""What all private test servers share: free ports on 127.0.0.1, children that never outlive us,
and the frame of their command lines."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

HOST = "127.0.0.1"


class CannotRun(RuntimeError):
    """This machine cannot run the server; the text says what is missing."""


def program(name, package):
    """The path of a server's program, also where PATH has no sbin."""
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin:/sbin")
    if not path:
        raise CannotRun(f"{name} is missing: apt-get install {package}")
    return path


def free_ports(count):
    """Ports that nobody listens on now. Held together while being drawn, so they differ."""
    held = [socket.socket() for _ in range(count)]
    try:
        for s in held:
            s.bind((HOST, 0))
        return [s.getsockname()[1] for s in held]
    finally:
        for s in held:
            s.close()


def wait_until_open(port, alive, patience=10.0):
    """Returns once somebody listens on the port; raises when alive() turns false first."""
    end = time.monotonic() + patience
    while True:
        with socket.socket() as s:
            s.settimeout(1)
            if s.connect_ex((HOST, port)) == 0:
                return
        if not alive():
            raise CannotRun("the server ended while starting")
        if time.monotonic() > end:
            raise CannotRun(f"nobody listens on port {port} after {patience:.0f} s")
        time.sleep(0.01)


def worker():
    """Who a server runs as: ourselves, or nobody where we are root (Dovecot refuses root's mail)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    return pwd.getpwnam("nobody")


def give_to_worker(path):
    """Lets the worker own a folder, and checks that it can be reached at all."""
    os.makedirs(path, exist_ok=True)
    if os.geteuid() != 0:
        return
    who = worker()
    os.chown(path, who.pw_uid, who.pw_gid)
    parent = os.path.dirname(os.path.abspath(path))
    while parent != "/":
        status = os.stat(parent)
        if not (status.st_mode & 0o001 or status.st_uid == who.pw_uid):
            if not parent.startswith(("/tmp/", "/var/tmp/", "/dev/shm/")):
                raise CannotRun(f"{parent} is closed to user {who.pw_name}: use a folder that all can enter")
            os.chmod(parent, status.st_mode | 0o011)
        parent = os.path.dirname(parent)


def start(argv, log, as_worker=True, env=None):
    """A child in a session of its own (Ctrl-C reaches us alone) that the kernel ends when the
    thread that started it ends, so nothing is left behind even after SIGKILL."""
    front = ["setpriv", "--pdeathsig", "TERM"]
    if as_worker and os.geteuid() == 0:
        who = worker()
        front += ["--reuid", str(who.pw_uid), "--regid", str(who.pw_gid), "--clear-groups"]
    with open(log, "ab") as out:
        return subprocess.Popen(front + ["--"] + argv, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                start_new_session=True, env=env)


def stop(child, patience=5.0):
    """TERM, and KILL for the whole session where that does not help."""
    if child is None or child.poll() is not None:
        return
    child.terminate()
    try:
        child.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def serve(server):
    """A server's command line: prints its facts as one line of JSON, and runs until it is told to
    stop."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: over.set())
    try:
        with server as running:
            print(json.dumps(running.facts()), flush=True)
            while not over.wait(0.2):
                if not running.alive():
                    sys.exit(f"{type(running).__name__} ended by itself; see {running.directory}")
    except CannotRun as reason:
        sys.exit(f"{type(server).__name__} cannot run: {reason}")
