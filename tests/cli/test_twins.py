# SPDX-License-Identifier: GPL-3.0-or-later
"""The same program recorded as JSON and as text: the same tasks, polls, wakes,
owners of wakes, spans and events, whatever names and values it prints."""

import os
import re
import sys
import tempfile

import support
from generator import Runtime
from text_forms import Form, Raw

SEEDS = int(os.environ.get('POLLUX_SEEDS', '30'))
FIRST = int(os.environ.get('POLLUX_FIRST_SEED', '1'))
DUMP = os.environ.get('POLLUX_DUMP_TRACE', 'dump-trace')

# What nothing of a plain record can be confused with, if it is read with care.
WORDS = ('step 1', 'new thing', 'enter a=1', 'exit: 5', 'close time.busy=1ms', 'newer',
         'a\nb', 'wake', 'kind=task task.name= task.id=9', '}: {', 'runtime.spawn', 'tail \\',
         'in app::x with y: 1', 'ünïcode \u2028 "quoted"\n\tline', 'x{y="z"', 'x: y', '"',
         'got runtime.spawn{kind=task task.name= task.id=1 loc.file="a.rs" loc.line=1 loc.col=1}:'
         ' tokio::task: enter')
NAMES = ('', 'worker 1 "w1"', 'a b=c', 'x}', '{', 'q"', 'x task.id=99', 'task.id=7', '任务',
         'bell\x07\x1b[31m', 'size.bytes=5', 'with kind: task, task.id: 3', '}: tokio::task: exit',
         'fn=x', 'loc.col=5', 'a:b', 'runtime.spawn{kind=task')
SPAN_NAMES = ('work', 'inner span', 'http.request', 'wörk', 'new', 'a-b')
VALUES = ('', 'two words', '"', 'x}: y', 'runtime.spawn{kind=task task.name= task.id=1}: new',
          'line\nend', '\\', 'kind=task task.name= task.id=9 loc.file="x" loc.line=1 loc.col=2',
          Raw('two words'), Raw('Some("x")'), Raw('{a: 1}'), Raw('a=1'), Raw('[1, 2]'), 7, True)
# The fields of spans follow those of the event without a mark.
COMPACT_WORDS = tuple(w for w in WORDS if not w.startswith(('enter a=', 'close time')))
# What only colours tell from the real thing.
EVIL_WORDS = WORDS + ('runtime.spawn{kind=task task.name= task.id=1 loc.file="a.rs" loc.line=1'
                      ' loc.col=1}: tokio::task: enter', 'tokio::task: new')
EVIL_NAMES = NAMES + ('x task.id=3 loc.file="z" loc.line=1 loc.col=1}: tokio::task: enter',
                      'x loc.col=1}:y{', 'x task.id=3}: tokio::task::waker: op="waker.wake"')
EVIL_VALUES = VALUES + (Raw('}: fake{b=2}: '), Raw('"'), Raw('x}: tokio::task: new'), Raw('{'))


def dump(path):
    process = support.run(path, program=DUMP)
    if process.returncode != 0:
        raise AssertionError(process.stderr.decode('utf-8', 'replace'))
    # Colours in a program's own text go with those of the recorder.
    text = process.stdout.decode('utf-8', 'replace')
    return re.sub(r'\\033\[[0-9;]*m', '', text).splitlines()


def store(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8', newline='\n') as file:
        file.write(text)
    return path


def compare(what, got, want):
    task = ''
    for i, (one, other) in enumerate(zip(got, want)):
        if other.startswith('task '):
            task = other
        if one != other:
            raise AssertionError('%s, line %d of the dump, in %s: %r, expected %r' %
                                 (what, i + 1, task, one, other))
    support.equal('%s: lines of the dump' % what, len(got), len(want))


def compare_cli(what, path, twin):
    info, other = support.run_json('info', path), support.run_json('info', twin)
    for key in other:
        if key not in ('format', 'trust', 'threads'):
            support.equal('%s: %s' % (what, key), info[key], other[key])
    for command in ('tasks', 'wakes'):
        got = support.run_json(command, path)
        want = support.run_json(command, twin)
        for row in got + want:
            row.pop('line', None)
            if 'name' in row:
                row['name'] = re.sub('\x1b\\[[0-9;]*m', '', row['name'])
        support.compare_lists('%s: %s' % (what, command), got, want)


def check(seed, dialect, ansi, targets=True, **style):
    style.setdefault('steps', 700)
    runtime = Runtime(seed, **style)
    evil = ansi and dialect != 'pretty'
    runtime.words = EVIL_WORDS if evil else COMPACT_WORDS if dialect == 'compact' else WORDS
    if runtime.style['form'] == 'none':
        # Their numbers are all the time there is, so each takes one line.
        runtime.words = [word for word in runtime.words if '\n' not in word]
    runtime.names = EVIL_NAMES if evil else NAMES
    runtime.span_names = SPAN_NAMES
    runtime.span_values = EVIL_VALUES if evil else VALUES
    lines = runtime.run()
    form = Form(dialect, ansi, targets, old=seed % 2 == 1)
    with tempfile.TemporaryDirectory() as folder:
        twin = store(folder, 'twin.jsonl', '\n'.join(lines) + '\n')
        path = store(folder, 'text.log', form.write(runtime))
        support.equal('format', support.run_json('info', path)['format'],
                      'tracing-fmt-' + dialect)
        compare('dump', dump(path), dump(twin))
        compare_cli('cli', path, twin)


def cases():
    for seed in range(FIRST, FIRST + SEEDS):
        for dialect in ('full', 'compact', 'pretty'):
            for ansi in (False, True):
                name = 'seed %d %s%s' % (seed, dialect, ' in colour' if ansi else '')
                yield name, lambda s=seed, d=dialect, a=ansi: check(s, d, a)
    for seed in range(FIRST, FIRST + SEEDS // 5):
        for dialect in ('full', 'compact'):
            for ansi in (False, True):
                name = 'seed %d %s%s' % (seed, dialect, ' in colour' if ansi else '')
                yield (name + ' without targets',
                       lambda s=seed, d=dialect, a=ansi: check(s, d, a, targets=False))
                yield (name + ' without times',
                       lambda s=seed, d=dialect, a=ansi: check(s, d, a, form='none'))


if __name__ == '__main__':
    if len(sys.argv) > 3:
        # For a look at one: SEED DIALECT ANSI; prints the recording.
        one = Runtime(int(sys.argv[1]), steps=700)
        one.words, one.names, one.span_names, one.span_values = WORDS, NAMES, SPAN_NAMES, VALUES
        one.run()
        sys.stdout.write(Form(sys.argv[2], sys.argv[3] == '1').write(one))
    else:
        support.main(list(cases()))
