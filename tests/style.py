#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what can be counted of the house style.

usage: style.py SOURCE_ROOT

Every source file names its licence, fits 100 columns, holds no tab, no blank
at a line's end and ends with one line feed; C files start with config.h; no
file is longer than 1000 lines and no function longer than 80 (class_init and
instance tables are lists and may be longer); nothing is left to do.
"""

import pathlib
import re
import sys

COLUMNS = 100
FILE_LINES = 1000
FUNCTION_LINES = 80

FOLDERS = ["src", "tests", "build-aux", "data", "po"]
TEXTS = {".c", ".h", ".py", ".sh", ".css", ".ui", ".build", ".1", ".in", ".xml", ".svg"}
# What is data, not source, may be as wide as it needs.
WIDE = {".1", ".in", ".xml", ".svg", ".build", ".ui"}
UNLICENSED = {".build"}
SKIPPED = ["tests/traces/", "tests/golden/", "tests/readers/", "tests/fuzz/", "data/examples/"]
# A word for work that is left, at the beginning of a comment.
UNFINISHED = re.compile(r"(?:/\*+|//|#|^\s*\*)\s*(?:TODO|FIXME|XXX|HACK)\b")

problems = []


def complain(path, number, what):
    problems.append(f"{path}:{number}: {what}")


def is_script(path):
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def list_files(source):
    for folder in FOLDERS:
        for path in sorted((source / folder).rglob("*")):
            name = path.relative_to(source).as_posix()
            if not path.is_file() or "__pycache__" in name:
                continue
            data = any(name.startswith(prefix) for prefix in SKIPPED)
            if path.suffix in (".c", ".h", ".py") or (not data and path.suffix in TEXTS):
                yield path, name
            elif path.suffix == "" and not data and is_script(path):
                yield path, name
    yield source / "meson.build", "meson.build"


def check_lines(path, name, lines):
    for number, line in enumerate(lines, 1):
        if "\t" in line:
            complain(name, number, "tab")
        if line != line.rstrip():
            complain(name, number, "blank at the end")
        if len(line) > COLUMNS and path.suffix not in WIDE:
            complain(name, number, f"{len(line)} columns")
        if UNFINISHED.search(line):
            complain(name, number, "something is left to do")


def check_head(path, name, text, lines):
    if path.suffix not in UNLICENSED and path.name not in ("LINGUAS", "POTFILES.in"):
        if not any("SPDX-License-Identifier: " in line for line in lines[:3]):
            complain(name, 1, "no SPDX-License-Identifier")
    if path.suffix == ".c":
        first = re.search(r"^#include .*$", text, re.M)
        if first is None or first.group() != '#include "config.h"':
            complain(name, 1, '#include "config.h" does not come first')
    if path.suffix == ".h" and "#pragma once" not in lines[:3]:
        complain(name, 1, "no #pragma once")


def check_functions(name, lines):
    """In this style exactly the bodies of functions stand between { and } at
    the left edge, apart from types, which end with }; or a name."""
    start = None
    title = ""
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
            for back in range(number - 2, max(number - 12, -1), -1):
                match = re.match(r"(\w+) \(", lines[back])
                if match:
                    title = match.group(1)
                    break
        elif line.startswith("}") and start is not None:
            length = number - start - 1
            if line == "}" and length > FUNCTION_LINES and not title.endswith("_class_init"):
                complain(name, start, f"{title} has {length} lines")
            start = None


def check(path, name):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        complain(name, 1, str(error))
        return
    lines = text.split("\n")
    if not text.endswith("\n") or text.endswith("\n\n"):
        complain(name, len(lines), "does not end with one line feed")
    lines = lines[:-1]
    check_lines(path, name, lines)
    check_head(path, name, text, lines)
    if path.suffix == ".c":
        check_functions(name, lines)
        if len(lines) > FILE_LINES:
            complain(name, len(lines), f"{len(lines)} lines")


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    count = 0
    for path, name in list_files(source):
        check(path, name)
        count += 1
    print(f"{count} files")
    for problem in problems:
        print(problem)
    return 1 if problems or count < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
