#!/usr/bin/python3
"""run.py TEST_FILE PROGRAM [NAME…]: one file of black-box tests against the real binary, for ctest.

A test that cannot run here is never silent: each prints a line `SKIPPED: …` with its reason, and
where none of the file ran the exit status is 77, which ctest counts and shows as skipped."""

import importlib.util
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.dirname(HERE)
sys.path[:0] = [HERE, os.path.join(TESTS, "rehearsal"), os.path.join(TESTS, "servers")]


def load(path):
    name = os.path.splitext(os.path.basename(path))[0]
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def main():
    file, os.environ["UNDERSIGNED"] = sys.argv[1], os.path.abspath(sys.argv[2])
    module, names = load(os.path.abspath(file)), sys.argv[3:]
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names, module) if names else loader.loadTestsFromModule(module)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    for test, reason in result.skipped:
        print(f"SKIPPED: {test.id()}: {reason}")
    if not result.wasSuccessful():
        return 1
    if result.testsRun == 0:
        print("no test was found")
        return 1
    return 77 if len(result.skipped) == result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
