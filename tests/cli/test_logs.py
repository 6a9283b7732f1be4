# SPDX-License-Identifier: GPL-3.0-or-later
"""Text logs as programs and what runs them really leave them.

One small program, written down in many ways: behind the names of services,
beside a backtrace, with odd thread names, without targets, partly in colour.
Its figures must be the same in all of them.
"""

import os
import re
import tempfile

import support

BEGIN = 19 * 3600 + 3 * 60
KIND = {1: 'block_on', 2: 'task', 3: 'task'}


def span(task, kind=None):
    return ('runtime.spawn{kind=%s task.name= task.id=%d size.bytes=64 loc.file="src/main.rs" '
            'loc.line=%d loc.col=5}' % (kind or KIND[task], task, task))


class Log:
    """Lines of (ms, level, thread, spans, target, what)."""

    def __init__(self):
        self.records = []
        self.ms = 0

    def add(self, what, *tasks, target='tokio::task', level='TRACE', thread=1, spans=None):
        self.ms += 1
        spans = spans if spans is not None else [span(task) for task in tasks]
        self.records.append((self.ms, level, thread, spans, target, what))

    def waker(self, op, waker, *tasks, thread=1):
        self.add('op="waker.%s" task.id=%d' % (op, waker), *tasks, target='tokio::task::waker',
                 thread=thread)


def program(first=2):
    """A task that is polled twice, woken once in between, and logs a line."""
    log = Log()
    log.add('new', 1)
    log.add('enter', 1)
    log.add('new', first)
    log.add('exit', 1)
    log.add('enter', first)
    log.waker('clone', 7, first)
    log.add('working n=3', first, target='app::job', level='INFO')
    log.add('exit', first)
    log.waker('wake', 7)
    log.add('enter', first)
    log.add('exit', first)
    log.add('enter', first)
    log.add('exit', first)
    log.add('close time.busy=5.00ms time.idle=2.00ms', first)
    return log


# What program() is, whoever writes it down.
FIGURES = {'tasks': 2, 'polls': 3, 'wakes': 1, 'wakes_resolved': 1, 'events': 1,
           'waker_clones': 1, 'busy_ns': 6000000, 'scheduled_ns': 1000000, 'complete': True}


