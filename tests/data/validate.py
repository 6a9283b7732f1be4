#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a validator on a data file.

usage: validate.py desktop|metainfo|schema|xml|man|icon FILE

Any word of a validator counts as a complaint, also a warning. Exit status 77
(skipped) if the validator is not installed.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

SKIPPED = 77
SCHEMA_DTD = "/usr/share/glib-2.0/schemas/gschema.dtd"


def run(*command, silent=True):
    """Runs a tool; with @silent it must not print anything either."""
    if shutil.which(command[0]) is None:
        print(f"{command[0]} is not installed")
        sys.exit(SKIPPED)
    environment = dict(os.environ, LC_ALL="C.UTF-8", MANWIDTH="80")
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          env=environment)
    if done.returncode != 0 or (silent and done.stdout.strip()):
        print(done.stdout)
        print(f"{command[0]}: exit status {done.returncode}")
        sys.exit(1)
    return done.stdout


def check_desktop(path):
    run("desktop-file-validate", path)


def check_metainfo(path):
    output = run("appstreamcli", "validate", "--no-net", "--pedantic", "--explain", path,
                 silent=False)
    if any(line.startswith(("E:", "W:", "I:", "P:")) for line in output.splitlines()):
        print(output)
        sys.exit(1)


def check_schema(path):
    run("glib-compile-schemas", "--strict", "--dry-run", os.path.dirname(path))
    if os.path.exists(SCHEMA_DTD):
        run("xmllint", "--noout", "--dtdvalid", SCHEMA_DTD, path)
    for key in ElementTree.parse(path).iter("key"):
        for name in ("summary", "description"):
            if not (key.findtext(name) or "").strip():
                print(f"{path}: key {key.get('name')} has no {name}")
                sys.exit(1)


def check_xml(path):
    run("xmllint", "--noout", path)


def check_man(path):
    output = run("groff", "-man", "-Tutf8", "-ww", "-z", path)
    print(output)


def check_icon(path):
    run("xmllint", "--noout", path)
    root = ElementTree.parse(path).getroot()
    size = 16 if path.endswith("-symbolic.svg") else 128
    if root.get("viewBox") != f"0 0 {size} {size}":
        print(f"{path}: the view box is not 0 0 {size} {size}")
        sys.exit(1)


CHECKS = {
    "desktop": check_desktop,
    "metainfo": check_metainfo,
    "schema": check_schema,
    "xml": check_xml,
    "man": check_man,
    "icon": check_icon,
}


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in CHECKS:
        print(__doc__)
        return 2
    path = pathlib.Path(sys.argv[2])
    if not path.is_file():
        print(f"{path} is not there")
        return 1
    CHECKS[sys.argv[1]](str(path))
    return 0


if __name__ == "__main__":
    sys.exit(main())
