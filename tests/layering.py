#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that each layer uses only what lies below it.

usage: layering.py SOURCE_ROOT [BUILD_ROOT]

In the sources: a quoted include names a header of the own layer or of one
that the table allows, and an include in angle brackets a library that the
layer may use. In the build, as meson describes it: a layer's library is made
of that layer's files alone, only src/app is compiled against GTK, and each
executable is made of main.c alone. pollux-cli does not load GTK.
"""

import json
import pathlib
import re
import subprocess
import sys

LAYERS = {
    "base": [],
    "model": ["base"],
    "readers": ["base", "model"],
    "analysis": ["base", "model"],
    "timeline": ["base", "model", "analysis"],
    "cli": ["base", "model", "readers", "analysis", "timeline"],
    "app": ["base", "model", "readers", "analysis", "timeline"],
}

# Libraries by the first part of an include's path. Everything else in angle
# brackets is C's or the system's.
GIO = {"gio", "json-glib"}
DRAWING = {"cairo", "pango", "fontconfig", "freetype2", "harfbuzz"}
TOOLKIT = {"gtk", "gdk", "gsk", "graphene", "adwaita", "gdk-pixbuf"}
LIBRARIES = {
    "base": {"zlib", "zstd"},
    "model": set(),
    "readers": GIO,
    "analysis": set(),
    "timeline": DRAWING,
    "cli": GIO | DRAWING,
    "app": GIO | DRAWING | TOOLKIT,
}
KNOWN = GIO | DRAWING | TOOLKIT | {"zlib", "zstd"}

INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]*)"|<([^>]*)>)')

problems = []


def complain(where, what):
    problems.append(f"{where}: {what}")


def library_of(path):
    """The library an include in angle brackets belongs to, or None."""
    first = path.split("/")[0].removesuffix(".h")
    for name in KNOWN:
        if first == name or re.fullmatch(re.escape(name) + r"[-.\d].*", first):
            return name
    return None


def check_include(where, layer, homes, quoted, angled):
    if angled is not None:
        library = library_of(angled)
        if angled.startswith("pollux-"):
            complain(where, f"<{angled}>: our own headers are included in quotes")
        elif library is not None and library not in LIBRARIES[layer]:
            complain(where, f"<{angled}>: src/{layer} may not use {library}")
        return
    if quoted == "config.h" or quoted.endswith("-resources.h"):
        return
    home = homes.get(quoted)
    if home is None:
        complain(where, f'"{quoted}" is no header of any layer')
    elif home != layer and home not in LAYERS[layer]:
        complain(where, f'"{quoted}": src/{layer} may not use src/{home}')


def check_sources(source):
    files = sorted(path for path in (source / "src").rglob("*") if path.suffix in (".c", ".h"))
    homes = {}
    for path in files:
        layer = path.relative_to(source / "src").parts[0]
        if layer not in LAYERS:
            complain(path.relative_to(source), f"src/{layer} is no layer")
        if path.suffix == ".h":
            if path.name in homes:
                complain(path.relative_to(source), f"src/{homes[path.name]} has one of that name")
            homes[path.name] = layer
    for path in files:
        layer = path.relative_to(source / "src").parts[0]
        if layer not in LAYERS:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                where = f"{path.relative_to(source)}:{number}"
                check_include(where, layer, homes, match.group(1), match.group(2))
    return len(files)


def check_target(target, source, build):
    sources = [pathlib.Path(name) for group in target["target_sources"]
               for name in group.get("sources", [])]
    folder = pathlib.Path(target["defined_in"]).parent
    layer = folder.relative_to(source / "src").parts[0]
    where = pathlib.Path(target["defined_in"]).relative_to(source)
    name = target["name"]
    if target["type"] == "executable":
        if [path.name for path in sources if path.suffix == ".c"] != ["main.c"]:
            complain(where, f"{name} is made of more than main.c")
    for path in sources:
        if folder not in path.parents:
            complain(where, f"{name} takes {path} from elsewhere")
    allowed = {source, build} | {root / "src" / other for other in [layer] + LAYERS[layer]
                                 for root in (source, build)}
    for group in target["target_sources"]:
        for parameter in group.get("parameters", []):
            check_parameter(parameter, where, name, layer, allowed, (source, build))


def check_parameter(parameter, where, name, layer, allowed, roots):
    if not parameter.startswith("-I"):
        return
    path = pathlib.Path(parameter[2:])
    if not path.is_absolute():
        path = roots[1] / path
    path = path.resolve()
    if layer != "app" and path.name.startswith(("gtk-", "gdk-")) and path.name != "gdk-pixbuf-2.0":
        complain(where, f"{name} is compiled with {parameter}")
    inside = any(root / "src" in path.parents for root in roots)
    # Meson adds a target's private folder, which holds only what it generates.
    if inside and path not in allowed and not path.name.endswith(".p"):
        complain(where, f"{name} sees {path}")


def check_build(source, build):
    targets = json.loads((build / "meson-info" / "intro-targets.json").read_text())
    count = 0
    for target in targets:
        defined = pathlib.Path(target["defined_in"])
        if target["type"] not in ("executable", "static library", "shared library"):
            continue
        if source / "src" in defined.parents:
            check_target(target, source, build)
            count += 1
    return count


def check_loading(build):
    program = build / "src" / "cli" / "pollux-cli"
    if not program.exists():
        complain(program, "was not built")
        return
    run = subprocess.run(["ldd", str(program)], capture_output=True, text=True)
    if run.returncode != 0:
        complain(program, f"ldd failed: {run.stderr.strip()}")
    for line in run.stdout.splitlines():
        if re.search(r"lib(gtk|gdk|gsk|adwaita|wayland)", line):
            complain(program, f"loads {line.strip()}")


def main():
    source = pathlib.Path(sys.argv[1]).resolve()
    files = check_sources(source)
    print(f"{files} files")
    if files == 0:
        complain("src", "no file was found")
    if len(sys.argv) > 2:
        build = pathlib.Path(sys.argv[2]).resolve()
        targets = check_build(source, build)
        print(f"{targets} targets")
        if targets < len(LAYERS):
            complain("meson-info", "the layers were not found")
        check_loading(build)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