def stamp(ms):
    return '2026-11-22T19:03:%02d.%06dZ' % (ms // 1000, ms % 1000 * 1000)


def full(log, target=True, level=True, thread='', ansi=False):
    lines = []
    for ms, severity, number, spans, place, what in log.records:
        line = '%s ' % stamp(ms)
        if ansi:
            line = '\x1b[2m%s\x1b[0m ' % stamp(ms)
        if level:
            line += '\x1b[35m%5s\x1b[0m ' % severity if ansi else '%5s ' % severity
        if thread:
            line += '%s ThreadId(%02d) ' % (thread, number)
        if ansi:
            for one in spans:
                line += '\x1b[1m%s\x1b[0m' % one.partition('{')[0]
                line += '\x1b[1m{\x1b[0m%s\x1b[1m}\x1b[0m' % one.partition('{')[2][:-1]
                line += '\x1b[2m:\x1b[0m'
            line += ' ' if spans else ''
            line += '\x1b[2m%s\x1b[0m\x1b[2m:\x1b[0m ' % place
        else:
            line += ':'.join(spans) + (': ' if spans else '')
            line += place + ': ' if target else ''
        lines.append(line + what)
    return lines


def compact(log):
    lines = []
    for ms, severity, number, spans, place, what in log.records:
        names = ':'.join(one.partition('{')[0] for one in spans)
        fields = ' '.join(one.partition('{')[2][:-1] for one in spans)
        lines.append(('%s %5s %s%s: %s %s' % (stamp(ms), severity, names + ': ' if names else '',
                                              place, what, fields)).rstrip())
    return lines


def pretty(log, target=True, line_only=False):
    lines = []
    for ms, severity, number, spans, place, what in log.records:
        what = re.sub(r' (\w[\w.]*)=', r', \1: ', ' ' + what).lstrip(', ')
        head = '  %s %s ' % (stamp(ms), severity)
        if target:
            head += place + (':35: ' if line_only else ': ')
        lines.append(head + what)
        if not line_only:
            lines.append('    at src/main.rs:35 on main ThreadId(%d)' % number)
        for one in reversed(spans):
            name, _, fields = one.partition('{')
            fields = re.sub(r'(\S+)=(\S*)(?: |$)', r'\1: \2, ', fields[:-1])[:-2]
            lines.append('    in tokio::task::%s with %s' % (name, fields))
        lines.append('')
    return lines


def info(lines, command='info'):
    with tempfile.NamedTemporaryFile('w', suffix='.log', encoding='utf-8', newline='\n') as file:
        file.write('\n'.join(lines) + '\n')
        file.flush()
        return support.run_json(command, file.name)


def check(lines, **changes):
    got = info(lines)
    support.compare('info', got, {**FIGURES, **changes})
    return got


def test_plain():
    """As they come."""
    check(full(program()), format='tracing-fmt-full')
    check(full(program(), ansi=True), format='tracing-fmt-full')
    check(compact(program()), format='tracing-fmt-compact')
    check(pretty(program()), format='tracing-fmt-pretty')


def test_prefixes():
    """What service managers put in front of each line."""
    prefixes = ('web-1  | ', 'Nov 22 19:03:58 host app[12]: ', '[pod/web-7f/app] ',
                '2026-11-22T19:03:58.123456789Z ', '2026-11-22T19:03:58.123456789Z stdout F ',
                '2026-11-22T19:03:58+0000 host app[12]: ')
    for prefix in prefixes:
        for lines in (full(program()), compact(program()), full(program(), ansi=True),
                      pretty(program())):
            got = check([prefix + line for line in lines])
            support.equal('prefixed by %r' % prefix, got['trust']['prefixed_records'] > 0, True)


def test_coloured_prefix():
    """The names of services have colours of their own."""
    check(['\x1b[36mapi-1  | \x1b[0m' + line for line in full(program())])


def test_two_services():
    """Tasks with the same ids in two processes are not the same."""
    web = ['web-1    | ' + line for line in full(program())]
    worker = ['worker-1 | ' + line for line in full(program(), ansi=True)]
    lines = [line for pair in zip(web, worker) for line in pair]
    got = check(lines, tasks=4, polls=6, wakes=2, wakes_resolved=2, events=2, waker_clones=2,
                busy_ns=12000000, scheduled_ns=2000000)
    support.equal('processes', got['trust']['processes'], 2)
    tasks = info(lines, 'tasks')
    support.equal('names', sorted(str(task['process']) for task in tasks),
                  ['web-1', 'web-1', 'worker-1', 'worker-1'])


def test_backtrace():
    """The places of a panic's stack are none of a pretty record."""
    stack = ["thread 'main' panicked at src/main.rs:4:5:", 'oh', 'stack backtrace:']
    for i in range(14):
        stack += ['  %2d: std::panicking::begin_panic' % i,
                  '             at /rustc/a1b2/library/std/src/panicking.rs:%d:5' % i]
    got = check(full(program()) + stack, format='tracing-fmt-full')
    support.equal('foreign', got['trust']['foreign_records'], len(stack))
    check(compact(program()) + stack, format='tracing-fmt-compact')


def test_threads():
    """Names of threads may have colons, blanks and brackets."""
    for thread in ('tests::it_works', 'actix-rt|system:0|arbiter:0', 'pool (1)', 'my worker'):
        got = check(full(program(), thread=thread))
        support.equal('threads of %r' % thread, got['threads'], 1)


def test_without_target():
    """Where no target is printed, the level tells Tokio's records from a program's."""
    check(pretty(program(), target=False))
    log = program()
    log.records.insert(6, (6, 'INFO', 1, [span(2)], 'app', 'exit'))
    log.records.insert(7, (6, 'INFO', 1, [span(2)], 'app', 'close'))
    check(full(log, target=False), events=3)


def test_line_numbers():
    """Numbers of lines without the files stand right behind the target."""
    check(pretty(program(), line_only=True))
    check([re.sub(r'(tokio::task(?:::waker)?): ', r'\1:35: ', line)
           for line in compact(program())])


def test_closures():
    """Old Tokio prints the place of a blocking task raw, and closures have braces."""
    for write in (full, compact):
        log = program()
        old = ('runtime.spawn{kind=blocking task.name= task.id=9 fn=app::main::{{closure}}::'
               '{{closure}} spawn.location=src/main.rs:9:5}')
        inner = ('runtime.spawn{kind=block_on task.name= task.id=10 loc.file="src/main.rs" '
                 'loc.line=10 loc.col=7}')
        for what, spans in (('new', [old]), ('enter', [old]), ('new', [old, inner]),
                            ('enter', [old, inner]), ('exit', [old, inner]), ('exit', [old])):
            log.add(what, spans=spans, thread=2)
        got = check(write(log), tasks=4, polls=5, busy_ns=6000000 + 4000000 + 1000000)
        support.compare('kinds', got['tasks_by_kind'],
                        {'block_on': 2, 'blocking': 1, 'task': 1})


def test_values():
    """Quotes and braces in the values of a program's own spans."""
    for fields in ('work{c=\'"\' q=Q { a: "x}: y", c: \'"\' }}', 'work{quote="a \\" b"}',
                   'work{open={}', 'work', 'work{m=a}: b: c}'):
        log = program()
        for i in (5, 6):
            log.records[i] = log.records[i][:3] + ([span(2), fields],) + log.records[i][4:]
        if fields != 'work{m=a}: b: c}':
            check(full(log))
        else:
            # Nobody can tell where it ends; nothing is guessed, and that is said.
            support.equal('ambiguous', info(full(log))['trust']['ambiguous_records'], 2)
        check(full(log, ansi=True))


def test_visit():
    """A future that has the span of its spawner is polled as its own task."""
    log = Log()
    for what, task in (('new', 2), ('enter', 2), ('new', 3), ('exit', 2)):
        log.add(what, task, thread=1)
    for _ in range(2):
        log.add('enter', 3, thread=2)
        log.add('enter', 2, thread=2)
        log.waker('clone', 7, 2, thread=2)
        log.add('exit', 2, thread=2)
        log.add('exit', 3, thread=2)
        log.waker('wake', 7, thread=1)
    lines = full(log, thread='w')
    check(lines, polls=3, wakes=2, wakes_resolved=2, events=0, waker_clones=2, busy_ns=10000000,
          scheduled_ns=1000000)
    support.equal('woken', [task['wakes'] for task in info(lines, 'tasks')], [0, 2])


def test_runs():
    """A run without its beginning, and another behind it: ids that start over are others."""
    log = Log()
    for _ in range(2):
        log.add('enter', spans=[span(5001, 'task')])
        log.waker('clone', 7)
        log.records[-1] = log.records[-1][:3] + ([span(5001, 'task')],) + log.records[-1][4:]
        log.add('exit', spans=[span(5001, 'task')])
        log.waker('wake', 7)
    for record in program().records:
        log.ms += 1
        log.records.append((log.ms,) + record[1:])
    lines = full(log)
    got = info(lines)
    support.compare('info', got, {'tasks': 3, 'wakes': 3, 'wakes_resolved': 3})
    support.equal('runs', got['trust']['further_runs'], 1)
    wakes = {task['task_id']: task['wakes'] for task in info(lines, 'tasks')}
    support.equal('wakes', wakes, {5001: 2, 1: 0, 2: 1})


def test_majority():
    """Code that keeps a waker may clone it in another task first."""
    log = Log()
    for what, task in (('new', 2), ('new', 3), ('enter', 3)):
        log.add(what, task)
    log.waker('clone', 7, 3)
    log.waker('clone', 9, 3)
    log.add('exit', 3)
    log.waker('wake', 7)
    for _ in range(2):
        log.add('enter', 2)
        log.waker('clone', 7, 2)
        log.add('exit', 2)
        log.waker('wake', 7)
    lines = full(log)
    got = info(lines)
    support.equal('majority', got['trust']['wakers_by_majority'], 1)
    support.equal('woken', [task['wakes'] for task in info(lines, 'tasks')], [3, 0])


def test_unlike():
    """Records that are written unlike the others are named, not passed over."""
    lines = full(program(), ansi=True) * 30 + full(program())
    got = info(lines)
    support.equal('complete', got['complete'], False)
    support.contains(got['damage'][0]['message'], 'another way')


def test_windows():
    """A path of another system is printed with escapes."""
    lines = [line.replace('src/main.rs', 'src\\\\main.rs') for line in full(program())]
    check(lines)
    support.equal('location', info(lines, 'tasks')[1]['location'], 'src\\main.rs:2:5')


os.environ['LC_ALL'] = 'C.UTF-8'
support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_')])
