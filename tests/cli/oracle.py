# SPDX-License-Identifier: GPL-3.0-or-later
"""What a recording in tracing-subscriber's JSON form says, computed a second time.

This shares nothing with the program: it reads the lines with Python's JSON
parser and follows the definitions of the numbers literally, task by task, with
no regard to cost. It wants what the recommended way of recording gives: either
thread ids, or a program of one thread.
"""

import datetime
import json

LIFECYCLE = ('new', 'enter', 'exit', 'close')
OPERATIONS = ('waker.clone', 'waker.wake', 'waker.wake_by_ref', 'waker.drop')
KINDS = ('task', 'local', 'block_on', 'blocking')
WORKER_PLACES = ('tokio::runtime::scheduler::', 'tokio::runtime::thread_pool::')
EPOCH = datetime.datetime(1970, 1, 1)


def parse_time(text):
    """Nanoseconds, without a float in between."""
    text = text.strip()
    if text.endswith('s'):
        whole, _, fraction = text[:-1].partition('.')
        return int(whole) * 10**9 + int(fraction.ljust(9, '0')[:9] or 0)
    day = datetime.datetime.strptime(text[:19].replace(' ', 'T'), '%Y-%m-%dT%H:%M:%S') - EPOCH
    seconds = day.days * 86400 + day.seconds
    rest = text[19:]
    digits = ''
    if rest.startswith('.'):
        rest = rest[1:]
        while rest and rest[0].isdigit():
            digits += rest[0]
            rest = rest[1:]
    rest = rest.strip()
    if rest not in ('Z', ''):
        sign = -1 if rest[0] == '+' else 1
        hours, minutes = rest[1:].split(':')
        seconds += sign * (int(hours) * 3600 + int(minutes) * 60)
    return seconds * 10**9 + int(digits.ljust(9, '0')[:9] or 0)


class Poll:
    def __init__(self, start, record):
        self.start = start
        self.record = record
        self.end = None


class Wake:
    def __init__(self, time, record, waker, by, op):
        self.time = time
        self.record = record
        self.waker = waker
        self.by = by
        self.op = op
        self.task = None
        self.effective = None


class Task:
    def __init__(self, span):
        self.id = span['task.id']
        self.name = span.get('task.name', '')
        self.kind = span.get('kind') if span.get('kind') in KINDS else 'other'
        self.worker = span.get('fn', '').startswith(WORKER_PLACES)
        if 'spawn.location' in span:
            self.location = span['spawn.location']
        elif 'loc.line' in span:
            self.location = '%s:%d:%d' % (span['loc.file'], span['loc.line'], span['loc.col'])
        else:
            self.location = None
        self.spawned = self.spawner = self.ended = self.seen = None
        self.polls = []
        self.wakes = []
        self.waker = None
        self.clones = self.drops = 0

    def see(self, time):
        self.seen = time if self.seen is None else min(self.seen, time)


