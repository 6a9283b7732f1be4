#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the closing line of build-aux/test tells the truth.

usage: counting.py COUNT_TESTS
"""

import json
import pathlib
import subprocess
import sys
import tempfile

TAP = "TAP version 13\n1..3\n# a remark\nok 1 /a/b\n"

# name: (tests as meson logs them, closing line, exit status)
CASES = {
    "programs": ([("a", "OK", ""), ("b", "FAIL", "")], "1 passed, 1 failed", 1),
    "all good": ([("a", "OK", "some text\nok, done\n")], "1 passed, 0 failed", 0),
    "tap": ([("a", "OK", TAP + "ok 2 /a/c\nok 3 /a/d # SKIP no display\n")],
            "2 passed, 0 failed", 0),
    "tap failure": ([("a", "FAIL", TAP + "not ok 2 /a/c - assertion\nok 3 /a/d\n")],
                    "2 passed, 1 failed", 1),
    "tap crash": ([("a", "ERROR", TAP)], "1 passed, 1 failed", 1),
    "expected failure": ([("a", "OK", TAP + "not ok 2 /a/c # todo later\n")],
                         "2 passed, 0 failed", 0),
    "timeout": ([("a", "TIMEOUT", "")], "0 passed, 1 failed", 1),
    "skipped": ([("a", "SKIP", ""), ("b", "OK", "")], "1 passed, 0 failed", 0),
    "only skipped": ([("a", "SKIP", "")], "0 passed, 0 failed", 1),
    "nothing": ([], "0 passed, 1 failed", 1),
    "not built": (None, "0 passed, 1 failed", 1),
}


def make_tree(root, tests):
    (root / "meson-logs").mkdir(parents=True)
    if tests is None:
        return
    (root / "built").touch()
    lines = [json.dumps({"name": name, "result": result, "stdout": output})
             for name, result, output in tests]
    (root / "meson-logs" / "testlog.json").write_text("\n".join(lines), encoding="utf-8")


def count(*trees):
    done = subprocess.run([sys.executable, sys.argv[1], *map(str, trees)],
                          stdout=subprocess.PIPE, text=True)
    return (done.stdout.splitlines() or [""])[-1], done.returncode


def main():
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        results = []
        for name, (tests, line, status) in CASES.items():
            make_tree(root / name, tests)
            results.append((name, (line, status), count(root / name)))
        both = count(root / "tap failure", root / "programs")
        results.append(("sum", ("3 passed, 2 failed", 1), both))
        for name, expected, found in results:
            failures += expected != found
            print(f"{'ok' if expected == found else 'NOT OK'} {name}: {found}, {expected}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
