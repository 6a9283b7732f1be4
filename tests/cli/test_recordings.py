# SPDX-License-Identifier: GPL-3.0-or-later
"""Real recordings: every figure must be what the oracle makes of the same lines."""

import os

import support
from oracle import Recording

FILES = ('seed-json-full.t153.jsonl', 'seed-json-full.t124.jsonl', 'odd-json_ids-mt2.t153.jsonl')


def check(path):
    with open(path, encoding='utf-8', newline='\n') as lines:
        want = Recording(lines)
    info = support.run_json('info', path)
    support.compare('info', info, want.info())
    support.equal('complete', info['complete'], True)
    support.equal('damage', info['damage'], [])
    tasks = support.run_json('tasks', path)
    support.compare_lists('tasks', tasks, want.task_list())
    support.check_identity(tasks)
    support.compare_lists('wakes', support.run_json('wakes', path), want.wake_list())
    check_stats(path, want)


def check_stats(path, want):
    """The whole, and a tenth in the middle, of all tasks but the blocking ones."""
    tasks = [t for t in want.tasks.values() if t.kind != 'blocking']
    support.compare('stats', support.run_json('stats', path),
                    want.stats(want.first, want.last + 1, tasks))
    begin = (want.last - want.first) * 45 // 100
    end = (want.last - want.first) * 55 // 100
    got = support.run_json('stats', path, '--from', '%dns' % begin, '--to', '%dns' % end)
    support.compare('stats of a range', got,
                    want.stats(want.first + begin, want.first + end, tasks))
    support.equal('from_ns', got['from_ns'], begin)
    support.equal('to_ns', got['to_ns'], end)


support.main([(name, lambda name=name: check(os.path.join(support.TRACES, 'fmt', name)))
              for name in FILES])
