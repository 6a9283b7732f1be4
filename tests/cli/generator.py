# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes random recordings of a made-up runtime, and knows what happened in it.

Threads take turns at random, record by record, under one clock. Each record
keeps the time at which it was made, but reaches the file later, as a thread
that waits for the writer's lock: between threads the times of a file step
back. What one thread writes stays in order, and so does what one task causes.

The sums in Truth are kept by the simulated runtime itself while it runs, in
the order of its clock, not taken from the records.
"""

import datetime
import json
import random

EPOCH = 1795374610 * 10**9
WORKER_FN = 'tokio::runtime::scheduler::multi_thread::worker::Launch::launch::{{closure}}'


class Truth:
    """What a task really did."""

    def __init__(self):
        self.polls = self.open_polls = self.wakes = self.self_wakes = self.effective = 0
        self.busy = self.scheduled = self.spawn_delay = self.unwoken = 0
        self.clones = self.drops = 0
        self.cut = 0              # the wait in which the end came
        self.spawned = self.ended = self.spawner = None


class Span:
    def __init__(self, name, fields, target, parent):
        self.name = name
        self.fields = fields
        self.target = target
        self.parent = parent

    def json(self):
        # Keys sorted, then the name: as the recorder prints them.
        return {**dict(sorted(self.fields.items())), 'name': self.name}


class Task:
    def __init__(self, number, span_id, kind, name, span):
        self.number = number
        self.span_id = span_id
        self.kind = kind
        self.name = name
        self.span = span
        self.truth = Truth()
        self.state = 'queued'
        self.wake = None          # when it became due, if by a wake
        self.last_end = None
        self.start = None
        self.cloned = False
        self.must_clone = False


class Thread:
    def __init__(self, index, name):
        self.index = index
        self.name = name
        self.spans = []           # entered, of all kinds
        self.tasks = []           # being polled, innermost last
        self.worker = None
        self.last_lock = 0


class Runtime:
    def __init__(self, seed, **style):
        self.random = random.Random(seed)
        pick = self.random.choice
        self.style = {
            'sized': pick((True, True, False)),    # Tokio 1.53, else 1.24
            'threads': pick((0, 0, 1, 2, 2, 4)),   # 0: no ids, one thread
            'form': pick(('micros', 'nanos', 'zone', 'uptime')),
            'ties': pick((False, False, True)),
            'skew': pick((0, 5, 200)),
            'workers': pick((True, False)),
            'resources': pick((True, False)),
            'location': pick((True, False)),
            'steps': pick((200, 1500, 4000)),
            'tasks': pick((3, 12, 60)),
            'finish': pick((True, False)),
        }
        self.style.update(style)
        self.words = ('step 1', 'ünïcode \u2028 "quoted"\n\tline', 'wake', 'waker.wake',
                      'new thing')
        self.names = ('', '', 'worker 1 "w1"', 'reader', 'bell\x07\x1b[31m', '任务')
        self.span_names = ('work',)
        self.span_values = ()
        # A wake is on record before anybody can act upon it. That a recorder's
        # lock breaks this order does no harm, unless the file must also tell
        # whether it has enters that are no polls.
        self.style.setdefault('strict', not self.style['sized'] or pick((True, False)))
        self.now = 0
        self.tasks = []
        self.records = []         # (lock, number, line)
        self.parts = []           # by number: (record, spans, thread), for text_forms.py
        self.n_events = self.n_other = 0
        self.locks = {}
        self.made = set()
        self.threads = [Thread(1, 'main')]
        self.loose = self.all_wakes = 0
        for i in range(self.style['threads']):
            self.threads.append(Thread(i + 2, 'tokio-rt-worker'))
        self.outside = Thread(len(self.threads) + 1, 'timer')
        if not self.style['threads']:
            self.outside = self.threads[0]

    # time and records

    def tick(self):
        grain = 1 if self.style['form'] in ('nanos', 'zone', 'uptime') else 1000
        if self.style['ties']:
            self.now += grain * self.random.choice((0, 0, 1, 1, 7, 300))
        else:
            self.now += grain * self.random.choice((1, 1, 3, 40, 700, 50000, 2**33))
        return self.now

    def stamp(self, time):
        if self.style['form'] == 'uptime':
            return '%16d.%09ds' % (time // 10**9, time % 10**9)
        seconds, rest = divmod(EPOCH + time, 10**9)
        zone = 3600 if self.style['form'] == 'zone' else 0
        day = datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds + zone)
        if self.style['form'] == 'micros':
            return '%s.%06dZ' % (day.isoformat(), rest // 1000)
        return '%s.%09d%s' % (day.isoformat(), rest, '+01:00' if zone else 'Z')

    def write(self, thread, target, fields, span, chain, after=(), level='TRACE', behind=()):
        """One record; it reaches the file behind everything in @after, and is
        itself in front of what comes after the same; or only @behind."""
        time = self.tick()
        record = {'timestamp': self.stamp(time), 'level': level, 'fields': fields,
                  'target': target}
        if self.style['form'] == 'none':
            del record['timestamp']
        if self.style['location']:
            record['filename'] = 'src/main.rs'
            record['line_number'] = 7
        if span is not None:
            record['span'] = span.json()
        if span is not None or chain:
            record['spans'] = [s.json() for s in chain]
        if self.style['threads']:
            record['threadName'] = thread.name
            record['threadId'] = 'ThreadId(%d)' % thread.index
        lock = time + self.random.randint(0, self.style['skew'] * 1000)
        lock = max([lock, thread.last_lock + 1] +
                   [self.locks.get(key, 0) + 1 for key in (*after, *behind)])
        thread.last_lock = lock
        for key in after:
            self.locks[key] = lock
        self.records.append((lock, len(self.records),
                             json.dumps(record, separators=(',', ':'), ensure_ascii=False)))
        self.parts.append((record, self.scope(span), thread))
        return time

    def chain(self, thread):
        """The scope of the innermost span that is entered, root first: its
        parents, and not what else is entered."""
        return self.scope(thread.spans[-1] if thread.spans else None)

    def scope(self, span):
        found = []
        while span is not None:
            found.append(span)
            span = span.parent
        return found[::-1]

    def lifecycle(self, thread, message, span, after=()):
        fields = {'message': message}
        if message == 'close':
            fields['time.busy'] = '12.3µs'
            fields['time.idle'] = '4.56ms'
        if span.name != 'runtime.spawn':
            self.n_other += 1
        return self.write(thread, span.target, fields, span, self.chain(thread), after)

    def event(self, thread, message=None, level='INFO'):
        # A program may log the very words of the recorder.
        fields = {'message': message or self.random.choice(self.words)}
        if self.random.random() < 0.3:
            fields['op'] = 'waker.wake'
            fields['task.id'] = 5
        current = thread.spans[-1] if thread.spans else None
        self.n_events += 1
        return self.write(thread, 'app::module', fields, current, self.chain(thread), (), level)

    # what the threads do

    def spawn(self, thread, kind='task'):
        number = len(self.tasks) + 1
        # Span ids leave the first 51 bits once slots are used again.
        span_id = number * 7 + (2251799813685248 * self.random.choice((0, 0, 1, 5, 8191)))
        name = self.random.choice(self.names)
        fields = {'kind': kind, 'task.name': name, 'task.id': number}
        place = ('src/%s.rs' % self.random.choice(('main', 'net')), self.random.randint(1, 99), 5)
        target = 'tokio::task'
        parent = None
        if kind == 'blocking':
            target = 'tokio::task::blocking'
            fields['fn'] = WORKER_FN if thread.worker == number else 'app::work'
        if kind == 'blocking' and not self.style['sized']:
            fields['spawn.location'] = '%s:%d:%d' % place
        else:
            fields['loc.file'], fields['loc.line'], fields['loc.col'] = place
        if self.style['sized']:
            fields['size.bytes'] = self.random.randint(0, 4096)
        elif thread.spans:
            parent = thread.spans[-1]
        span = Span('runtime.spawn', fields, target, parent)
        task = Task(number, span_id, kind, name, span)
        task.location = '%s:%d:%d' % place
        self.tasks.append(task)
        task.truth.spawner = thread.tasks[-1].number if thread.tasks else None
        task.truth.spawned = self.lifecycle(thread, 'new', span, [('task', number)])
        return task

    def enter(self, thread, task):
        if not self.style['sized']:
            # Enters without a wake that follow right after an exit would look
            # like those of a later recorder while it drops the future.
            self.now += 300000
        time = self.lifecycle_enter(thread, task)
        truth = task.truth
        truth.polls += 1
        if truth.polls == 1:
            truth.spawn_delay = time - truth.spawned
        elif task.wake is not None:
            truth.scheduled += time - max(task.wake, task.last_end)
        else:
            truth.unwoken += 1
        task.wake = None
        task.start = time
        task.state = 'polled'
        truth.open_polls = 1
        if task.must_clone and not task.cloned:
            self.operate(thread, 'clone', task)

    def lifecycle_enter(self, thread, task):
        # The list of spans ends with the span that is entered.
        thread.spans.append(task.span)
        thread.tasks.append(task)
        return self.lifecycle(thread, 'enter', task.span, [('task', task.number)])

    def lifecycle_exit(self, thread, task):
        thread.spans.remove(task.span)
        thread.tasks.remove(task)
        return self.lifecycle(thread, 'exit', task.span, [('task', task.number)])

    def exit(self, thread, task):
        time = self.lifecycle_exit(thread, task)
        task.truth.busy += time - task.start
        task.truth.open_polls = 0
        task.last_end = time
        task.state = 'idle' if task.wake is None else 'queued'

    def close(self, thread, task):
        """The future is dropped; later recorders enter its span for that."""
        if self.style['sized']:
            self.lifecycle_enter(thread, task)
            if self.random.random() < 0.3:
                self.event(thread, 'dropped', 'DEBUG')
            if task.cloned and self.random.random() < 0.5:
                self.operate(thread, 'drop', task)
            self.lifecycle_exit(thread, task)
        truth = task.truth
        truth.ended = self.lifecycle(thread, 'close', task.span, [('task', task.number)])
        if truth.polls == 0:
            truth.cut = truth.ended - truth.spawned
        elif task.wake is not None:
            truth.cut = truth.ended - max(task.wake, task.last_end)
        task.state = 'done'

    def operate(self, thread, operation, task):
        """A waker record."""
        current = thread.spans[-1] if thread.spans else None
        fields = {'op': 'waker.' + operation, 'task.id': task.span_id}
        own = bool(thread.tasks) and thread.tasks[-1] is task
        # What the task does with its waker comes in front of what others do
        # with the clones; two others may overtake each other.
        waker = [('waker', task.span_id)]
        after, behind = (waker, []) if own else ([], waker)
        truth = task.truth
        effective = operation.startswith('wake') and task.state != 'done' and \
            truth.polls > 0 and task.wake is None
        if effective and self.style['strict']:
            after = after + [('task', task.number)]
        time = self.write(thread, 'tokio::task::waker', fields, current, self.chain(thread),
                          after, behind=behind)
        if operation == 'clone':
            task.cloned = True
            truth.clones += 1
        elif operation == 'drop':
            truth.drops += 1
        else:
            truth.wakes += 1
            self.all_wakes += 1
            truth.self_wakes += own
        if effective:
            truth.effective += 1
            task.wake = time
            if task.state == 'idle':
                task.state = 'queued'

    def wake_any(self, thread):
        known = [t for t in self.tasks if t.cloned]
        fresh = [t for t in self.tasks if t.truth.polls == 0 and t.state == 'queued' and
                 t.kind in ('task', 'local')]
        if fresh and self.random.random() < 0.1:
            # Before it was ever polled; whose waker it is turns out later.
            task = self.random.choice(fresh)
            task.must_clone = True
            self.operate(thread, 'wake', task)
        elif known:
            task = self.random.choice(known)
            for _ in range(self.random.choice((1, 1, 1, 2, 4))):
                self.operate(thread, self.random.choice(('wake', 'wake_by_ref')), task)

    def work(self, thread):
        """A span of the program inside of a poll, or one of a resource that
        another task created."""
        if self.style['resources'] and self.random.random() < 0.5:
            creator = self.random.choice(self.tasks)
            parent = None if self.style['sized'] else creator.span
            span = Span('runtime.resource.async_op.poll', {}, 'tokio::time::sleep', parent)
        else:
            fields = {'n': self.random.randint(0, 9)}
            if self.span_values:
                fields['v'] = self.random.choice(self.span_values)
            span = Span(self.random.choice(self.span_names), fields, 'app',
                        thread.spans[-1] if thread.spans else None)
        self.lifecycle(thread, 'new', span)
        thread.spans.append(span)
        self.lifecycle(thread, 'enter', span)
        for _ in range(self.random.randint(0, 3)):
            self.act(thread, deep=True)
        if thread.spans[-1] is span:
            thread.spans.pop()
            self.lifecycle(thread, 'exit', span)
            self.lifecycle(thread, 'close', span)

    def act(self, thread, deep=False):
        """One thing that a task does while it is polled."""
        task = thread.tasks[-1]
        dice = self.random.random()
        if dice < 0.2 and task.kind in ('task', 'local', 'other'):
            self.operate(thread, 'clone', task)
        elif dice < 0.3 and task.kind in ('task', 'local', 'other'):
            self.operate(thread, 'wake_by_ref', task)
        elif dice < 0.35 and task.cloned:
            self.operate(thread, 'drop', task)
        elif dice < 0.55:
            self.wake_any(thread)
        elif dice < 0.75:
            self.event(thread)
        elif dice < (0.95 if task.kind == 'block_on' else 0.8) and \
                len(self.tasks) < self.style['tasks']:
            self.spawn(thread, self.random.choice(('task', 'task', 'task', 'local', 'other',
                                                   'blocking')))
        elif dice < 0.85 and not deep:
            self.work(thread)
        elif dice < 0.87 and not deep:
            # The span entered again inside of itself: still one poll.
            self.lifecycle_enter(thread, task)
            self.event(thread)
            self.lifecycle_exit(thread, task)

    def end_poll(self, thread):
        task = thread.tasks[-1]
        self.exit(thread, task)
        over = {'blocking': 0.7, 'block_on': 0.01}.get(task.kind, 0.05)
        if task.truth.polls > 0 and self.random.random() < over:
            self.close(thread, task)

    def abort(self, thread):
        """A task that is not being polled is dropped, perhaps never polled."""
        idle = [t for t in self.tasks if t.state in ('idle', 'queued') and
                t.kind not in ('block_on', 'blocking')]
        if idle:
            self.close(thread, self.random.choice(idle))

    def step_free(self, thread):
        """A thread that polls nothing, or nothing but its own worker task."""
        dice = self.random.random()
        queued = [t for t in self.tasks if t.state == 'queued' and t.kind != 'block_on']
        idle = [t for t in self.tasks if t.state == 'idle' and t.kind in ('task', 'blocking')]
        if thread is self.threads[0] and self.tasks[0].state in ('queued', 'idle') and dice < 0.3:
            # No waker record of a block_on task is ever written.
            self.enter(thread, self.tasks[0])
        elif dice < 0.75 and queued and (self.style['threads'] == 0 or
                                         thread is not self.threads[0]):
            self.enter(thread, self.random.choice(queued))
        elif dice < 0.78 and idle and self.style['sized']:
            # A wake that the recorder left out.
            self.enter(thread, self.random.choice(idle))
        elif dice < 0.785 and len(self.tasks) > 2:
            self.abort(thread)

    def step(self):
        thread = self.random.choice(self.threads + [self.outside])
        if thread is self.outside and thread is not self.threads[0]:
            if self.random.random() < 0.5:
                self.wake_any(thread)
            return
        polled = [t for t in thread.tasks if t is not thread.own]
        if not polled:
            if thread is self.outside and self.random.random() < 0.2:
                self.wake_any(thread)
            elif thread.own is not None and self.random.random() < 0.1:
                self.wake_any(thread)  # its driver
            else:
                self.step_free(thread)
        elif self.random.random() < 0.3:
            self.end_poll(thread)
        else:
            self.act(thread)

    def run(self):
        for thread in self.threads + [self.outside]:
            thread.own = None
        if self.style['threads'] and self.style['workers']:
            for thread in self.threads[1:]:
                self.threads[0].worker = len(self.tasks) + 1
                task = self.spawn(self.threads[0], 'blocking')
                task.location = task.location
                thread.own = task
                self.enter(thread, task)
        first = self.spawn(self.threads[0], 'block_on')
        self.tasks.remove(first)
        self.tasks.insert(0, first)
        for _ in range(self.style['steps']):
            self.step()
        if self.style['finish']:
            self.finish()
        self.records.sort()
        return [line for _, _, line in self.records]

    def finish(self):
        """Lets the program end: every task is dropped."""
        for thread in self.threads:
            while thread.tasks and thread.tasks[-1] is not thread.own:
                while thread.spans[-1] is not thread.tasks[-1].span:
                    self.lifecycle(thread, 'exit', thread.spans.pop())
                self.exit(thread, thread.tasks[-1])
        for task in self.tasks:
            if task.state in ('idle', 'queued'):
                self.close(self.threads[0], task)
        for thread in self.threads:
            if thread.own is not None:
                self.exit(thread, thread.own)
                self.close(thread, thread.own)
