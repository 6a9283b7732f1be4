# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line itself: help, options, exit statuses, and the ends of its streams."""

import json
import os
import pty
import signal
import subprocess
import sys
import time

import support
from oracle import Recording
from terminal import columns, on_terminal

SEED = os.path.join(support.TRACES, 'fmt', 'seed-json-full.t153.jsonl')
ODD = os.path.join(support.TRACES, 'fmt', 'odd-json_ids-mt2.t153.jsonl')
COMMANDS = ('info', 'tasks', 'wakes', 'stats', 'render')


def succeeds(*arguments):
    process = support.run(*arguments)
    support.equal('exit status', process.returncode, 0)
    support.equal('standard error', process.stderr, b'')
    text = process.stdout.decode('utf-8')
    for line in text.split('\n'):
        support.equal('blanks at the end of %r' % line, line, line.rstrip())
    return text


def misused(part, *arguments):
    process = support.run(*arguments)
    support.equal('exit status of %r' % (arguments,), process.returncode, 2)
    support.equal('standard output', process.stdout, b'')
    support.contains(process.stderr, 'pollux-cli: ')
    support.contains(process.stderr, part)


def test_version():
    support.equal('version', succeeds('--version').split()[0], 'pollux-cli')
    support.equal('short form', succeeds('-V'), succeeds('--version'))


def test_help():
    text = succeeds('--help')
    support.equal('short form', succeeds('-h'), text)
    for command in COMMANDS:
        support.contains(text, '\n  %s ' % command)
        own = succeeds(command, '--help')
        support.contains(own, 'Usage: pollux-cli %s ' % command)
        support.equal('short form', succeeds(command, '-h'), own)
        widest = max(map(columns, own.splitlines() + text.splitlines()))
        if widest > 100:
            raise AssertionError('help has %d columns' % widest)
    for option in ('--from', '--to', '--tasks', '--json'):
        support.contains(succeeds('stats', '--help'), option)
    for option in ('--from', '--to', '--tasks', '--output', '--width', '--scale', '--dark',
                   '--group', '--collapse', '--packed', '--unfold', '--height'):
        support.contains(succeeds('render', '--help'), option)


def test_misuse():
    misused('no command')
    misused('frobnicate', 'frobnicate')
    misused('--frobnicate', '--frobnicate')
    for command in COMMANDS:
        misused('--frobnicate', command, '--frobnicate', SEED)
        misused('Try “pollux-cli %s --help”.' % command, command)
        misused('no file', command)
    misused('one file', 'info', '--json', SEED, SEED)
    misused('one file', 'stats', SEED, SEED)
    misused('--from', 'info', '--from', '1s', SEED)
    for name in ('x', '1', '1.5', '12.5parsec', '2026-13-01T00:00:00Z', '--1s', ''):
        misused('', 'stats', '--from', name, SEED)
        misused('', 'stats', '--to', name, SEED)
    misused('--from must come before --to', 'stats', '--from', '2ms', '--to', '1ms', SEED)
    misused('--from must come before --to', 'stats', '--from', '1ms', '--to', '1ms', SEED)
    misused('-o', 'render', SEED)
    for width in ('0', '-5', '100000', 'x', '1e3'):
        misused('', 'render', SEED, '-o', '/nonexistent/x.png', '--width', width)
    for scale in ('0', '-1', 'nan', 'inf', '100', 'x'):
        misused('', 'render', SEED, '-o', '/nonexistent/x.png', '--scale', scale)
    # A wrong line is refused before any file is looked at.
    misused('no time', 'stats', '--from', 'x', '/nonexistent')


def test_order():
    """Options may follow files; -- ends them."""
    want = succeeds('tasks', '--json', SEED)
    support.equal('option behind', succeeds('tasks', SEED, '--json'), want)
    support.equal('short option', succeeds('tasks', '-j', SEED), want)
    support.equal('behind --', succeeds('tasks', '--json', '--', SEED), want)


def stats(*arguments):
    return support.run_json('stats', SEED, *arguments)


def test_times():
    """One moment, written in all ways that there are."""
    first = 1795374421666624000
    support.equal('first record', support.run_json('info', SEED)['first_ns'], first)
    want = stats('--from', '400us', '--to', '101400us')
    support.compare('stats', want, {'from_ns': 400000, 'to_ns': 101400000})
    for begin, end in (('0.4ms', '101.4ms'), ('400000ns', '0.1014s'), ('400µs', '101.4 ms'),
                       ('2026-11-22T19:07:01.667024Z', '2026-11-22T20:07:01.768024+01:00'),
                       ('2026-11-22 19:07:01.667024Z', '101ms400us')):
        support.equal('%s to %s' % (begin, end), stats('--from', begin, '--to', end), want)
    support.equal('from the beginning', stats('--from', '0', '--to', '1h'), stats())
    support.equal('before the beginning', stats('--from', '-1s'), stats())
    support.compare('to the end', stats('--from', '1ms'), {'from_ns': 1000000,
                                                           'to_ns': 101673000})
    for begin in ('1s', '2027-01-01T00:00:00Z'):
        process = support.run('stats', SEED, '--from', begin)
        support.equal('exit status', process.returncode, 1)
        support.contains(process.stderr, 'nothing was recorded in that range')


