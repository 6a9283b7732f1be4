#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles and runs the programs of the README and opens what they record.

usage: check-readme.py [--measure] [--keep FOLDER] SOURCE_ROOT POLLUX_CLI

The files are the code blocks of README.md that begin with a comment of nothing
but a file's name; a diff block changes them into a variant. They are built in a
temporary folder with cargo and the crates of Debian 12, without a network.
Where these are missing the exit status is 77, which skips the test. On
Debian 12 this installs them (about 340 MB):

apt-get install --no-install-recommends cargo librust-tokio-dev \\
  librust-tracing-dev librust-tracing-subscriber-dev

--keep FOLDER   copies the recordings there
--measure       instead of the checks prints the cost of a recording: the
                programs play 20 000 hits, built with --release
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

REGISTRY = pathlib.Path('/usr/share/cargo/registry')
CRATES = ('tokio-1*', 'tracing-0*', 'tracing-subscriber-0*')
OFFLINE = '''
[source.crates-io]
replace-with = "debian"
[source.debian]
directory = "%s"
''' % REGISTRY
FILES = ('.cargo/config.toml', 'Cargo.toml', 'src/main.rs', 'src/span_ids.rs')
RECORDING = 'ping.tokio.jsonl'
HITS = 20000
ROUNDS = 5
SKIPPED = 77


def read_blocks(readme):
    """The files, and the diffs in their order."""
    files, diffs = {}, []
    for language, text in re.findall(r'^```(\w+)\n(.*?)^```$', readme, re.M | re.S):
        head = re.match(r' ?(?://|#) (\S+)\n', text)
        if head is None or head.group(1) not in FILES:
            continue
        if language == 'diff':
            diffs.append((head.group(1), text[head.end():]))
        else:
            files[head.group(1)] = text
    assert set(files) == set(FILES), 'code blocks: %s' % sorted(files)
    assert len(diffs) == 2, '%d diffs' % len(diffs)
    return files, diffs


def apply(files, diff):
    name, text = diff
    changed = files[name]
    for hunk in text.split('@@\n'):
        lines = hunk.splitlines(keepends=True)
        before = ''.join(line[1:] for line in lines if line[0] in ' -')
        after = ''.join(line[1:] for line in lines if line[0] in ' +')
        assert changed.count(before) == 1, 'no place in %s for\n%s' % (name, hunk)
        changed = changed.replace(before, after)
    return {**files, name: changed}


def variants(files, diffs):
    ids, resources = diffs
    return {'recommended': files, 'span-ids': apply(files, ids),
            'resources': apply(files, resources),
            'span-ids-resources': apply(apply(files, ids), resources)}


def find_cargo():
    cargo = shutil.which('cargo')
    missing = [crate for crate in CRATES if not list(REGISTRY.glob(crate))]
    if cargo is None or missing:
        return None
    done = subprocess.run([cargo, '--version'], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return cargo if done.returncode == 0 else None


class Project:
    """One target folder for all variants, so that the crates are built once."""

    def __init__(self, cargo, folder, release=False):
        self.cargo = cargo
        self.folder = pathlib.Path(folder)
        self.release = release
        # A user's own flags and settings would take the place of the README's.
        self.env = {key: value for key, value in os.environ.items()
                    if not key.startswith(('CARGO_', 'RUSTFLAGS', 'RUSTC_'))}
        self.env['CARGO_HOME'] = str(self.folder / 'home')
        self.env['CARGO_TARGET_DIR'] = str(self.folder / 'target')

    def build(self, name, files):
        """The program of a variant."""
        root = self.folder / name
        for path, text in files.items():
            path = root / path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text + (OFFLINE if path.name == 'config.toml' else ''))
        command = [self.cargo, 'build', '--offline', '--quiet']
        subprocess.run(command + ['--release'] * self.release, cwd=root, env=self.env,
                       stdin=subprocess.DEVNULL, check=True, timeout=900)
        built = self.folder / 'target' / ('release' if self.release else 'debug') / 'ping'
        program = root / 'program'
        shutil.copy(built, program)
        return program

    def run(self, program):
        """Seconds, and what was recorded."""
        recording = program.parent / RECORDING
        recording.unlink(missing_ok=True)
        start = time.monotonic()
        subprocess.run([program], cwd=program.parent, env=self.env, stdin=subprocess.DEVNULL,
                       check=True, timeout=120)
        return time.monotonic() - start, recording


def read_json(cli, command, recording):
    done = subprocess.run([cli, command, '--json', recording], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, check=True, timeout=60)
    return json.loads(done.stdout)


