#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that the bundled example is what the texts about it say.

usage: example.py POLLUX_CLI EXAMPLE

A task with two short polls 100 ms apart, woken from outside in between, that
then waited for a worker, and the block_on that spawned it. The numbers were
taken from the file's lines by hand, in microseconds.
"""

import json
import subprocess
import sys

TASKS = [
    {"task_id": 1, "kind": "block_on", "polls": 2, "wakes": 0, "spawned_ns": 0,
     "ended_ns": 101914, "busy_ns": 46 + 17, "scheduled_ns": 0, "spawn_delay_ns": 38,
     "idle_ns": 101914 - 46 - 17 - 38, "longest_poll_ns": 46},
    {"task_id": 2, "kind": "task", "polls": 2, "wakes": 1, "spawned_ns": 56,
     "ended_ns": 101823, "busy_ns": 119 + 121, "scheduled_ns": 69, "spawn_delay_ns": 41,
     "idle_ns": 101823 - 56 - 119 - 121 - 69 - 41, "longest_poll_ns": 121,
     "longest_scheduled_ns": 69},
]
WAKES = [{"ns": 101602, "line": 9, "task_id": 2, "by_task_id": None, "op": "wake",
          "effective": True}]
INFO = {"tasks": 2, "polls": 4, "wakes": 1, "events": 2, "duration_ns": 101914,
        "complete": True}


def ask(program, command, path):
    done = subprocess.run([program, command, "--json", path], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def differences(title, expected, found):
    for key, value in expected.items():
        if key == "ns" or key.endswith("_ns"):
            value *= 1000
        if found.get(key) != value:
            yield f"{title}: {key} is {found.get(key)}, not {value}"


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    program, path = sys.argv[1:]
    problems = list(differences("info", INFO, ask(program, "info", path)))
    for command, expected in (("tasks", TASKS), ("wakes", WAKES)):
        found = ask(program, command, path)
        if len(found) != len(expected):
            problems.append(f"{command}: {len(found)}, not {len(expected)}")
        for number, (one, other) in enumerate(zip(expected, found), 1):
            problems += differences(f"{command} {number}", one, other)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
