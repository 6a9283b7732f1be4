# SPDX-License-Identifier: GPL-3.0-or-later
"""What info says a recording can and cannot tell, of real ones and of what is left of them."""

import json
import os
import tempfile

import support
from terminal import columns, on_terminal

FMT = os.path.join(support.TRACES, 'fmt')
SEED = os.path.join(FMT, 'seed-json_ids-full.t153.jsonl')
KEYS = ['id', 'severity', 'title', 'text', 'advice']
SEVERITIES = ['problem', 'limit', 'note', 'good']


def trust(path):
    return support.run_json('info', path)['trust']


def ids(path, *severities):
    return [f['id'] for f in trust(path)['findings'] if f['severity'] in severities]


def records(path=SEED):
    with open(path, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def with_records(lines, function):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'part.jsonl')
        with open(path, 'w', encoding='utf-8') as file:
            for line in lines:
                file.write(line if isinstance(line, str) else json.dumps(line) + '\n')
        return function(path)


def message(record):
    spawn = record.get('span', {}).get('name') == 'runtime.spawn'
    return record['fields'].get('message') if spawn else None


def limits_without(*messages):
    left = [r for r in records() if message(r) not in messages]
    return with_records(left, lambda path: ids(path, 'problem', 'limit'))


def test_sound():
    """Nothing to complain of: one line says so, and a program sees it."""
    found = trust(SEED)
    support.equal('first', found['findings'][0]['id'], 'good')
    support.equal('first', found['findings'][0]['severity'], 'good')
    text = support.run('info', SEED).stdout.decode('utf-8')
    support.contains(text, 'Trust: nothing is missing')
    support.contains(text, 'The recording is complete and sound')
    if 'next time' in text:
        raise AssertionError('there is nothing to do better')


def test_shape():
    for name in sorted(os.listdir(FMT)):
        if not name.endswith('.jsonl'):
            continue
        found = trust(os.path.join(FMT, name))
        rank = 0
        for finding in found['findings']:
            support.equal('keys', list(finding), KEYS)
            if finding['severity'] != 'good':
                rank = max(rank, SEVERITIES.index(finding['severity']))
                support.equal('order', SEVERITIES.index(finding['severity']), rank)
            if not finding['text'].endswith('.') or '%' in finding['text']:
                raise AssertionError('%r is no sentence' % finding['text'])
        good = [f for f in found['findings'] if f['severity'] == 'good']
        bad = [f for f in found['findings'] if f['severity'] in ('problem', 'limit')]
        support.equal('%s good' % name, len(good), 0 if bad else 1)


def test_record_kinds():
    kinds = trust(SEED)['record_kinds']
    support.compare('kinds', kinds, {
        'creation': {'presence': 'all', 'count': 2, 'of': 2},
        'close': {'presence': 'all', 'count': 2, 'of': 2},
        'waker': {'presence': 'some', 'count': 4, 'of': None},
        'event': {'presence': 'some', 'count': 2, 'of': None},
    })
    total = trust(SEED)['records']
    for kind in ('time', 'thread', 'level', 'target'):
        support.equal(kind, kinds[kind], {'presence': 'all', 'count': total, 'of': total})
    support.equal('spans', kinds['span']['presence'], 'some')
    support.equal('wakes', sum(trust(SEED)['wakes_by_origin'].values()),
                  support.run_json('info', SEED)['wakes_resolved'])


def test_threads():
    support.equal('limits', ids(os.path.join(FMT, 'seed-json-full.t153.jsonl'), 'limit'),
                  ['no-thread-ids'])


def test_span_events():
    support.equal('CLOSE', limits_without('new', 'enter', 'exit')[:1], ['closes-only'])
    support.equal('ACTIVE', limits_without('new', 'close'), ['polls-only'])
    support.equal('NEW | CLOSE', limits_without('enter', 'exit')[:1], ['no-polls'])
    support.equal('no NEW', limits_without('new'), ['no-creations'])


def test_no_wakers():
    left = [r for r in records() if not r.get('target', '').endswith('waker')]
    support.equal('limits', with_records(left, lambda path: ids(path, 'limit')), ['no-wakers'])


def test_no_times():
    path = os.path.join(FMT, 'seed-json-full-none.t153.jsonl')
    if 'no-times' not in ids(path, 'limit'):
        raise AssertionError('no word of the times')
    support.contains(support.run('info', path).stdout,
                     '.with_timer(tracing_subscriber::fmt::time::SystemTime)')


def test_head():
    """Only what came after the first task was created."""
    lines = records()
    first = next(i for i, r in enumerate(lines) if message(r) == 'new')
    found = with_records(lines[first + 1:], trust)
    support.equal('limits', [f['id'] for f in found['findings'] if f['severity'] == 'limit'],
                  ['began-late'])
    support.contains(found['findings'][0]['text'], '1 of 2 tasks')


def test_lost_polls():
    """The recorder's own sums tell that polls are missing, where nothing else does."""
    lost = set()
    left = []
    for record in records():
        task = record.get('span', {}).get('task.id')
        if message(record) in ('enter', 'exit') and (message(record), task) not in lost:
            lost.add((message(record), task))
        else:
            left.append(record)
    found = with_records(left, trust)
    support.equal('first', found['findings'][0]['id'], 'busy-differs')
    support.equal('severity', found['findings'][0]['severity'], 'problem')


def test_foreign():
    lines = records()
    lines.insert(7, 'thread panicked\n')
    support.equal('notes', [i for i in with_records(lines, lambda path: ids(path, 'note'))
                            if i == 'foreign'], ['foreign'])


def test_damage():
    with open(SEED, encoding='utf-8') as file:
        text = file.read()
    found = with_records([text[:-40]], trust)
    support.equal('first', found['findings'][0]['id'], 'damaged')
    support.equal('severity', found['findings'][0]['severity'], 'problem')


def test_terminal():
    """Texts are wrapped to the terminal."""
    path = os.path.join(FMT, 'seed-json-full.t153.jsonl')
    plain = support.run('info', path).stdout.decode('utf-8')
    for width in (60, 80):
        shown = on_terminal(width, 'info', path)
        part = shown[shown.index('Trust'):shown.index('Records in')]
        widest = max(columns(line) for line in part.splitlines())
        if widest > width:
            raise AssertionError('%d columns of %d' % (widest, width))
        support.equal('words', shown.split(), plain.split())


support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_') and callable(function)])
