# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program as a screen reader meets it: over the accessibility bus.

Started by build-aux/with-display with GTK_A11Y=atspi. Nothing but D-Bus is used
on this side, so what is read is what the program says now, from no cache.
"""

import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'cli'))

import support

try:
    from gi.repository import Gio, GLib
except ImportError:
    print('1..0 # SKIP python3-gi is not installed')
    sys.exit(0)

LAUNCHER = ('/usr/libexec/at-spi-bus-launcher', '/usr/lib/at-spi2-core/at-spi-bus-launcher',
            '/usr/lib/at-spi-bus-launcher')
ACCESSIBLE = 'org.a11y.atspi.Accessible'
ROOT = '/org/a11y/atspi/accessible/root'
PATIENCE = 60
FOCUSABLE, FOCUSED, SELECTED, VISIBLE = 11, 12, 23, 30
NBSP = '\u00a0'


def until(what, function):
    """What the function returns, as soon as it is something."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            result = function()
        except GLib.Error as error:
            # What was looked at has gone meanwhile.
            result, what = None, '%s (%s)' % (what.split(' (')[0], error.message)
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError('waited in vain for %s' % what)
        time.sleep(0.02)


class Node:
    """A widget, as the bus tells of it."""

    def __init__(self, bus, owner, path):
        self.bus, self.owner, self.path = bus, owner, path

    def call(self, interface, method, arguments=None):
        return self.bus.call_sync(self.owner, self.path, interface, method, arguments, None,
                                  Gio.DBusCallFlags.NONE, PATIENCE * 1000, None).unpack()

    def get(self, name):
        return self.call('org.freedesktop.DBus.Properties', 'Get',
                         GLib.Variant('(ss)', (ACCESSIBLE, name)))[0]

    name = property(lambda self: self.get('Name'))
    description = property(lambda self: self.get('Description'))
    role = property(lambda self: self.call(ACCESSIBLE, 'GetRoleName')[0])

    def has(self, state):
        words = self.call(ACCESSIBLE, 'GetState')[0]
        return bool((words[0] | words[1] << 32) >> state & 1)

    def children(self):
        return [Node(self.bus, owner, path)
                for owner, path in self.call(ACCESSIBLE, 'GetChildren')[0]]

    def walk(self):
        yield self
        for child in self.children():
            yield from child.walk()

    def find(self, role, name=None):
        for node in self.walk():
            if node.role == role and (name is None or node.name == name):
                return node
        return None

    def activate(self):
        self.call('org.a11y.atspi.Action', 'DoAction', GLib.Variant('(i)', (0,)))


