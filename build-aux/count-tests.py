#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what passed and failed in build folders whose tests were run.

usage: count-tests.py BUILD_ROOT...

A program that speaks TAP counts with each of its cases, another as one. A
program that fails without a failing case, a tree that was not built and one
whose tests did not run count as one failure. Skipped tests are named and
count neither way. The last line is "N passed, N failed".
"""

import json
import pathlib
import re
import sys

CASE = re.compile(r"^(not )?ok\b(?:\s+\d+)?(?:\s*-)?\s*([^#]*?)\s*(?:#\s*(SKIP|TODO)\b.*)?$", re.I)
GOOD = ("OK", "EXPECTEDFAIL")


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = []

    def add_case(self, where, match):
        directive = (match.group(3) or "").upper()
        title = f"{where} {match.group(2)}".strip()
        if directive == "SKIP":
            self.skipped.append(title)
        elif match.group(1) and directive != "TODO":
            self.failed.append(title)
        else:
            self.passed += 1

    def add_test(self, tree, test):
        where = f"{tree}: {test['name']}"
        output = test.get("stdout") or ""
        cases = []
        if re.search(r"^(TAP version|1\.\.)\s*\d+", output, re.M):
            cases = [match for match in map(CASE.match, output.splitlines()) if match]
        failed = len(self.failed)
        for match in cases:
            self.add_case(where, match)
        if test["result"] == "SKIP":
            if not cases:
                self.skipped.append(where)
        elif test["result"] not in GOOD:
            if len(self.failed) == failed:
                self.failed.append(f"{where} ({test['result'].lower()})")
        elif not cases:
            self.passed += 1


def count_tree(count, root):
    log = root / "meson-logs" / "testlog.json"
    if not (root / "built").exists():
        count.failed.append(f"{root.name}: was not built")
        return
    tests = []
    if log.exists():
        tests = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line]
    if not tests:
        count.failed.append(f"{root.name}: no test was run")
    for test in tests:
        count.add_test(root.name, test)


def main():
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    count = Count()
    for argument in sys.argv[1:]:
        count_tree(count, pathlib.Path(argument))
    for title in count.skipped:
        print(f"skipped: {title}")
    for title in count.failed:
        print(f"failed: {title}")
    print(f"{count.passed} passed, {len(count.failed)} failed")
    return 1 if count.failed or count.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
