#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the desktop recognises our files, and only those.

usage: mime.py MIME_PACKAGE EXAMPLE

Installs the package into an empty data folder and asks GIO for the type of
files with known content: with and without a telling name.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77

OURS = "application/x-tokio-trace+json"
COMPRESSED = OURS + "-compressed"
TEXT = "text/x-tokio-trace"

ENTER = b'TRACE runtime.spawn{kind=task task.name= task.id=2}: tokio::task: enter\n'

SPAN = (b'"target":"tokio::task","span":{"kind":"task","loc.col":5,"loc.file":"src/main.rs",'
        b'"loc.line":35,"task.id":2,"task.name":"","name":"runtime.spawn"},"spans":[]}\n')


def list_cases(trace):
    """(file name, content, expected type, None: anything but ours)"""
    return [
        ("recorded", trace, OURS),
        ("recorded.jsonl", trace, OURS),
        ("no-timestamp", b'{"level":"TRACE","fields":{"message":"new"},' + SPAN, OURS),
        ("no-level", b'{"fields":{"message":"new"},' + SPAN, OURS),
        ("flat", b'{"timestamp":"2026-11-22T19:07:08.633132Z","level":"TRACE","message":"new",'
         + SPAN, OURS),
        ("no-target", b'{"timestamp":"2026-11-22T19:07:08.633132Z","level":"TRACE","fields":'
         b'{"message":"new"},"span":{"name":"runtime.resource"}}\n', OURS),
        ("resources-first", b'{"timestamp":"2026-11-22T19:07:08.633132Z","level":"TRACE","fields":'
         b'{"message":"new"},"target":"tokio::sync::oneshot"}\n', OURS),
        ("after-other-lines", b'{"timestamp":"2026-11-22T19:07:08.633132Z","level":"INFO",'
         b'"fields":{"message":"up"},"target":"server"}\n' * 20 + trace, OURS),
        ("named.tokio.json", b"{}\n", OURS),
        ("named.tokio.jsonl", b"{}\n", OURS),
        ("named.tokio.jsonl.gz", b"\x1f\x8b\x08\x00", COMPRESSED),
        ("named.tokio.json.zst", b"\x28\xb5\x2f\xfd", COMPRESSED),
        ("any.json", b'{"a": 1}\n', "application/json"),
        ("other-log", b'{"timestamp":"2026-11-22T19:07:08Z","level":"info","msg":"up"}\n', None),
        ("other-target", b'{"timestamp":"2026-11-22T19:07:08.633132Z","level":"INFO",'
         b'"fields":{"message":"up"},"target":"server"}\n' * 9, None),
        ("text", b"2026-11-22T19:07:08.633132Z " + ENTER, TEXT),
        ("coloured", b"\x1b[2m2026-11-22T19:07:08.633132Z\x1b[0m \x1b[35mTRACE\x1b[0m "
         b"\x1b[1mruntime.spawn\x1b[0m\n", TEXT),
        ("pretty", b"  2026-11-22T19:07:08.633132Z TRACE tokio::task: enter\n", TEXT),
        ("without-time", ENTER, TEXT),
        ("named.tokio.log", b"hello\n", TEXT),
        ("named.tokio.log.gz", b"\x1f\x8b\x08\x00", COMPRESSED),
        ("other-text", b"2026-11-22T19:07:08.633132Z TRACE app: up\n" * 9, None),
        ("text.txt", b"tokio::task\n", "text/plain"),
        ("stream", b"\x0brfr-s/0.0.2\x8c\xf0\x8c\xd8\x06", "application/x-rfr"),
        ("chunk", b"\x0brfr-c/0.0.2\x00", "application/x-rfr"),
        ("meta.rfr", b"\x0crfr-cm/0.0.1\x00", "application/x-rfr"),
        ("dial9.bin", b"TRC\x00\x01\x01\x00\x00", "application/x-dial9-trace"),
        ("dial9", b"TRC\x00\x01\x01\x00\x00", "application/x-dial9-trace"),
        ("not-dial9", b"TRC is a word\n", "text/plain"),
    ]


def ask_type(path, environment):
    done = subprocess.run(["gio", "info", "-a", "standard::content-type", str(path)],
                          env=environment, stdout=subprocess.PIPE, text=True, check=True)
    for line in done.stdout.splitlines():
        name, _, value = line.strip().partition(": ")
        if name == "standard::content-type":
            return value
    return ""


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    for tool in ("update-mime-database", "gio"):
        if shutil.which(tool) is None:
            print(f"{tool} is not installed")
            return SKIPPED
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        packages = root / "data" / "mime" / "packages"
        packages.mkdir(parents=True)
        shutil.copy(sys.argv[1], packages)
        environment = dict(os.environ, XDG_DATA_HOME=str(root / "data"), GIO_USE_VFS="local",
                           XDG_DATA_DIRS="/usr/local/share:/usr/share", LC_ALL="C.UTF-8")
        subprocess.run(["update-mime-database", str(root / "data" / "mime")], check=True,
                       env=environment)
        for name, content, expected in list_cases(pathlib.Path(sys.argv[2]).read_bytes()):
            path = root / name
            path.write_bytes(content)
            found = ask_type(path, environment)
            wrong = found in (OURS, COMPRESSED) if expected is None else found != expected
            failures += wrong
            print(f"{'not ok' if wrong else 'ok'} {name}: {found}"
                  + (f", not {expected or 'another type'}" if wrong else ""))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
