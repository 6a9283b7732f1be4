# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two programs of the README recorded: 8 hits of a ball between two tasks.

The counts are those of the lines, counted apart from the program; who was woken
by whom and how long the polls took is read from the lines a second time.
"""

import json
import os

import support
from oracle import parse_time

INFO = {'format': 'tracing-fmt-json', 'complete': True, 'damage': [], 'tasks': 6,
        'tasks_by_kind': {'task': 2, 'block_on': 1, 'blocking': 3}, 'polls': 16,
        'open_polls': 0, 'wakes': 8, 'wakes_resolved': 8, 'self_wakes': 0,
        'waker_clones': 8, 'waker_drops': 0, 'events': 9}
NAMES = {1: '', 2: '', 3: '', 4: 'ping', 5: 'pong', 6: ''}
POLLS = {1: 1, 2: 1, 3: 3, 4: 5, 5: 5, 6: 1}
WAKES = {1: 0, 2: 0, 3: 0, 4: 4, 5: 4, 6: 0}


def time_of(record):
    time = record['timestamp']
    return time if isinstance(time, int) else parse_time(time)


def busy_of(records, task_id):
    """No poll here has another of the same task in it."""
    busy = 0
    for record in records:
        if record.get('span', {}).get('task.id') == task_id:
            sign = {'enter': -1, 'exit': 1}.get(record['fields'].get('message'), 0)
            busy += sign * time_of(record)
    return busy


def check(name, ids):
    path = os.path.join(support.TRACES, 'fmt', name)
    with open(path, encoding='utf-8') as lines:
        records = [json.loads(line) for line in lines]
    support.compare('info', support.run_json('info', path), INFO)

    tasks = {task['task_id']: task for task in support.run_json('tasks', path)}
    support.equal('names', {i: task['name'] for i, task in tasks.items()}, NAMES)
    support.equal('polls', {i: task['polls'] for i, task in tasks.items()}, POLLS)
    support.equal('wakes of tasks', {i: task['wakes'] for i, task in tasks.items()}, WAKES)
    support.equal('busy', {i: task['busy_ns'] for i, task in tasks.items()},
                  {i: busy_of(records, i) for i in NAMES})
    support.check_identity(tasks.values())

    # The spans were made in the order of the tasks, so both have the same numbers.
    first = min(map(time_of, records))
    want = [{'ns': time_of(record) - first, 'waker_id': str(record['fields']['task.id']),
             'task_id': record['fields']['task.id'], 'op': 'wake',
             'by_task_id': record['span']['task.id']}
            for record in records if record['fields'].get('op') == 'waker.wake']
    support.compare_lists('wakes', support.run_json('wakes', path), want)
    if ids:
        support.equal('span ids', {i: task['span_id'] for i, task in tasks.items()},
                      {i: str(i) for i in NAMES})


support.main([
    ('the recommended recording', lambda: check('readme-recommended.jsonl', False)),
    ('the recording with span ids', lambda: check('readme-span-ids.jsonl', True)),
])
