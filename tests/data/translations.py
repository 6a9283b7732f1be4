#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that every text for people can be translated, and is.

usage: translations.py potfiles|LANGUAGE SOURCE_ROOT

potfiles: po/POTFILES.in names exactly the files that hold texts, in order.
LANGUAGE: po/LANGUAGE.po translates all texts of the sources as they are now,
none of them fuzzy, with the same format directives.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77

MARKED = re.compile(r'\b(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dgettext|g_dpgettext2?) ?\(')
TRANSLATABLE = re.compile(r'\btranslatable="(?:yes|true|1)"')

# As meson's preset "glib" has them.
XGETTEXT = [
    "--from-code=UTF-8", "--add-comments=Translators",
    "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2", "--keyword=NC_:1c,2",
    "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
    "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
    "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format",
    "--flag=g_string_printf:2:c-format", "--flag=g_string_append_printf:2:c-format",
    "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format",
    "--flag=g_print:1:c-format", "--flag=g_printerr:1:c-format",
]


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def holds_texts(path):
    text = path.read_text(encoding="utf-8")
    if path.suffix in (".c", ".h"):
        return MARKED.search(without_comments(text)) is not None
    if path.suffix == ".ui":
        return TRANSLATABLE.search(text) is not None
    return path.name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml", ".xml.in"))


def read_potfiles(source):
    lines = (source / "po" / "POTFILES.in").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def check_potfiles(source):
    listed = read_potfiles(source)
    needed = sorted(path.relative_to(source).as_posix()
                    for folder in ("data", "src")
                    for path in (source / folder).rglob("*")
                    if path.suffix in (".c", ".h", ".ui", ".in", ".xml") and holds_texts(path))
    problems = [f"{name} holds texts and is not listed" for name in needed if name not in listed]
    problems += [f"{name} is listed and holds no text" for name in listed if name not in needed]
    if listed != sorted(set(listed)):
        problems.append("the list is not sorted")
    if not needed:
        problems.append("no file with texts was found")
    return problems + check_extraction(source)


def check_extraction(source):
    """xgettext warns of texts that it cannot take over whole, such as those
    with G_GUINT64_FORMAT inside (PRIu64 it knows), and of control characters."""
    need("xgettext")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(["xgettext", *XGETTEXT, "--files-from=po/POTFILES.in",
                               f"--output={folder}/pollux.pot"], cwd=source,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.splitlines()


def need(*tools):
    for tool in tools:
        if shutil.which(tool) is None:
            print(f"{tool} is not installed")
            sys.exit(SKIPPED)


def run(command, folder):
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    print(done.stdout, end="")
    return [] if done.returncode == 0 else [f"{command[0]}: exit status {done.returncode}"]


def check_language(source, language):
    need("xgettext", "msgcmp", "msgfmt", "msgattrib")
    catalogue = source / "po" / f"{language}.po"
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder) / "pollux.pot"
        problems = run(["xgettext", *XGETTEXT, "--files-from=po/POTFILES.in",
                        f"--output={template}"], source)
        problems += run(["msgfmt", "--check", "--statistics", "--output-file=/dev/null",
                         str(catalogue)], source)
        problems += run(["msgcmp", str(catalogue), str(template)], source)
        for kind in ("--untranslated", "--only-fuzzy"):
            left = subprocess.run(["msgattrib", kind, "--no-obsolete", str(catalogue)],
                                  stdout=subprocess.PIPE, text=True, check=True).stdout
            if left:
                print(left)
                problems.append(f"{catalogue.name} has entries that are {kind[2:]}")
    return problems


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    source = pathlib.Path(sys.argv[2]).resolve()
    if sys.argv[1] == "potfiles":
        problems = check_potfiles(source)
    else:
        problems = check_language(source, sys.argv[1])
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
