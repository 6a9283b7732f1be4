# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that are none, or not quite: a message for each, an exit status, no hang."""

import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import tempfile
import time

import support
from oracle import Recording

SEED = os.path.join(support.TRACES, 'fmt', 'seed-json-full.t153.jsonl')
COMMANDS = ('info', 'tasks', 'wakes', 'stats')
LONG = 100 * 1000 * 1000
# Bytes of memory for a line that is longer; the sanitizers' shadow is far larger.
LIMIT = None if os.environ.get('POLLUX_SANITIZED') else 1024 * 1024 * 1024


def seed():
    with open(SEED, encoding='utf-8') as file:
        return file.read()


def write(folder, name, content):
    path = os.path.join(folder, name)
    if isinstance(content, str):
        content = content.encode('utf-8')
    with open(path, 'wb') as file:
        file.write(content)
    return path


def refused(path, part, command='info', status=1):
    process = support.run(command, '--json', path)
    support.equal('exit status', process.returncode, status)
    support.equal('standard output', process.stdout, b'')
    text = process.stderr.decode('utf-8')
    support.contains(text, 'pollux-cli: ' + path + ': ')
    support.contains(text.lower(), part)
    support.equal('lines', text.count('\n'), 1)


def in_folder(function):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            return function(folder)
    return run


@in_folder
def test_refused(folder):
    rand = random.Random(1)
    cases = {
        'empty.jsonl': ('', 'empty'),
        'random.bin': (bytes(rand.getrandbits(8) for _ in range(100000)), 'recording'),
        'zeros': (bytes(100000), 'recording'),
        'other.json': ('{"traceEvents": 3, "a": [1, 2]}\n', 'json'),
        'list.json': ('[1, 2, 3]\n', 'json'),
        'words.txt': ('Once upon a time\nthere was a log.\n' * 100, 'text'),
        'no-tasks.jsonl': ('{"timestamp":"2026-11-22T19:07:01.666624Z","level":"INFO",'
                           '"fields":{"message":"hi"},"target":"app"}\n' * 3, 'tasks'),
        'blank': ('\n\n \n', ''),
    }
    for name, (content, part) in cases.items():
        for command in COMMANDS:
            refused(write(folder, name, content), part, command)


@in_folder
def test_directory(folder):
    for command in COMMANDS:
        refused(folder, 'directory', command)


@in_folder
def test_missing(folder):
    refused(os.path.join(folder, 'nothing'), 'no such file')
    path = write(folder, 'file', 'x')
    refused(os.path.join(path, 'below'), 'not a directory')


@in_folder
def test_no_rights(folder):
    path = write(folder, 'secret.jsonl', seed())
    os.chmod(path, 0)
    if not os.access(path, os.R_OK):
        refused(path, 'permission denied')
        return None
    # The administrator may read everything, so the program runs as somebody else, from a
    # copy that somebody else can reach.
    if os.geteuid() != 0:
        return 'this user may read everything'
    os.chmod(folder, 0o755)
    program = shutil.copy(support.CLI, folder)
    process = support.run('info', '--json', path, program=program, user=65534,
                          env={'LSAN_OPTIONS': ''}, cwd='/')
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr.lower(), 'permission denied')
    return None


@in_folder
def test_cut(folder):
    """Wherever a file is cut: what is whole is read, the rest is damage."""
    text = seed().encode('utf-8')
    rand = random.Random(2)
    for _ in range(60):
        size = rand.randint(12000, len(text) - 2)
        if text[size - 1:size] == b'\n':
            continue
        path = write(folder, 'cut.jsonl', text[:size])
        process = support.run('info', '--json', path)
        support.equal('exit status', process.returncode, 0)
        info = json.loads(process.stdout)
        whole = text[:size].rfind(b'\n') + 1
        lines = text[:whole].decode('utf-8').splitlines()
        if text[size:size + 1] == b'\n':
            continue  # only the line feed is missing: nothing is lost
        support.equal('complete', info['complete'], False)
        support.equal('places of damage', len(info['damage']), 1)
        support.compare('damage', info['damage'][0], {'offset': whole, 'line': len(lines) + 1})
        want = Recording(lines).info()
        want.pop('trust')
        support.compare('info of a cut file', info, want)
        support.contains(process.stderr, 'cut.jsonl: line %d, byte %d: ' % (len(lines) + 1, whole))


