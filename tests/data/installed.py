#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Installs into an empty folder and looks at what is there.

usage: installed.py BUILD_ROOT PREFIX LANGUAGE... -- MESON...

Every file that a desktop needs is installed, nothing else is, and the
installed files name each other rightly.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile

ID = "org.pollux.viewer"

FILES = {
    "bin/pollux",
    "bin/pollux-cli",
    f"share/applications/{ID}.desktop",
    f"share/dbus-1/services/{ID}.service",
    f"share/glib-2.0/schemas/{ID}.gschema.xml",
    f"share/icons/hicolor/scalable/apps/{ID}.svg",
    f"share/icons/hicolor/symbolic/apps/{ID}-symbolic.svg",
    "share/man/man1/pollux-cli.1",
    "share/man/man1/pollux.1",
    f"share/metainfo/{ID}.metainfo.xml",
    f"share/mime/packages/{ID}.xml",
    "share/pollux/examples/step.jsonl",
}


def read_values(path):
    pairs = (line.partition("=") for line in path.read_text(encoding="utf-8").splitlines())
    return {key: value for key, equals, value in pairs if equals}


def check_content(root, prefix, languages):
    desktop = read_values(root / f"share/applications/{ID}.desktop")
    service = read_values(root / f"share/dbus-1/services/{ID}.service")
    mime = (root / f"share/mime/packages/{ID}.xml").read_text(encoding="utf-8")
    metainfo = (root / f"share/metainfo/{ID}.metainfo.xml").read_text(encoding="utf-8")
    types = [name for name in desktop["MimeType"].split(";") if name]
    for name in types:
        if f'type="{name}"' not in mime:
            yield f"{name} is handled and not defined"
        if f"<mediatype>{name}</mediatype>" not in metainfo:
            yield f"{name} is handled and not in the metainfo"
        if name in ("application/json", "text/plain", "application/gzip"):
            yield f"{name} is not ours"
    if desktop["Icon"] != ID:
        yield f"the icon is called {desktop['Icon']}"
    if service["Name"] != ID or service["Exec"] != f"{prefix}/bin/pollux --gapplication-service":
        yield f"the service is {service}"
    version = subprocess.run([root / "bin/pollux-cli", "--version"], stdout=subprocess.PIPE,
                             text=True, check=True).stdout
    release = re.search(r'<release version="([^"]*)"', metainfo)
    if release is None or release.group(1) not in version:
        yield f"the program says {version.strip()!r}, the newest release is another"
    for language in languages:
        for key in ("GenericName", "Comment", "Keywords"):
            if f"{key}[{language}]" not in desktop:
                yield f"the desktop entry has no {key}[{language}]"
        for name, text in (("mime package", mime), ("metainfo", metainfo)):
            if f'xml:lang="{language}"' not in text:
                yield f"the {name} does not speak {language}"


def main():
    if "--" not in sys.argv or len(sys.argv) < 5:
        print(__doc__)
        return 2
    cut = sys.argv.index("--")
    build, prefix, *languages = sys.argv[1:cut]
    meson = sys.argv[cut + 1:]
    expected = FILES | {f"share/locale/{language}/LC_MESSAGES/pollux.mo" for language in languages}
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, DESTDIR=folder)
        subprocess.run([*meson, "install", "-C", build, "--no-rebuild", "--quiet"], check=True,
                       env=environment, stdin=subprocess.DEVNULL)
        root = pathlib.Path(folder) / prefix.lstrip("/")
        found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        problems += [f"{name} is missing" for name in sorted(expected - found)]
        problems += [f"{name} is too much" for name in sorted(found - expected)]
        outside = [path for path in pathlib.Path(folder).rglob("*")
                   if path.is_file() and root not in path.parents]
        problems += [f"{path} is outside {prefix}" for path in outside]
        print(f"{len(found)} files")
        if not problems:
            problems += check_content(root, prefix.rstrip("/"), languages)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
