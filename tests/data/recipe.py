#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the program offers the same code to record with as README.md.

usage: recipe.py SOURCE_ROOT
"""

import pathlib
import re
import sys

# What each may say in its own words: the file, the crates' features, what is imported.
OWN = re.compile(r"File::create|^tokio = |^use std::|^//|^#")


def read_recipe(source):
    text = (source / "src/app/pollux-refused-page.c").read_text(encoding="utf-8")
    code = re.search(r"recording_code\[\] =\n(.*?);\n\n", text, re.S).group(1)
    literals = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', code))
    return literals.replace("\\n", "\n").replace('\\"', '"').splitlines()


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    readme = {line.strip() for line in
              (source / "README.md").read_text(encoding="utf-8").splitlines()}
    recipe = read_recipe(source)
    other = [line for line in recipe
             if line and not OWN.search(line) and line.strip() not in readme]
    for line in other:
        print("README.md has no such line:", line)
    if len(recipe) < 20 or not any(".tokio.jsonl" in line for line in recipe):
        print("this is not the whole recipe:", *recipe, sep="\n")
        return 1
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