@in_folder
def test_no_last_line_feed(folder):
    path = write(folder, 'killed.jsonl', seed().rstrip('\n'))
    info = support.run_json('info', path)
    support.compare('info', info, Recording(seed().splitlines()).info())


def limited():
    if LIMIT is not None:
        resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))


def run_limited(path):
    begin = time.monotonic()
    process = subprocess.run([support.CLI, 'info', '--json', path], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limited,
                             timeout=60)
    if time.monotonic() - begin > 10:
        raise AssertionError('it took %.1f s' % (time.monotonic() - begin))
    return process


@in_folder
def test_long_line(folder):
    """100 MB without a line feed: in front, between, and at the end of records."""
    long = b'{"timestamp":"' + b'x' * LONG
    process = run_limited(write(folder, 'long.jsonl', long))
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr, 'long.jsonl: ')

    text = seed().encode('utf-8')
    whole = Recording(seed().splitlines()).info()
    whole.pop('trust')
    for name, content in (('between', text + long + b'"}\n'), ('end', text + long),
                          ('deep', text + b'{"a":' * (LONG // 5))):
        process = run_limited(write(folder, name, content))
        support.equal('exit status', process.returncode, 0)
        info = json.loads(process.stdout)
        support.compare(name, info, whole)
        support.equal('complete', info['complete'], False)
        support.compare('damage', info['damage'][0], {
            'offset': len(text), 'line': text.count(b'\n') + 1, 'records': 1})


@in_folder
def test_compressed(folder):
    want = support.run_json('tasks', SEED)
    path = write(folder, 'packed', gzip.compress(seed().encode('utf-8')))
    support.equal('tasks of a gzip file', support.run_json('tasks', path), want)
    content = gzip.compress(seed().encode('utf-8'))
    path = write(folder, 'half-packed', content[:len(content) // 2])
    process = support.run('info', '--json', path)
    support.equal('exit status', process.returncode, 0)
    support.equal('complete', json.loads(process.stdout)['complete'], False)


def test_standard_input():
    want = support.run('tasks', '--json', SEED).stdout
    with open(SEED, 'rb') as file:
        process = support.run('tasks', '--json', '-', stdin=file)
    support.equal('exit status', process.returncode, 0)
    support.equal('output', process.stdout, want)
    process = support.run('info', '-')
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr, 'pollux-cli: standard input: ')


@in_folder
def test_several(folder):
    """One bad file of several does not keep the others from being shown."""
    bad = write(folder, 'bad\x1b[31m\n.txt', 'x')
    process = support.run('info', SEED, bad, SEED)
    support.equal('exit status', process.returncode, 1)
    two = support.run('tasks', SEED, SEED)
    support.equal('exit status', two.returncode, 0)
    support.equal('headings', two.stdout.decode('utf-8').splitlines().count(SEED), 2)
    support.equal('files shown', process.stdout.decode('utf-8').count('tracing-subscriber'), 2)
    # Nor can a file's name steer the terminal.
    support.contains(process.stderr, 'bad\\x1b[31m\\n.txt: ')
    support.equal('lines', process.stderr.count(b'\n'), 1)


@in_folder
def test_foreign_lines(folder):
    """What somebody else wrote into the file is counted and does no harm; lines
    keep their numbers."""
    lines = seed().splitlines()
    lines.insert(20, 'thread panicked')
    lines.insert(3, '')
    path = write(folder, 'mixed.jsonl', '\n'.join(lines) + '\n')
    want = Recording(lines)
    support.compare('info', support.run_json('info', path), want.info())
    support.compare_lists('wakes', support.run_json('wakes', path), want.wake_list())
    support.equal('line of the wake', want.wake_list()[0]['line'], 42)


def record(**fields):
    return json.dumps({'timestamp': '2026-11-22T19:07:01.666624Z', 'level': 'TRACE', **fields})


def spawn(task, **more):
    return {'kind': 'task', 'loc.col': 1, 'loc.file': 'a.rs', 'loc.line': 1, 'task.id': task,
            'task.name': '', **more, 'name': 'runtime.spawn'}


def lifecycle(message, span, timings=None):
    return record(fields={'message': message, **(timings or {})}, target='tokio::task', span=span,
                  spans=[])


@in_folder
def test_ids(folder):
    """All 64 bits of ids come through; of a name nothing is lost or let loose."""
    largest = 2**64 - 1
    span = spawn(largest, **{'task.name': 'a"b\\c\x1b[2J\x7f\u202e\u2028é\n'})
    path = write(folder, 'ids.jsonl', '\n'.join([
        lifecycle('new', span), lifecycle('enter', span),
        record(fields={'op': 'waker.clone', 'task.id': 2**64 - 2}, target='tokio::task::waker',
               span=span, spans=[span]),
        lifecycle('exit', span),
        record(fields={'op': 'waker.wake', 'task.id': 2**64 - 2}, target='tokio::task::waker'),
        record(fields={'op': 'waker.wake', 'task.id': 2**63}, target='tokio::task::waker'),
    ]) + '\n')
    task = support.run_json('tasks', path)[0]
    support.compare('task', task, {'task_id': largest, 'span_id': str(2**64 - 2),
                                   'name': span['task.name'], 'state': 'idle', 'wakes': 1})
    wakes = support.run_json('wakes', path)
    support.compare('wake', wakes[0], {'task_id': largest, 'waker_id': str(2**64 - 2),
                                       'effective': True})
    support.compare('unresolved wake', wakes[1], {'task_id': None, 'waker_id': str(2**63),
                                                  'effective': None, 'by_task_id': None})
    for command in ('tasks', 'wakes', 'info', 'stats'):
        text = support.run(command, path).stdout.decode('utf-8')
        for character in text:
            if character != '\n' and (ord(character) < 32 or 0x7f <= ord(character) < 0xa0 or
                                      character in '\u202e\u2028'):
                raise AssertionError('%s prints %r' % (command, character))
    support.contains(support.run('tasks', path).stdout,
                     'a"b\\c\\x1b[2J\\x7f\\u{202e}\\u{2028}é\\n')


@in_folder
def test_far_times(folder):
    """Times that cannot belong to one recording are damage and overflow nothing."""
    lines = []
    for number in range(40):
        for day, message in (('1990-01-01', 'new'), ('1990-01-01', 'enter'),
                             ('2050-01-01', 'exit'), ('2262-04-11', 'enter'),
                             ('1677-09-22', 'exit'), ('2050-01-01', 'close')):
            lines.append(json.dumps({'timestamp': day + 'T00:00:00Z', 'level': 'TRACE',
                                     'fields': {'message': message}, 'target': 'tokio::task',
                                     'span': spawn(number)}))
    path = write(folder, 'far.jsonl', '\n'.join(lines) + '\n')
    for command in COMMANDS:
        process = support.run(command, '--json', path)
        support.equal('exit status', process.returncode, 0)
        support.contains(process.stderr, 'far.jsonl: line 4, ')
    info = support.run_json('info', path)
    length = 86400 * 10**9 * 21915
    support.compare('info', info, {'complete': False, 'tasks': 40, 'polls': 40,
                                   'duration_ns': length,
                                   'busy_ns': min(40 * length, 2**63 - 1)})
    support.equal('damage', len(info['damage']), 40)
    support.check_identity(support.run_json('tasks', path))


@in_folder
def test_not_recorded(folder):
    """What a recorder leaves out is null and a dash, never zero."""
    span = spawn(1)
    path = write(folder, 'close.jsonl',
                 lifecycle('close', span, {'time.busy': '50.7µs', 'time.idle': '102ms'}) + '\n' +
                 record(fields={'op': 'waker.wake', 'task.id': 4}, target='tokio::task::waker') +
                 '\n')
    info = support.run_json('info', path)
    support.compare('info', info, dict.fromkeys(
        ('polls', 'open_polls', 'self_wakes', 'busy_ns', 'scheduled_ns', 'spawn_delay_ns',
         'threads')))
    support.compare('info', info, {'tasks': 1, 'wakes': 1, 'wakes_resolved': 0})
    task = support.run_json('tasks', path)[0]
    support.compare('task', task, dict.fromkeys(
        ('state', 'polls', 'open_poll', 'self_wakes', 'busy_ns', 'scheduled_ns', 'spawn_delay_ns',
         'idle_ns', 'unfinished_ns', 'longest_poll_ns', 'poll_p50_ns', 'scheduled_p99_ns',
         'spawned_ns', 'span_id')))
    support.compare('task', task, {'reported_busy_ns': 50700, 'reported_idle_ns': 102000000})
    row = support.run('tasks', path).stdout.decode('utf-8').splitlines()[1].split()
    support.equal('row', row, ['1', 'task', '—', '—', '—', '—', '—', '—', '—', '—', '0',
                               'a.rs:1:1'])


support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_')])