def test_no_times():
    """Without times a range is one of records."""
    with open(SEED, encoding='utf-8') as file:
        records = [json.loads(line) for line in file]
    for record in records:
        del record['timestamp']
    path = os.path.join(os.environ.get('TMPDIR', '/tmp'), 'pollux-untimed-%d' % os.getpid())
    try:
        with open(path, 'w', encoding='utf-8') as file:
            file.writelines(json.dumps(record) + '\n' for record in records)
        info = support.run_json('info', path)
        support.compare('info', info, dict.fromkeys(('first_ns', 'last_ns', 'duration_ns',
                                                     'busy_ns', 'scheduled_ns')))
        support.compare('info', info, {'tasks': 2, 'polls': 4, 'wakes': 1})
        support.compare('whole', support.run_json('stats', path), {'polls': 4, 'busy_ns': None})
        want = Recording(map(json.dumps, records))
        part = support.run_json('stats', path, '--from', '39', '--to', '60')
        support.compare('part', part, want.stats(39, 60, want.tasks.values()))
        support.compare('part', part, {'polls': 2, 'wakes': 1, 'poll_times': None})
        misused('the recording has no times', 'stats', path, '--from', '1ms')
    finally:
        os.unlink(path)


def test_pattern():
    every = support.run_json('tasks', ODD)
    whole = support.run_json('stats', ODD)
    support.equal('tasks', whole['tasks'], len(every))
    tickers = [t for t in every if 'ticker' in t['name']]
    support.equal('tickers', len(tickers), 3)
    part = support.run_json('stats', ODD, '--tasks', 'TICKER')
    for key in ('busy_ns', 'scheduled_ns', 'spawn_delay_ns', 'polls', 'wakes'):
        support.equal(key, part[key], sum(t[key] for t in tickers))
    rest = support.run_json('stats', ODD, '--tasks', '-ticker')
    for key in ('busy_ns', 'polls', 'tasks'):
        support.equal(key, part[key] + rest[key], whole[key])
    process = support.run('stats', ODD, '--tasks', 'nobody')
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr, 'no task matches “nobody”')


def test_text():
    """The tables have what the JSON has."""
    text = succeeds('info', SEED)
    for part in ('tracing-subscriber JSON', '2 (1 task, 1 block_on)', '303.000\xa0µs',
                 '30.000\xa0µs', '51.000\xa0µs', '2026-11-22 19:07:01.666\u202f624 UTC'):
        support.contains(text, part)
    lines = succeeds('tasks', ODD).splitlines()
    tasks = support.run_json('tasks', ODD)
    support.equal('rows', len(lines), 1 + len(tasks))
    for line, task in zip(lines[1:], tasks):
        support.equal('id', line.split()[0], str(task['task_id']))
        support.contains(line, task['name'])
        support.contains(line, task['location'])
    wakes = support.run_json('wakes', ODD)
    lines = succeeds('wakes', ODD).splitlines()
    support.equal('rows', len(lines), 1 + len(wakes))
    support.equal('effective', sum('effective' in line for line in lines[1:]),
                  sum(w['effective'] for w in wakes))
    support.equal('by itself', sum('itself' in line for line in lines),
                  sum(w['by_task_id'] == w['task_id'] for w in wakes))
    text = succeeds('stats', ODD)
    numbers = support.run_json('stats', ODD)
    bars = [line for line in text.splitlines() if ' – ' in line and 'Range' not in line]
    support.equal('bars', sum(int(line.split()[5]) for line in bars),
                  numbers['poll_times']['count'] + numbers['scheduled_times']['count'])
    for key in ('poll_times', 'scheduled_times'):
        support.equal(key, sum(b['count'] for b in numbers[key]['histogram']),
                      numbers[key]['count'])


def test_sums():
    """Where info and stats add up other things under the same name, both say so."""
    blocking = os.path.join(support.TRACES, 'fmt', 'readme-recommended.jsonl')
    cut = 'without waits that a task’s end cut short'
    for trace, in_info, in_stats in (
            (SEED, (), ()),
            (blocking, ('(with blocking tasks)',), ('3, without blocking ones',)),
            (ODD, (cut,), ('With the waits that the end of a task cut short',))):
        info, sums = succeeds('info', trace), succeeds('stats', trace)
        for part in ('blocking tasks', cut):
            support.equal(part, part in info, any(part in text for text in in_info))
        for part in ('without blocking', 'cut short'):
            support.equal(part, part in sums, any(part in text for text in in_stats))
    support.equal('by name', 'without' in succeeds('stats', '--tasks', 'kind:blocking',
                                                   blocking).split('Polls')[0], False)


