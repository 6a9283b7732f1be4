# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns: which tasks they take, worked out a second time from the JSON of all tasks."""

import operator
import os
import random

import support

FILES = ('odd-json_ids-mt2.t153.jsonl', 'readme-recommended.jsonl',
         'seed-json-full-none.t153.jsonl', 'forever-json-killed.t153.jsonl',
         'seed-full-close.t153.log')
MIXED = os.path.join(support.TRACES, 'fmt', 'readme-recommended.jsonl')
ODD = os.path.join(support.TRACES, 'fmt', 'odd-json_ids-mt2.t153.jsonl')
OPERATORS = {'<': operator.lt, '<=': operator.le, '=': operator.eq, '>=': operator.ge,
             '>': operator.gt}
KEYS = {'busy': 'busy_ns', 'scheduled': 'scheduled_ns', 'idle': 'idle_ns',
        'spawn': 'spawn_delay_ns', 'longest': 'longest_poll_ns',
        'delay': 'longest_scheduled_ns', 'unfinished': 'unfinished_ns', 'polls': 'polls',
        'wakes': 'wakes', 'selfwakes': 'self_wakes'}
COUNTS = ('polls', 'wakes', 'selfwakes')


def figure(task, key):
    if key != 'life':
        return task[KEYS[key]]
    if task['spawned_ns'] is None or task['ended_ns'] is None:
        return None
    return task['ended_ns'] - task['spawned_ns']


def write(key, value, rand):
    """A number in one of the ways that there are, none of which rounds."""
    if key in COUNTS:
        return '%gk' % (value / 1000) if value and value % 100 == 0 else str(value)
    unit, factor = rand.choice((('ns', 1), ('us', 1000), ('µs', 1000), ('ms', 10 ** 6),
                                ('s', 10 ** 9)))
    whole, part = divmod(value, factor)
    digits = len(str(factor)) - 1
    return '%d.%0*d%s' % (whole, digits, part, unit) if digits else '%dns' % value


def taken(path, pattern):
    """What the pattern takes; nothing is a failure that says so."""
    process = support.run('tasks', '--json', '--tasks', pattern, path)
    if process.returncode == 1:
        support.contains(process.stderr, 'no task matches “%s”' % pattern)
        return []
    return support.run_json('tasks', path, '--tasks', pattern)


def check(path, tasks, pattern, fits):
    support.equal('%s in %s' % (pattern, os.path.basename(path)), taken(path, pattern),
                  [task for task in tasks if fits(task)])


def check_figures(path, tasks, rand):
    for key in (*KEYS, 'life'):
        values = [value for value in (figure(task, key) for task in tasks) if value is not None]
        limit = rand.choice(values) if values else 0
        sign = rand.choice(sorted(OPERATORS))
        pattern = key + sign + write(key, limit, rand)

        def fits(task):
            value = figure(task, key)
            return value is not None and OPERATORS[sign](value, limit)
        check(path, tasks, pattern, fits)
        check(path, tasks, '-' + pattern, lambda task: not fits(task))


def check_words(path, tasks, rand):
    ids = {task['task_id']: task for task in tasks}
    for state in ('idle', 'scheduled', 'spawned', 'active', 'done'):
        check(path, tasks, 'state:' + state, lambda task: task['state'] == state)
    for kind in ('task', 'local', 'block_on', 'blocking'):
        check(path, tasks, 'kind:' + kind, lambda task: kind in task['kind'])
    task = rand.choice(tasks)
    if task['name'] and ' ' not in task['name']:
        part = task['name'][:4].upper()
        check(path, tasks, 'name:"%s"' % part, lambda other: part in other['name'].upper())
    if task['location']:
        part = task['location'][-9:]
        check(path, tasks, 'loc:"%s"' % part, lambda other: part in (other['location'] or ''))
    if task['task_id'] is not None:
        number = task['task_id']
        check(path, tasks, 'id:%d' % number, lambda other: other['task_id'] == number)
        if len(ids) == len(tasks):
            check(path, tasks, 'by:%d' % number, lambda other: other['spawned_by'] == number)


def test_recordings():
    rand = random.Random(7)
    for name in FILES:
        path = os.path.join(support.TRACES, 'fmt', name)
        tasks = support.run_json('tasks', path)
        check_figures(path, tasks, rand)
        check_words(path, tasks, rand)


def test_together():
    tasks = support.run_json('tasks', ODD)
    check(ODD, tasks, 'polls>1 busy > 10us -name:ticker',
          lambda task: task['polls'] > 1 and task['busy_ns'] > 10000 and
          'ticker' not in task['name'])
    check(ODD, tasks, 'ticker|storm', lambda task: 'ticker' in task['name'] or
          'storm' in task['name'] or 'storm' in (task['location'] or ''))


def test_wakes():
    """Those of the tasks that match, whoever made them; none of unknown tasks."""
    wakes = support.run_json('wakes', ODD)
    woken = {wake['task_id'] for wake in wakes if wake['task_id'] is not None}
    some = sorted(woken)[len(woken) // 2]
    support.equal('wakes', support.run_json('wakes', ODD, '--tasks', 'id:%d' % some),
                  [wake for wake in wakes if wake['task_id'] == some])
    process = support.run('wakes', ODD, '--tasks', 'nobody')
    support.equal('exit status', process.returncode, 1)


def test_blocking():
    """A figure names nothing: no runtime worker gets into the statistics by it."""
    tasks = support.run_json('tasks', MIXED)
    assert any(task['kind'] == 'blocking' for task in tasks)
    shown = [task for task in tasks if task['kind'] != 'blocking' and task['busy_ns'] >= 0]
    support.equal('tasks', support.run_json('stats', MIXED, '--tasks', 'busy>=0')['tasks'],
                  len(shown))
    named = support.run_json('stats', MIXED, '--tasks', 'kind:blocking busy>=0')['tasks']
    support.equal('named', named, sum(task['kind'] == 'blocking' for task in tasks))


def test_faults():
    """Said before a file is looked at."""
    for command in ('tasks', 'wakes', 'stats', 'render'):
        for pattern, message in (('busy>1', '“1” is no length of time'),
                                 ('polls>many', '“many” is no number'),
                                 ('ping foo:bar', '“foo” is no key of the filter'),
                                 ('state:odd', '“odd” is no state: idle'),
                                 ('name:', '“name” needs a value'),
                                 ('busy:1ms', '“busy” must be compared: busy>10ms')):
            output = ('-o', '/nonexistent/x.png') if command == 'render' else ()
            process = support.run(command, '--tasks', pattern, '/nonexistent', *output)
            support.equal('exit status of %s' % pattern, process.returncode, 2)
            support.equal('standard output', process.stdout, b'')
            support.contains(process.stderr, 'pollux-cli: --tasks: ' + message)


support.main([(name[len('test_'):], function) for name, function in list(globals().items())
              if name.startswith('test_')])