def check_span_ids(records, tasks, wakes):
    for record in records:
        assert isinstance(record['timestamp'], int), record
        for span in [record['span']] * ('span' in record) + record.get('spans', []):
            assert isinstance(span['id'], int), record
    ids = {str(record['span']['id']) for record in records
           if record.get('span', {}).get('name') == 'runtime.spawn'}
    assert {task['span_id'] for task in tasks} == ids, (tasks, ids)
    by_id = {task['task_id']: task['span_id'] for task in tasks}
    assert all(wake['waker_id'] == by_id[wake['task_id']] for wake in wakes), wakes


def check(cli, name, recording):
    records = [json.loads(line) for line in recording.read_text().splitlines()]
    info = read_json(cli, 'info', recording)
    tasks = read_json(cli, 'tasks', recording)
    wakes = read_json(cli, 'wakes', recording)

    assert info['format'] == 'tracing-fmt-json' and info['complete'], info
    assert not info['damage'], info
    kinds = info['tasks_by_kind']
    assert kinds['task'] == 2 and kinds['block_on'] == 1, info
    # One spawn_blocking, and the workers.
    assert kinds['blocking'] >= 2, info
    named = {task['name']: task for task in tasks if task['name']}
    assert set(named) == {'ping', 'pong'}, tasks
    assert all(task['polls'] >= 1 and task['state'] == 'done' for task in named.values()), tasks
    assert info['open_polls'] == 0, info
    assert info['events'] == 9, info

    n_wakes = sum(record['fields'].get('op') in ('waker.wake', 'waker.wake_by_ref')
                  for record in records)
    assert n_wakes >= 1 and info['wakes'] == len(wakes) == n_wakes, (info, n_wakes)
    assert info['wakes_resolved'] == n_wakes, info
    assert all(wake['task_id'] is not None for wake in wakes), wakes
    if name.startswith('span-ids'):
        check_span_ids(records, tasks, wakes)
    assert ('resources' in name) == any(record['target'].startswith('tokio::sync')
                                        for record in records)
    print('%s: %d records, %d tasks, %d polls, %d wakes' %
          (name, len(records), len(tasks), info['polls'], n_wakes))


def measure(project, found):
    """The medians of several rounds, in turns, so that the machine's moods hit all alike."""
    programs = {}
    found = {'off': found['recommended'], **found}
    for name, files in found.items():
        text = files['src/main.rs'].replace('HITS: u32 = 8;', 'HITS: u32 = %d;' % HITS)
        if name == 'off':
            text = text.replace('    record("%s")?;\n' % RECORDING, '    let _ = record;\n')
        programs[name] = project.build(name, {**files, 'src/main.rs': text})
    seconds = {name: [] for name in programs}
    sizes = {}
    for _ in range(ROUNDS):
        for name, program in programs.items():
            taken, recording = project.run(program)
            # The program's own sleep.
            seconds[name].append(taken - 0.02)
            if recording.exists():
                data = recording.read_bytes()
                sizes[name] = (data.count(b'\n'), len(data), data.count(b'"waker.wake'))
    off = statistics.median(seconds['off'])
    print('off: %.3f s (%.3f to %.3f), %.0f ns per hit' %
          (off, min(seconds['off']), max(seconds['off']), off / HITS * 1e9))
    for name, (n_records, n_bytes, n_wakes) in sizes.items():
        taken = statistics.median(seconds[name])
        print('%s: %.2f s (%.2f to %.2f), %d wakes, %d records, %.1f MB, %.0f bytes and %.0f ns '
              'per record, %.1f µs and %.0f bytes per hit' %
              (name, taken, min(seconds[name]), max(seconds[name]), n_wakes, n_records,
               n_bytes / 1e6, n_bytes / n_records, (taken - off) / n_records * 1e9,
               (taken - off) / HITS * 1e6, n_bytes / HITS))


def main():
    arguments = sys.argv[1:]
    measured = '--measure' in arguments
    if measured:
        arguments.remove('--measure')
    keep = None
    if '--keep' in arguments:
        at = arguments.index('--keep')
        keep = pathlib.Path(arguments[at + 1])
        del arguments[at:at + 2]
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, cli = pathlib.Path(arguments[0]), os.path.abspath(arguments[1])
    found = variants(*read_blocks((source / 'README.md').read_text(encoding='utf-8')))

    cargo = find_cargo()
    if cargo is None:
        print('cargo or the crates of Debian are missing: not compiled')
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix='pollux-readme-') as folder:
        project = Project(cargo, folder, release=measured)
        if measured:
            measure(project, found)
            return 0
        for name, files in found.items():
            _, recording = project.run(project.build(name, files))
            check(cli, name, recording)
            if keep is not None:
                shutil.copy(recording, keep / ('readme-%s.jsonl' % name))
    return 0


if __name__ == '__main__':
    sys.exit(main())