def test_terminal():
    """On a terminal a table fits, as far as that is possible."""
    for width in (100, 120, 160):
        for command in ('tasks', 'wakes'):
            lines = on_terminal(width, command, ODD).splitlines()
            widest = max(columns(line) for line in lines)
            if widest > width:
                raise AssertionError('%s: %d columns of %d' % (command, widest, width))
    support.contains(on_terminal(100, 'tasks', ODD), '…')
    support.equal('enough room', on_terminal(300, 'tasks', ODD), succeeds('tasks', ODD))


def test_picture_on_terminal():
    leader, follower = pty.openpty()
    process = subprocess.run([support.CLI, 'render', SEED, '-o', '-'], stdout=follower,
                             stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    os.close(follower)
    os.close(leader)
    support.equal('exit status', process.returncode, 2)
    support.contains(process.stderr, 'on a terminal')


def test_alignment():
    """Names of wide and of combining characters do not shift the columns."""
    spans = [('a', 1), ('任务队列', 2), ('e\u0301e\u0301', 3), ('', 4)]
    path = os.path.join(os.environ.get('TMPDIR', '/tmp'), 'pollux-names-%d' % os.getpid())
    try:
        with open(path, 'w', encoding='utf-8') as file:
            for name, number in spans:
                span = {'kind': 'task', 'loc.col': 1, 'loc.file': 'a.rs', 'loc.line': 1,
                        'task.id': number, 'task.name': name, 'name': 'runtime.spawn'}
                file.write(json.dumps({'timestamp': '2026-11-22T19:07:01.666624Z',
                                       'level': 'TRACE', 'fields': {'message': 'new'},
                                       'target': 'tokio::task', 'span': span}) + '\n')
        lines = succeeds('tasks', path).splitlines()
        support.equal('rows', len(lines), 5)
        places = {columns(line[:line.index('a.rs')]) for line in lines[1:]}
        support.equal('columns before the location', places, {columns(
            lines[0][:lines[0].index('Location')])})
    finally:
        os.unlink(path)


def test_full_disk():
    if not os.path.exists('/dev/full'):
        return 'there is no /dev/full'
    for command in ('info', 'tasks', 'wakes', 'stats'):
        with open('/dev/full', 'wb') as full:
            process = subprocess.run([support.CLI, command, '--json', SEED], stdout=full,
                                     stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        support.equal('exit status', process.returncode, 1)
        support.contains(process.stderr, 'pollux-cli: cannot write: ')
    return None


def test_closed_output():
    process = subprocess.run(['sh', '-c', '"$0" tasks "$1" >&-', support.CLI, SEED],
                             stderr=subprocess.PIPE)
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr, 'cannot write')


def test_closed_pipe():
    """A reader that has enough is no error, and a large listing stops for it."""
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run([support.CLI, 'tasks', '--json', ODD], stdout=writer,
                             stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    os.close(writer)
    support.equal('exit status', process.returncode, 0)
    support.equal('standard error', process.stderr, b'')


def test_interrupt():
    """Ctrl+C ends it at once, also while it waits for more of a pipe."""
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen([support.CLI, 'info', '-'], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with open(SEED, 'rb') as file:
            process.stdin.write(file.read())
        process.stdin.flush()
        time.sleep(0.3)
        process.send_signal(number)
        support.equal('exit status', process.wait(timeout=10), -number)
        support.equal('output', process.stdout.read() + process.stderr.read(), b'')
        process.stdout.close()
        process.stderr.close()
        try:
            process.stdin.close()
        except BrokenPipeError:
            pass


def test_locale():
    """JSON is the same in every language; text keeps to the encoding."""
    want = support.run('tasks', '--json', ODD).stdout
    for locale in ('C', 'POSIX', 'C.UTF-8', 'de_DE.UTF-8'):
        process = support.run('tasks', '--json', ODD, env={'LC_ALL': locale, 'LANGUAGE': 'de'})
        support.equal('JSON in ' + locale, process.stdout, want)
    text = support.run('tasks', ODD, env={'LC_ALL': 'C'}).stdout
    if any(byte >= 0x80 for byte in text):
        raise AssertionError('the C locale gets what is not ASCII')


def test_libraries():
    """It runs where there is no display: neither GTK nor a window system is in it."""
    if sys.platform != 'linux':
        return 'ldd is needed'
    text = subprocess.run(['ldd', support.CLI], stdout=subprocess.PIPE,
                          check=True).stdout.decode('utf-8')
    support.contains(text, 'libglib-2.0')
    for name in ('libgtk', 'libgdk-', 'libgraphene', 'libwayland-client'):
        if name in text:
            raise AssertionError('it is linked with ' + name)
    return None


support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_')])