def rank(values, percent):
    """Nearest rank by its definition."""
    if not values:
        return None
    values = sorted(values)
    return values[max(0, -(-percent * len(values) // 100) - 1)]


class Recording:
    def __init__(self, lines):
        self.tasks = {}
        self.wakes = []
        self.owners = {}
        self.known_wakers = set()
        self.suspects = []
        self.waker_clones = {}
        self.waker_drops = {}
        self.stacks = {}
        self.threads = set()
        self.times = []
        self.events = self.foreign = self.unmatched = self.other = self.steps = 0
        self.last_on_thread = {}
        self.sized = False
        self.timed = False
        self.n_lines = 0
        self.origin_is_epoch = True
        for number, line in enumerate(lines):
            # An empty line is nothing, but a line.
            if line.strip():
                self.n_lines += 1
                self.read(number, line)
        self.finish()

    # reading

    def read(self, number, line):
        try:
            record = json.loads(line)
            fields = record['fields']
        except (ValueError, KeyError, TypeError):
            self.foreign += 1
            return
        time = number
        if 'timestamp' in record:
            self.timed = True
            time = parse_time(record['timestamp'])
        self.times.append(time)
        thread = record.get('threadId')
        if thread is not None:
            self.threads.add(thread)
            if self.last_on_thread.get(thread, time) > time:
                self.steps += 1
            self.last_on_thread[thread] = time
        stack = self.stacks.setdefault(thread, [])
        span = record.get('span') or {}
        for mentioned in [span] + (record.get('spans') or []):
            if mentioned.get('name') == 'runtime.spawn':
                self.task_of(mentioned)
        message = fields.get('message')
        if record.get('target', '').startswith('tokio::task') and \
                span.get('name') == 'runtime.spawn' and message in LIFECYCLE and \
                not set(fields) - {'message', 'time.busy', 'time.idle'}:
            self.lifecycle(message, self.task_of(span), time, number, stack)
            around = [s for s in record.get('spans') or [] if s.get('name') == 'runtime.spawn']
            if message == 'new' and not stack and around:
                # It was entered before the file began.
                self.task_of(span).spawner = self.task_of(around[-1])
        elif fields.get('op') in OPERATIONS and record.get('target') == 'tokio::task::waker':
            self.waker(fields['op'], fields['task.id'], time, number, span, stack)
        elif message in LIFECYCLE and span and not set(fields) - {'message', 'time.busy',
                                                                  'time.idle'}:
            self.other += 1
        elif record.get('target', '').startswith('runtime::resource::'):
            # What a resource says of itself is no log event of the program.
            self.other += 1
        else:
            self.events += 1
            current = self.current(span, stack)
            if current is not None:
                current.see(time)

    def task_of(self, span):
        if 'size.bytes' in span or 'original_size.bytes' in span:
            self.sized = True
        return self.tasks.setdefault(span['task.id'], None) or self.add_task(span)

    def add_task(self, span):
        self.tasks[span['task.id']] = Task(span)
        return self.tasks[span['task.id']]

    def current(self, span, stack):
        """The task in whose poll a record was made."""
        if span.get('name') == 'runtime.spawn':
            return self.task_of(span)
        return stack[-1] if span and stack else None

    def lifecycle(self, message, task, time, number, stack):
        if message == 'new':
            task.spawned = time
            # The record's span is the new task itself: the spawner is what is being polled.
            task.spawner = stack[-1] if stack else None
            task.see(time)
        elif message == 'enter':
            if task not in stack:
                task.polls.append(Poll(time, number))
                task.see(time)
            stack.append(task)
        elif message == 'exit':
            if task not in stack:
                self.unmatched += 1
                return
            stack.reverse()
            stack.remove(task)
            stack.reverse()
            if task not in stack:
                [p for p in task.polls if p.end is None][-1].end = time
        else:
            task.ended = time
            task.end_record = number
            task.see(time)

    def waker(self, op, waker, time, number, span, stack):
        current = self.current(span, stack)
        first = waker not in self.known_wakers
        self.known_wakers.add(waker)
        if current is not None and current.kind not in ('block_on', 'blocking'):
            if op == 'waker.clone':
                self.owners.setdefault(waker, current)
            elif op == 'waker.wake_by_ref' and first:
                self.suspects.append((waker, current))
        if op == 'waker.clone':
            self.waker_clones[waker] = self.waker_clones.get(waker, 0) + 1
        elif op == 'waker.drop':
            self.waker_drops[waker] = self.waker_drops.get(waker, 0) + 1
        else:
            # The runtime's own workers poll nothing: their wakes come from the driver.
            by = current if current is not None and not current.worker else None
            self.wakes.append(Wake(time, number, waker, by, op[len('waker.'):]))

    # the numbers

    def finish(self):
        self.first = min(self.times, default=0)
        self.last = max(self.times, default=0)
        # A task wakes itself without a clone; but it may also wake others whose
        # clones were made before the file began.
        for waker, task in self.suspects:
            if waker not in self.owners and task not in self.owners.values():
                self.owners[waker] = task
        # One task that can be woken and one waker belong together.
        able = [t for t in self.tasks.values() if t.kind not in ('block_on', 'blocking')]
        loose = [waker for waker in self.known_wakers if waker not in self.owners]
        if len(able) == 1 and len(loose) == 1 and able[0].spawned is not None and \
                able[0] not in self.owners.values():
            self.owners[loose[0]] = able[0]
        for wake in self.wakes:
            wake.task = self.owners.get(wake.waker)
            if wake.task is not None:
                wake.task.wakes.append(wake)
                wake.task.see(wake.time)
        for waker, task in self.owners.items():
            task.waker = waker
            task.clones = self.waker_clones.get(waker, 0)
            task.drops = self.waker_drops.get(waker, 0)
        self.has_polls = any(task.polls for task in self.tasks.values())
        for task in self.tasks.values():
            self.finish_task(task)

    def finish_task(self, task):
        if self.sized and task.ended is not None and task.polls and \
                task.polls[-1].end is not None:
            task.polls.pop()
        polls = sorted(task.polls, key=lambda p: (p.start, p.record))
        task.wakes.sort(key=lambda w: (w.time, w.record))
        task.polls = polls
        task.delays = []
        task.spawn_delay = 0
        task.unwoken = 0
        for i, poll in enumerate(polls):
            if i == 0 and task.spawned is not None:
                task.spawn_delay = poll.start - task.spawned
                continue
            before = (polls[i - 1].start, polls[i - 1].record) if i > 0 else (-2**62, -1)
            wake = self.first_wake(task, before, (poll.start, poll.record))
            if wake is None:
                task.unwoken += 1
                continue
            due = max(wake.time, polls[i - 1].end) if i > 0 else wake.time
            task.delays.append(poll.start - due)
        self.finish_end(task)

    def first_wake(self, task, after, before):
        """The wake that counts between two moments; marks it, and the others not."""
        found = [w for w in task.wakes if after < (w.time, w.record) < before]
        for wake in found:
            wake.effective = False
        if found:
            found[0].effective = True
            return found[0]
        return None

    def finish_end(self, task):
        end = task.ended if task.ended is not None else self.last
        begin = task.spawned if task.spawned is not None else task.seen
        if begin is None:
            # Only mentioned, in the span list of others: nothing is known of its life.
            begin = end = 0
        end = max(begin, end)
        closed = [p for p in task.polls if p.end is not None]
        opened = [p for p in task.polls if p.end is None]
        last = (task.polls[-1].start, task.polls[-1].record) if task.polls else (-2**62, -1)
        limit = (task.ended, task.end_record) if task.ended is not None else (2**62, 0)
        for wake in task.wakes:
            if wake.effective is None:
                wake.effective = False
        pending = None
        if task.polls or task.spawned is None:
            pending = self.first_wake(task, last, limit)
        task.unanswered = 0
        if not task.polls and task.spawned is not None:
            task.unanswered = end - begin
        elif pending is not None and not opened:
            due = max([pending.time] + [p.end for p in task.polls[-1:]])
            task.unanswered = max(0, end - due)
        task.busy = sum(p.end - p.start for p in closed)
        task.scheduled = sum(task.delays)
        task.open = len(opened)
        task.unfinished = task.unanswered + sum(end - p.start for p in opened)
        task.alive = end - begin
        task.lengths = [p.end - p.start for p in closed]

    # as the program prints it

    def info(self):
        tasks = list(self.tasks.values())
        kinds = {}
        for task in tasks:
            kinds[task.kind] = kinds.get(task.kind, 0) + 1
        resolved = [w for w in self.wakes if w.task is not None]
        timed = self.timed and self.has_polls
        spawns = any(t.spawned is not None for t in tasks)
        return {
            'format': 'tracing-fmt-json',
            'tasks': len(tasks),
            'tasks_by_kind': kinds,
            'polls': sum(len(t.polls) for t in tasks) if self.has_polls else None,
            'open_polls': sum(t.open for t in tasks) if self.has_polls else None,
            'wakes': len(self.wakes),
            'wakes_resolved': len(resolved),
            'self_wakes': sum(w.by is w.task for w in resolved) if self.has_polls else None,
            'waker_clones': sum(self.waker_clones.values()),
            'waker_drops': sum(self.waker_drops.values()),
            'busy_ns': sum(t.busy for t in tasks) if timed else None,
            'scheduled_ns': sum(t.scheduled for t in tasks) if timed else None,
            'spawn_delay_ns': sum(t.spawn_delay for t in tasks) if timed and spawns else None,
            'events': self.events,
            'first_ns': self.first if self.timed else None,
            'last_ns': self.last if self.timed else None,
            'duration_ns': self.last - self.first if self.timed else None,
            'threads': len(self.threads) or None,
            'trust': {
                'records': self.n_lines - self.foreign,
                'foreign_records': self.foreign,
                'unmatched_exits': self.unmatched,
                'other_span_records': self.other,
                'clock_steps': self.steps,
                'wakes_unresolved': len(self.wakes) - len(resolved),
            },
        }

    def state(self, task):
        if task.ended is not None:
            return 'done'
        if task.open:
            return 'active'
        if task.unanswered:
            return 'scheduled' if task.polls else 'spawned'
        return 'idle'

    def task(self, task):
        timed = self.timed and self.has_polls
        over = task.ended is not None
        # The end of a task ends the wait in which it comes.
        late = task.unanswered if over and task.polls else 0
        never = task.unanswered if over and not task.polls else 0

        def known(value, is_known=True):
            return value if timed and is_known else None

        def since(time):
            return time - self.first if self.timed and time is not None else None

        return {
            'task_id': task.id,
            'span_id': str(task.waker) if task.waker is not None else None,
            'name': task.name,
            'kind': task.kind,
            'location': task.location,
            'spawned_by': task.spawner.id if task.spawner is not None else None,
            'spawned_ns': since(task.spawned),
            'ended_ns': since(task.ended),
            'state': self.state(task) if self.has_polls else None,
            'polls': len(task.polls) if self.has_polls else None,
            'open_poll': task.open > 0 if self.has_polls else None,
            'polls_without_wake': task.unwoken if self.has_polls else None,
            'wakes': len(task.wakes),
            'self_wakes': sum(w.by is task for w in task.wakes) if self.has_polls else None,
            'waker_clones': task.clones,
            'waker_drops': task.drops,
            'busy_ns': known(task.busy),
            'scheduled_ns': known(task.scheduled + late),
            'spawn_delay_ns': known(task.spawn_delay + never, task.spawned is not None),
            'idle_ns': known(task.alive - task.busy - task.scheduled - task.spawn_delay -
                             task.unfinished),
            'unfinished_ns': known(task.unfinished - late - never),
            'longest_poll_ns': known(max(task.lengths, default=None)),
            'longest_scheduled_ns': known(max(task.delays, default=None)),
            'poll_p50_ns': known(rank(task.lengths, 50)),
            'poll_p99_ns': known(rank(task.lengths, 99)),
            'scheduled_p50_ns': known(rank(task.delays, 50)),
            'scheduled_p99_ns': known(rank(task.delays, 99)),
        }

    def task_list(self):
        return [self.task(task) for task in self.tasks.values()]

    def wake_list(self):
        return [{
            'ns': wake.time - self.first if self.timed else None,
            'line': wake.record + 1,
            'waker_id': str(wake.waker),
            'task_id': wake.task.id if wake.task is not None else None,
            'by_task_id': wake.by.id if wake.by is not None else None,
            'op': wake.op,
            'effective': wake.effective if wake.task is not None else None,
        } for wake in self.wakes]

    # a range

    def sections(self, task):
        """Every stretch of a task's life: what, from, to, and whether it has an end."""
        result = []
        polls = task.polls
        delays = iter(task.delays)
        for i, poll in enumerate(polls):
            if i == 0 and task.spawned is not None:
                result.append(('spawn', task.spawned, poll.start, True))
            else:
                before = (polls[i - 1].start, polls[i - 1].record) if i > 0 else (-2**62, -1)
                woken = any(w.effective and before < (w.time, w.record) < (poll.start, poll.record)
                            for w in task.wakes)
                if woken:
                    result.append(('scheduled', poll.start - next(delays), poll.start, True))
            end = task.ended if task.ended is not None else self.last
            result.append(('busy', poll.start, poll.end if poll.end is not None else end,
                           poll.end is not None))
        return result

    def stats(self, begin, end, tasks):
        """Sums of the half-open range [begin, end) of times of the file."""
        sums = {'busy': 0, 'scheduled': 0, 'spawn': 0}
        lengths = {'busy': [], 'scheduled': []}
        omitted = {'busy': 0, 'scheduled': 0}
        polls = 0
        for task in tasks:
            for what, start, stop, closed in self.sections(task):
                touches = (begin <= start < end) if start == stop else (start < end and
                                                                        stop > begin)
                if not touches:
                    continue
                polls += what == 'busy'
                if closed:
                    sums[what] += max(0, min(stop, end) - max(start, begin))
                if what in lengths:
                    if closed and start >= begin:
                        lengths[what].append(stop - start)
                    else:
                        omitted[what] += 1
            last = task.ended if task.ended is not None else self.last
            if task.polls and task.unanswered and last - task.unanswered < end and last > begin:
                omitted['scheduled'] += 1
            if task.ended is not None:
                wait = max(0, min(last, end) - max(last - task.unanswered, begin))
                sums['scheduled' if task.polls else 'spawn'] += wait
        timed = self.timed and self.has_polls
        spawns = any(t.spawned is not None for t in self.tasks.values())
        result = {
            'busy_ns': sums['busy'] if timed else None,
            'scheduled_ns': sums['scheduled'] if timed else None,
            'spawn_delay_ns': sums['spawn'] if timed and spawns else None,
            'polls': polls if self.has_polls else None,
        }
        if not timed:
            return {**result, 'poll_times': None, 'scheduled_times': None}
        for key, what in (('poll_times', 'busy'), ('scheduled_times', 'scheduled')):
            result[key] = {
                'count': len(lengths[what]),
                'omitted': omitted[what],
                'sum_ns': sum(lengths[what]),
                'min_ns': min(lengths[what], default=None),
                'p50_ns': rank(lengths[what], 50),
                'p95_ns': rank(lengths[what], 95),
                'p99_ns': rank(lengths[what], 99),
                'max_ns': max(lengths[what], default=None),
            }
        return result
