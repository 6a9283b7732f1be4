# SPDX-License-Identifier: GPL-3.0-or-later
"""Random recordings with a known truth, checked twice: against what the made-up
runtime kept count of, and against the oracle, which knows nothing but the lines."""

import os
import random
import sys
import tempfile

import support
from generator import Runtime
from oracle import Recording

SEEDS = int(os.environ.get('POLLUX_SEEDS', '60'))
FIRST = int(os.environ.get('POLLUX_FIRST_SEED', '1'))


def check_truth(runtime, info, tasks):
    """With one clock without equal times nothing is left to interpretation."""
    truths = [t.truth for t in runtime.tasks]
    for truth in truths:
        # Woken before its first poll, which never came: nothing tells whose
        # waker that was.
        if truth.polls == 0:
            truth.wakes = 0
    support.compare('info', info, {
        'tasks': len(truths),
        'polls': sum(t.polls for t in truths),
        'open_polls': sum(t.open_polls for t in truths),
        'wakes': runtime.all_wakes,
        'wakes_resolved': sum(t.wakes for t in truths),
        'self_wakes': sum(t.self_wakes for t in truths),
        'waker_clones': sum(t.clones for t in truths),
        'waker_drops': sum(t.drops for t in truths),
        'busy_ns': sum(t.busy for t in truths),
        'scheduled_ns': sum(t.scheduled for t in truths),
        'spawn_delay_ns': sum(t.spawn_delay for t in truths),
        'events': runtime.n_events,
    })
    support.equal('other spans', info['trust']['other_span_records'], runtime.n_other)
    by_id = {t['task_id']: t for t in tasks}
    support.equal('task ids', sorted(by_id), sorted(t.number for t in runtime.tasks))
    for task in runtime.tasks:
        truth = task.truth
        got = by_id[task.number]
        begin = info['first_ns']
        offset = runtime.epoch - begin
        support.compare('task %d' % task.number, got, {
            'name': task.name,
            'kind': task.kind,
            'location': task.location,
            'polls': truth.polls,
            'open_poll': truth.open_polls > 0,
            'polls_without_wake': truth.unwoken,
            'wakes': truth.wakes,
            'self_wakes': truth.self_wakes,
            'busy_ns': truth.busy,
            'spawned_by': truth.spawner,
            'spawned_ns': truth.spawned + offset,
            'ended_ns': truth.ended + offset if truth.ended is not None else None,
            'state': 'done' if truth.ended is not None else got['state'],
        })
        support.compare('task %d' % task.number, got, {
            'scheduled_ns': truth.scheduled + (truth.cut if truth.polls else 0),
            'spawn_delay_ns': truth.spawn_delay + (0 if truth.polls else truth.cut),
        })


def drop_head(lines, rand):
    """The recording began later than the program."""
    return lines[rand.randint(1, len(lines) // 2):]


def drop_clones(lines, rand):
    """The recorder's filter leaves out what would tell whose the wakers are."""
    return [line for line in lines if '"waker.clone"' not in line]


def drop_creations(lines, rand):
    """As with span events that are only ACTIVE."""
    return [line for line in lines if '"message":"new"' not in line and
            '"message":"close"' not in line]


def add_foreign(lines, rand):
    """Somebody else wrote into the same file."""
    junk = ('thread \'main\' panicked at src/main.rs:7:', '', '   Compiling app v0.1.0',
            '{"level":30,"msg":"another logger"}', '[1,2,3]', '"text"', '42', '{', 'null')
    result = list(lines)
    for _ in range(20):
        result.insert(rand.randint(1, len(result)), rand.choice(junk))
    return result


def check(seed, change=None, **style):
    runtime = Runtime(seed, **style)
    lines = runtime.run()
    if change is not None:
        lines = change(lines, random.Random(seed))
    runtime.epoch = 0 if runtime.style['form'] == 'uptime' else 1795374610 * 10**9
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8', newline='\n') as file:
        file.write('\n'.join(lines) + '\n')
        file.flush()
        info = support.run_json('info', file.name)
        tasks = support.run_json('tasks', file.name)
        wakes = support.run_json('wakes', file.name)
        stats = support.run_json('stats', file.name)
        timed = runtime.style['form'] != 'none'
        duration = info['duration_ns'] if timed else len(lines)
        unit = 'ns' if timed else ''
        middle = duration // 2
        ranges = [(middle, duration + 1), (duration * 3 // 10, duration * 4 // 10),
                  (0, duration // 3)]
        parts = [(begin, end, support.run_json('stats', file.name, '--from', '%d%s' % (begin, unit),
                                               '--to', '%d%s' % (end, unit)))
                 for begin, end in ranges if begin < end]
    want = Recording(lines)
    support.compare('info', info, want.info())
    support.equal('complete', info['complete'], True)
    support.compare_lists('tasks', tasks, want.task_list())
    support.compare_lists('wakes', wakes, want.wake_list())
    support.check_identity(tasks)
    chosen = [t for t in want.tasks.values() if t.kind != 'blocking']
    support.compare('stats', stats, want.stats(want.first, want.last + 1, chosen))
    for begin, end, part in parts:
        support.compare('stats from %d to %d' % (begin, end), part,
                        want.stats(want.first + begin, want.first + end, chosen))
    if change is None and not runtime.style['ties'] and runtime.style['form'] != 'none':
        check_truth(runtime, info, tasks)


def name(seed, style):
    return 'seed %d%s' % (seed, ''.join(' %s=%s' % (key, getattr(value, '__name__', value))
                                        for key, value in style.items()))


CASES = [(seed, {}) for seed in range(FIRST, FIRST + SEEDS)]
# What must not be left to luck.
CASES += [
    (1001, {'threads': 4, 'skew': 200, 'steps': 4000, 'ties': False, 'tasks': 60}),
    (1002, {'threads': 4, 'skew': 200, 'steps': 4000, 'ties': True, 'tasks': 60}),
    (1003, {'threads': 0, 'sized': True, 'steps': 4000, 'ties': False}),
    (1004, {'threads': 0, 'sized': False, 'steps': 4000, 'ties': False}),
    (1005, {'threads': 2, 'sized': True, 'workers': True, 'finish': True, 'ties': False}),
    (1006, {'threads': 2, 'sized': False, 'workers': True, 'finish': False, 'ties': False}),
]
CASES += [(1100 + i, {'threads': 4, 'sized': True, 'strict': False, 'skew': 300, 'steps': 4000,
                      'ties': i % 2 == 1, 'tasks': 12, 'form': 'micros'}) for i in range(8)]
CASES += [(1200 + i, {'threads': 4, 'sized': False, 'skew': 3000, 'steps': 4000, 'ties': True,
                      'tasks': 60, 'form': 'micros', 'finish': False}) for i in range(6)]
CASES += [(2000 + i, {'form': 'none', 'threads': i % 3}) for i in range(6)]
CASES += [(3000 + i, {'change': change, 'sized': True})
          for i, change in enumerate((drop_head, drop_clones, drop_creations, add_foreign) * 6)]

if __name__ == '__main__':
    if len(sys.argv) > 1:
        # For a look at one: prints the recording.
        print('\n'.join(Runtime(int(sys.argv[1])).run()))
    else:
        support.main([(name(*case), lambda case=case: check(case[0], **case[1]))
                      for case in CASES])
