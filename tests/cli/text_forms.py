# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what generator.py recorded as tracing-subscriber writes text.

A Form prints the records of a Runtime in one of the three text formats, with
or without colours, thread ids, targets and places. What is Display for Tokio
or the program is printed raw, every other string as Rust's Debug prints it.
"""

import unicodedata

RESET = '\033[0m'
LEVELS = {'ERROR': 31, 'WARN': 33, 'INFO': 32, 'DEBUG': 34, 'TRACE': 35}
# The order in which Tokio declares the fields of a task's span.
ORDER = ('kind', 'task.name', 'task.id', 'fn', 'spawn.location', 'original_size.bytes',
         'size.bytes', 'loc.file', 'loc.line', 'loc.col')
RAW = ('message', 'kind', 'task.name', 'fn', 'spawn.location')


class Raw(str):
    """A value that its program prints with Display."""


def escape_debug(text):
    known = {'\t': '\\t', '\r': '\\r', '\n': '\\n', '"': '\\"', '\\': '\\\\', '\0': '\\0'}
    return '"%s"' % ''.join(
        known.get(c) or (c if unicodedata.category(c)[0] not in 'CZ' or c == ' '
                         else '\\u{%x}' % ord(c)) for c in text)


def show(key, value):
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, str) and not isinstance(value, Raw) and key not in RAW and \
            not key.startswith('time.'):
        return escape_debug(value)
    return str(value)


class Form:
    def __init__(self, dialect, ansi=False, targets=True, threads=True, old=False):
        self.dialect = dialect
        self.ansi = ansi
        self.targets = targets
        self.threads = threads
        self.old = old            # tracing-subscriber 0.3.16
        self.longest = 0

    def paint(self, codes, text):
        return '\033[%sm%s%s' % (codes, text, RESET) if self.ansi else text

    def fields(self, fields, pretty=False, event=False):
        """As the layer keeps them for a span, or prints them for an event."""
        keys = sorted(fields, key=lambda k: ORDER.index(k) if k in ORDER else -1)
        if not set(fields) & {'task.name'}:
            keys = list(fields)
        parts = []
        for key in keys:
            value = show(key, fields[key])
            if key == 'message':
                parts.append(value)
            elif pretty:
                name = key
                if self.ansi:
                    name = '\033[%sm%s%s' % ('1;35' if event else '1', key, RESET)
                    name += '\033[35m' if event else ''
                parts.append('%s: %s' % (name, value))
            else:
                parts.append(self.paint('3', key) + self.paint('2', '=') + value)
        return (', ' if pretty else ' ').join(parts)

    def head(self, record, thread):
        text = ''
        if 'timestamp' in record:
            text += self.paint('2', record['timestamp']) + ' '
        text += self.paint(LEVELS[record['level']], '%5s' % record['level']) + ' '
        if self.dialect != 'pretty' and self.threads and 'threadId' in record:
            self.longest = max(self.longest, len(record['threadName']))
            text += '%*s ThreadId(%02d) ' % (self.longest, record['threadName'], thread.index)
        return text

    def place(self, record):
        text = ''
        if self.targets:
            codes = '1' if self.old and self.dialect == 'compact' else '2'
            text += self.paint(codes, record['target']) + self.paint('2', ':') + ' '
        if 'filename' in record:
            text += self.paint('2', record['filename']) + self.paint('2', ':')
            text += self.paint('2', '%d:' % record['line_number']) + ' '
        return text

    def full(self, record, spans, thread):
        text = self.head(record, thread)
        for span in spans:
            text += self.paint('1', span.name)
            if span.fields:
                text += self.paint('1', '{') + self.fields(span.fields) + self.paint('1', '}')
            text += self.paint('2', ':')
        text += ' ' if spans else ''
        return text + self.place(record) + self.fields(record['fields']) + '\n'

    def compact(self, record, spans, thread):
        text = self.head(record, thread)
        text += ':'.join(self.paint('1', span.name) for span in spans)
        text += ': ' if spans else ''
        text += self.place(record) + self.fields(record['fields'])
        for span in spans:
            if span.fields:
                text += ' ' + self.paint('2', self.fields(span.fields))
        return text + '\n'

    def pretty(self, record, spans, thread):
        text = '  ' + self.head(record, thread)
        fields = self.fields(record['fields'], True, True)
        if self.ansi:
            text += '\033[1;35m%s%s\033[35m: \033[35m%s%s\n' % (record['target'], RESET, fields,
                                                               RESET)
        else:
            text += '%s: %s\n' % (record['target'], fields)
        text += '    %s %s:%d' % (self.paint('2;3', 'at'), record.get('filename', 'src/a.rs'),
                                  record.get('line_number', 3))
        if self.threads and 'threadId' in record:
            text += ' %s %s ThreadId(%d)' % (self.paint('2;3', 'on'), record['threadName'],
                                             thread.index)
        text += '\n'
        for span in reversed(spans):
            text += '    %s %s::%s' % (self.paint('2;3', 'in'), span.target,
                                       self.paint('1', span.name))
            if span.fields:
                text += ' %s %s' % (self.paint('2;3', 'with'), self.fields(span.fields, True))
            text += '\n'
        return text + '\n'

    def write(self, runtime):
        """All records of a runtime that ran, as one text."""
        one = getattr(self, self.dialect)
        return ''.join(one(*runtime.parts[number]) for _, number, _ in runtime.records)