class Desktop:
    """The accessibility bus, and the program on it."""

    def __init__(self):
        launcher = next((path for path in LAUNCHER if os.path.exists(path)), None)
        if launcher is None:
            raise AssertionError('at-spi2-core is not installed')
        self.launcher = subprocess.Popen([launcher, '--launch-immediately'],
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL)
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = until('the accessibility bus', lambda: session.call_sync(
            'org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress', None, None,
            Gio.DBusCallFlags.NO_AUTO_START, 5000, None).unpack()[0])
        self.bus = Gio.DBusConnection.new_for_address_sync(
            address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT |
            Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def stop(self):
        self.bus.close_sync()
        self.launcher.terminate()
        self.launcher.wait()

    def applications(self):
        return Node(self.bus, 'org.a11y.atspi.Registry', ROOT).children()


class Program:
    """Pollux with a file, until the end of a with statement."""

    def __init__(self, *files):
        self.files = files

    def __enter__(self):
        environment = dict(os.environ)
        # What GTK and at-spi keep until the end is not looked at here.
        environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
        self.process = subprocess.Popen([os.environ['POLLUX'], *self.files], env=environment)
        self.application = until('the program', self.find_application)
        self.window = until('a window', lambda: self.application.find('window'))
        self.point()
        return self

    def __exit__(self, kind, error, trace):
        self.process.terminate()
        self.process.wait()
        until('the end of the program', lambda: not desktop.applications())

    def find_application(self):
        if self.process.poll() is not None:
            raise AssertionError('the program ended: %r' % self.process.returncode)
        found = desktop.applications()
        return found[0] if found else None

    def point(self):
        """Without a window manager the window below the pointer has the keys."""
        subprocess.run(['xdotool', 'mousemove', '400', '20'], check=True)

    def press(self, *keys):
        subprocess.run(['xdotool', 'key', *keys], check=True)

    def timeline(self):
        return until('the timeline', lambda: self.application.find('image', 'Task timeline'))

    def status(self):
        return until('the status line', lambda: self.application.find('status')).children()[0]


desktop = program = folder = None
TRACE = os.path.join(os.environ['POLLUX_TRACES'], 'fmt', 'odd-json_ids-mt2.t153.jsonl')


def is_named(node):
    """A type is no name, and an underscore is for the eye."""
    name = node.name
    return name != '' and not name.startswith(('Gtk', 'Pollux', '_')) and ' _' not in name


def assert_named(tree, what):
    """Whatever can have the focus says what it is.

    A label is its text; what scrolls is given the focus only for what is in it
    (test-keyboard looks at where the focus really goes); an item of a list is
    named while it is in sight."""
    bad = []
    for node in tree.walk():
        if not node.has(FOCUSABLE) or is_named(node):
            continue
        if node.role in ('label', 'group') or \
                (node.role == 'widget' and node.name == 'GtkListItemWidget'):
            continue
        bad.append((node.role, node.name, node.description))
    support.equal('%s: without a name' % what, bad, [])


def label_of(ns):
    """Three digits, as the program writes durations."""
    if ns is None:
        return '—'
    if ns < 1000:
        return '%d%sns' % (ns, NBSP)
    for unit, size in (('µs', 10**3), ('ms', 10**6), ('s', 10**9)):
        for decimals in (2, 1, 0):
            digits = (ns * 10**decimals + size // 2) // size
            if digits < 1000:
                whole, part = divmod(digits, 10**decimals)
                fraction = '.%0*d' % (decimals, part) if decimals else ''
                return '%d%s%s%s' % (whole, fraction, NBSP, unit)
    return '%d%ss' % (ns // 10**9, NBSP)


def find_rows(tree):
    grid = until('the task table', lambda: tree.application.find('tree grid', 'Tasks'))
    return [node for node in grid.find('list').children() if node.role == 'row']


def read_cells(row):
    return [cell.find('label').name for cell in row.children() if cell.role == 'grid cell']


def test_header():
    names = ('Open', 'Previous View', 'Next View', 'Zoom Out', 'Show the Whole Trace', 'Zoom In',
             'Save Picture', 'Side Panel', 'Main Menu')
    until('the rows', lambda: find_rows(program))
    buttons = {node.name for node in program.application.walk() if node.role == 'button'}
    for name in names:
        if name not in buttons:
            raise AssertionError('no button %s' % name)


def test_timeline():
    timeline = program.timeline()
    support.equal('role', timeline.role, 'image')
    until('the focus', lambda: timeline.has(FOCUSED))
    until('a description', lambda: timeline.description.startswith('14 lanes, 0.0%sms' % NBSP))
    until('the status line', lambda: program.status().name == timeline.description)
    overview = program.application.find('image', 'Overview of the whole trace')
    support.contains(overview.description, 'In sight: 0')


def follow(key, before):
    """Presses a key: the sentence is another one, and the status line's."""
    timeline, status = program.timeline(), program.status()
    program.press(key)
    until('another sentence after %s' % key, lambda: timeline.description != before)
    until('the status line after %s' % key, lambda: status.name == timeline.description)
    return timeline.description


def test_sentences():
    timeline = program.timeline()
    sentence = until('a description', lambda: timeline.description)
    for key in ('Down', 'Right', 'Right', 'Left', 'Down'):
        sentence = follow(key, sentence)
        support.equal('lines', sentence.count('\n'), 0)
    program.press('Escape')
    until('the view again', lambda: timeline.description.startswith('14 lanes'))
    follow('plus', timeline.description)
    support.contains(timeline.description, '14 lanes')
    program.press('f')
    until('the whole', lambda: timeline.description.startswith('14 lanes, 0.0%sms' % NBSP))


def test_noticed():
    """The sentence comes as a signal: nothing else makes a reader say it."""
    said = []
    timeline = program.timeline()
    context = GLib.MainContext.default()

    def signal_cb(connection, sender, path, interface, signal, parameters):
        detail, _, _, value, _ = parameters.unpack()
        if detail == 'accessible-description':
            said.append(value)

    def arrived():
        while context.iteration(False):
            pass
        return said

    subscription = desktop.bus.signal_subscribe(
        timeline.owner, 'org.a11y.atspi.Event.Object', 'PropertyChange', timeline.path, None,
        Gio.DBusSignalFlags.NONE, signal_cb)
    follow('Down', timeline.description)
    until('a signal', arrived)
    support.equal('what was said', said[-1], timeline.description)
    desktop.bus.signal_unsubscribe(subscription)


def test_twin():
    """Every figure of the lanes is in the table, and reads the same."""
    tasks = support.run_json('tasks', TRACE)
    rows = find_rows(program)
    support.equal('rows', len(rows), len(tasks))
    for row, task in zip(rows, tasks):
        cells = read_cells(row)
        what = 'task %d' % task['task_id']
        support.equal(what, cells[0], task['name'] or task['kind'])
        support.equal(what, cells[1:3], [str(task['task_id']), task['kind']])
        support.equal(what, cells[4], 'done' if task['polls'] > 0 else 'unpolled')
        figures = [str(task['polls'])]
        figures += [label_of(task[key]) for key in (
            'busy_ns', 'scheduled_ns', 'spawn_delay_ns', 'longest_poll_ns',
            'longest_scheduled_ns')]
        support.equal(what, cells[5:11], figures)
        support.equal(what, cells[11], str(task['wakes']))
        # With the focus a row reads as its lane does.
        support.contains(row.name, 'busy %s' % figures[1])


def test_selection():
    """What the keys select in the picture is selected in the table, and back."""
    timeline = program.timeline()
    program.press('Escape', 'Down', 'Down')
    until('the second lane', lambda: 'ticker-0' in timeline.description)
    until('the row of the second lane', lambda: find_rows(program)[1].has(SELECTED))

    program.press('F6')
    until('the focus in the table', lambda: find_rows(program)[1].has(FOCUSED))
    program.press('Down')
    until('the lane of the next row', lambda: 'ticker-1' in timeline.description)
    support.equal('what is read', find_rows(program)[2].name, timeline.description)


def test_loaded():
    assert_named(program.application, 'loaded')
    program.press('slash')
    until('the focus in the filter',
          lambda: program.application.find('search box', 'Filter Tasks').has(FOCUSED))
    program.press('x', 'y', 'z')
    until('the button', lambda: program.application.find('button', 'Clear the Filter'))
    assert_named(program.application, 'no match')
    program.press('Escape')


def test_keys_window():
    program.press('ctrl+question')
    until('the window', lambda: len(program.application.children()) > 1)
    program.press('Escape')
    until('one window', lambda: len(program.application.children()) == 1)


def test_end():
    program.press('ctrl+q')
    support.equal('exit status', program.process.wait(PATIENCE), 0)
    until('the end of the program', lambda: not desktop.applications())


def test_empty():
    with Program() as other:
        until('the page', lambda: other.application.find('button', 'Open the Example'))
        assert_named(other.application, 'empty')


def write(name, content):
    path = os.path.join(folder, name)
    with open(path, 'wb') as file:
        file.write(content)
    return path


def test_refused():
    with Program(write('refused.jsonl', b'no trace at all\n' * 20)) as other:
        button = until('the page', lambda: other.application.find('button', 'Open Another…'))
        until('the page in sight', lambda: button.has(VISIBLE))
        assert_named(other.application, 'refused')


def test_damaged():
    """A screen reader opens the list of what was damaged, and reads it."""
    with open(TRACE, 'rb') as file:
        lines = file.read().splitlines(keepends=True)
    lines[30] = b'{"timestamp":"2026-11-22T19:\n'
    with Program(write('damaged.jsonl', b''.join(lines))) as other:
        until('the rows', lambda: find_rows(other))
        assert_named(other.application, 'damaged')
        # The bars are all there, and one of them is in sight. What else there is
        # may still come and go.
        for button in until('the bars', lambda: [
                node for node in other.application.walk()
                if node.role == 'button' and node.name == 'Details']):
            button.activate()
        until('the list', lambda: other.application.find('list', 'Places'))
        assert_named(other.application, 'damage')
        place = other.application.find('list', 'Places').find('list item')
        support.contains(place.name, 'line 31')


def main():
    """Most of it is done to one and the same window."""
    global desktop, folder, program
    desktop = Desktop()
    with tempfile.TemporaryDirectory(prefix='pollux-test-') as folder:
        program = Program(TRACE)
        try:
            program.__enter__()
            support.main([
                ('header', test_header),
                ('timeline', test_timeline),
                ('sentences', test_sentences),
                ('noticed', test_noticed),
                ('twin', test_twin),
                ('selection', test_selection),
                ('loaded', test_loaded),
                ('keys', test_keys_window),
                ('end', test_end),
                ('empty', test_empty),
                ('refused', test_refused),
                ('damaged', test_damaged),
            ])
        finally:
            program.process.kill()
            desktop.stop()


main()
