# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures: their size, what they show, and that a file is whole or as it was."""

import json
import os
import stat
import struct
import subprocess
import tempfile
import zlib

import support

SEED = os.path.join(support.TRACES, 'fmt', 'seed-json-full.t153.jsonl')
ODD = os.path.join(support.TRACES, 'fmt', 'odd-json_ids-mt2.t153.jsonl')


def read_png(data):
    """Width, height, bytes per pixel and the rows of a PNG file, unfiltered."""
    support.equal('signature', data[:8], b'\x89PNG\r\n\x1a\n')
    at, packed, header = 8, b'', None
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        content = data[at + 8:at + 8 + length]
        support.equal('checksum', struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0],
                      zlib.crc32(kind + content))
        if kind == b'IHDR':
            header = struct.unpack('>IIBBBBB', content)
        elif kind == b'IDAT':
            packed += content
        at += 12 + length
    support.equal('last chunk', kind, b'IEND')
    width, height, depth, colour = header[:4]
    support.equal('depth', depth, 8)
    size = {2: 3, 6: 4}[colour]
    return width, height, size, unfilter(zlib.decompress(packed), width * size, height, size)


def unfilter(data, stride, height, size):
    rows, before = [], bytes(stride)
    for y in range(height):
        kind = data[y * (stride + 1)]
        row = bytearray(data[y * (stride + 1) + 1:(y + 1) * (stride + 1)])
        for x in range(stride):
            left = row[x - size] if x >= size else 0
            up = before[x]
            corner = before[x - size] if x >= size else 0
            if kind == 1:
                row[x] = (row[x] + left) & 255
            elif kind == 2:
                row[x] = (row[x] + up) & 255
            elif kind == 3:
                row[x] = (row[x] + (left + up) // 2) & 255
            elif kind == 4:
                guess = left + up - corner
                away = (abs(guess - left), abs(guess - up), abs(guess - corner))
                row[x] = (row[x] + (left, up, corner)[away.index(min(away))]) & 255
        rows.append(bytes(row))
        before = row
    return rows


def render(*arguments, trace=SEED, status=0):
    process = support.run('render', trace, *arguments)
    support.equal('standard error', process.stderr.decode('utf-8') if status == 0 else '', '')
    support.equal('exit status', process.returncode, status)
    return process


def picture(*arguments, trace=SEED):
    return render('-o', '-', *arguments, trace=trace).stdout


def size(data):
    return read_png(data)[:2]


def in_folder(function):
    def run():
        with tempfile.TemporaryDirectory() as folder:
            return function(folder)
    return run


def colours(data, *wanted):
    """How many pixels have each of the wanted colours, about."""
    width, height, step, rows = read_png(data)
    counts = [0] * len(wanted)
    for row in rows:
        for x in range(0, width * step, step):
            for i, colour in enumerate(wanted):
                if all(abs(row[x + k] - colour[k]) <= 6 for k in range(3)):
                    counts[i] += 1
    return counts


def test_size():
    width, height = size(picture())
    support.equal('width', width, 1600)
    support.equal('narrow', size(picture('--width', '700'))[0], 700)
    support.equal('twice', size(picture('--scale', '2')), (2 * width, 2 * height))
    taller = size(picture(trace=ODD))[1]
    if taller <= height:
        raise AssertionError('%d lanes more take no room' % 12)
    support.equal('one lane of the many', size(picture('--tasks', '#7', trace=ODD))[1] < taller,
                  True)


def test_content():
    """The longest poll of the example takes its place in blue."""
    active = (0x1c, 0x71, 0xd8)
    tasks = support.run_json('tasks', ODD)
    blocker = next(t for t in tasks if t['name'] == 'blocker')
    wakes = [w for w in support.run_json('wakes', ODD) if w['task_id'] == blocker['task_id']]
    begin = wakes[-1]['ns'] + 10000000
    end = begin + blocker['longest_poll_ns'] // 2
    limits = ('--from', '%dns' % begin, '--to', '%dns' % end, '--tasks', 'blocker')
    full, = colours(picture(*limits, trace=ODD), active)
    none, = colours(picture('--tasks', 'lost-kept', '--from', '100ms', '--to', '200ms',
                            trace=ODD), active)
    if full < 10 * 1000 or none > full // 10:
        raise AssertionError('%d and %d blue pixels' % (full, none))


def test_palettes():
    def background(data):
        return sum(read_png(data)[3][0][:3])
    if background(picture('--dark')) >= background(picture()):
        raise AssertionError('--dark is not darker')


def test_by_worker():
    """Fewer threads than tasks; the one without threads is refused."""
    by_worker_picture = picture('--by-worker', trace=ODD)
    by_task, by_worker = size(picture(trace=ODD)), size(by_worker_picture)
    support.equal('width', by_worker[0], by_task[0])
    if by_worker[1] >= by_task[1]:
        raise AssertionError('as many lanes as tasks')
    # A task's polls are blue, those of the others pale, bars and columns alike.
    active, pale = (0x1c, 0x71, 0xd8), (0xbb, 0xd4, 0xf3)
    all_blue, none_pale = colours(by_worker_picture, active, pale)
    blue, is_pale = colours(picture('--by-worker', '--tasks', 'ticker', trace=ODD), active, pale)
    if not (0 < blue < all_blue // 2 and none_pale < is_pale // 10):
        raise AssertionError((all_blue, none_pale, blue, is_pale))
    result = support.run('render', '--by-worker', '-o', '-', SEED)
    support.equal('status', result.returncode, 1)


def test_same():
    support.equal('the same picture', picture(), picture())


def test_lanes():
    # Lanes are 32 pixels high, or 16; headings of groups 20.
    whole = size(picture())[1]
    compact = size(picture('--height', 'compact'))[1]
    if (whole - compact) % 16 != 0 or compact >= whole:
        raise AssertionError('compact is %d high, comfortable %d' % (compact, whole))
    groups = size(picture('--group', 'location'))[1] - whole
    if groups <= 0 or groups % 20 != 0:
        raise AssertionError('headings have %d pixels' % groups)
    if size(picture('--group', 'location', '--collapse'))[1] >= whole + groups:
        raise AssertionError('collapsed groups are as high as others')
    if size(picture('--packed'))[1] > whole:
        raise AssertionError('packed rows are higher')
    render('-o', '-', '--group', 'colour', status=2)
    render('-o', '-', '--height', 'huge', status=2)


@in_folder
def test_file(folder):
    path = os.path.join(folder, 'out.png')
    want = picture()
    render('-o', path)
    support.equal('content', open(path, 'rb').read(), want)
    # What was there is replaced, with its rights.
    os.chmod(path, 0o600)
    render('--dark', '-o', path)
    support.equal('new content', open(path, 'rb').read(), picture('--dark'))
    support.equal('rights', stat.S_IMODE(os.stat(path).st_mode), 0o600)
    support.equal('files', os.listdir(folder), ['out.png'])


@in_folder
def test_link(folder):
    target = os.path.join(folder, 'target.png')
    link = os.path.join(folder, 'link.png')
    with open(target, 'wb') as file:
        file.write(b'old')
    os.symlink('target.png', link)
    render('-o', link)
    support.equal('still a link', os.path.islink(link), True)
    support.equal('content', open(target, 'rb').read(), picture())


@in_folder
def test_pipe(folder):
    """What is no file is written to, not replaced."""
    path = os.path.join(folder, 'pipe')
    os.mkfifo(path)
    reader = subprocess.Popen(['cat', path], stdout=subprocess.PIPE)
    render('-o', path)
    support.equal('content', reader.communicate()[0], picture())
    support.equal('still a pipe', stat.S_ISFIFO(os.stat(path).st_mode), True)
    render('-o', '/dev/null')
    support.equal('still a device', stat.S_ISCHR(os.stat('/dev/null').st_mode), True)


@in_folder
def test_failures(folder):
    def fails(part, path, *arguments, trace=SEED):
        process = support.run('render', trace, '-o', path, *arguments)
        support.equal('exit status', process.returncode, 1)
        support.contains(process.stderr.decode('utf-8').lower(), part)
        support.equal('files', sorted(os.listdir(folder)), ['kept.png'])

    path = os.path.join(folder, 'kept.png')
    with open(path, 'wb') as file:
        file.write(b'kept')
    fails('directory', folder)
    fails('no such file', os.path.join(folder, 'nowhere', 'x.png'))
    fails('no such file', path, trace=os.path.join(folder, 'nothing'))
    fails('no task matches', path, '--tasks', 'nobody')
    fails('nothing was recorded', path, '--from', '1h')
    fails('', path, '--width', '32767', '--scale', '2')
    support.equal('kept', open(path, 'rb').read(), b'kept')


@in_folder
def test_many_tasks(folder):
    """More lanes than a picture can hold are refused in words."""
    path = os.path.join(folder, 'many.jsonl')
    with open(path, 'w', encoding='utf-8') as file:
        for number in range(5000):
            span = {'kind': 'task', 'loc.col': 1, 'loc.file': 'a.rs', 'loc.line': 1,
                    'task.id': number, 'task.name': '', 'name': 'runtime.spawn'}
            for message in ('new', 'enter', 'exit'):
                file.write(json.dumps({'timestamp': '2026-11-22T19:07:01.%06dZ' % number,
                                       'level': 'TRACE', 'fields': {'message': message},
                                       'target': 'tokio::task', 'span': span}) + '\n')
    process = support.run('render', path, '-o', os.path.join(folder, 'x.png'))
    support.equal('exit status', process.returncode, 1)
    support.contains(process.stderr, 'pollux-cli: ' + path + ': ')
    support.equal('files', os.listdir(folder), ['many.jsonl'])


def test_no_times():
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl') as file, \
            open(SEED, encoding='utf-8') as lines:
        for line in lines:
            record = json.loads(line)
            del record['timestamp']
            file.write(json.dumps(record) + '\n')
        file.flush()
        support.equal('width', size(picture(trace=file.name))[0], 1600)


def test_time_modes():
    """The ruler tells the time of day; a mode that is none is refused."""
    plain = picture()
    support.equal('relative', picture('--time', 'relative') == plain, True)
    support.equal('utc', picture('--time', 'utc') == plain, False)
    for mode in ('selection', 'CET', ''):
        process = render('-o', '-', '--time', mode, status=2)
        support.contains(process.stderr, '--time must be')


def test_time_of_day():
    """A time of day is a limit as good as its date and as the time since the begin."""
    with open(SEED, encoding='utf-8') as lines:
        stamp = json.loads(next(lines))['timestamp']
    date, clock = stamp.rstrip('Z').split('T')
    whole = picture('--from', stamp, '--to', '1s')
    support.equal('with zone', picture('--from', clock + 'Z', '--to', '1s') == whole, True)
    named = '%s %s UTC' % (date, clock)
    support.equal('UTC', picture('--from', named, '--to', '1s') == whole, True)
    process = render('-o', '-', '--from', '25:00', status=2)
    support.contains(process.stderr, 'no time')


support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_')])
