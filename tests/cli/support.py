# SPDX-License-Identifier: GPL-3.0-or-later
"""Running the program and saying what differs, as TAP."""

import json
import os
import subprocess
import sys
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

CLI = os.environ.get('POLLUX_CLI', 'pollux-cli')
TRACES = os.environ.get('POLLUX_TRACES', '')


def run(*arguments, stdin=None, env=None, timeout=60, cwd=None, program=CLI, user=None):
    """The finished process; its output as bytes."""
    environment = dict(os.environ)
    environment.update(env or {})
    return subprocess.run([program, *arguments], stdin=stdin or subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
                          env=environment, cwd=cwd, user=user)


def run_json(command, path, *arguments, status=0):
    process = run(command, '--json', *arguments, path)
    if process.returncode != status:
        raise AssertionError('exit status %d: %s' % (process.returncode,
                                                     process.stderr.decode('utf-8', 'replace')))
    return json.loads(process.stdout, parse_constant=refuse_constant)


def refuse_constant(text):
    raise AssertionError('%s is no JSON' % text)


def equal(what, got, want):
    if got != want:
        raise AssertionError('%s: %r, expected %r' % (what, got, want))


def contains(text, part):
    if isinstance(text, bytes):
        text = text.decode('utf-8')
    if part not in text:
        raise AssertionError('%r is not in %r' % (part, text))


def compare(what, got, want):
    """Every key that is expected; more may be there."""
    for key, value in want.items():
        if key not in got:
            raise AssertionError('%s: no %s' % (what, key))
        if isinstance(value, dict):
            compare('%s %s' % (what, key), got[key], value)
        else:
            equal('%s %s' % (what, key), got[key], value)


def compare_lists(what, got, want):
    for i, (one, other) in enumerate(zip(got, want)):
        compare('%s %d' % (what, i), one, other)
    equal('number of %s' % what, len(got), len(want))


def check_identity(tasks):
    """lifetime = busy + scheduled + spawn delay + idle, to the nanosecond."""
    for task in tasks:
        if task['spawned_ns'] is not None and task['ended_ns'] is not None and \
                task['busy_ns'] is not None and not task['open_poll']:
            equal('lifetime of task %r' % task['task_id'],
                  task['busy_ns'] + task['scheduled_ns'] + task['spawn_delay_ns'] +
                  task['idle_ns'],
                  task['ended_ns'] - task['spawned_ns'])


def main(tests):
    """Runs functions; a name for each, TAP on standard output."""
    print('1..%d' % len(tests))
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        try:
            skip = function()
        except Exception as error:
            failed += 1
            for line in traceback.format_exc().splitlines()[-12:]:
                print('# %s' % line[:2000])
            print('not ok %d %s' % (number, name))
        else:
            print('ok %d %s%s' % (number, name, ' # SKIP %s' % skip if skip else ''))
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
