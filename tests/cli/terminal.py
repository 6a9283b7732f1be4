# SPDX-License-Identifier: GPL-3.0-or-later
"""A terminal of any width for the program to write to."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import unicodedata

import support


def columns(text):
    width = 0
    for character in text:
        if unicodedata.combining(character) == 0:
            width += 2 if unicodedata.east_asian_width(character) in 'WF' else 1
    return width


def on_terminal(width, *arguments):
    """What a terminal of that width gets to see."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack('HHHH', 24, width, 0, 0))
    attributes = termios.tcgetattr(follower)
    attributes[1] &= ~termios.OPOST
    termios.tcsetattr(follower, termios.TCSANOW, attributes)
    process = subprocess.Popen([support.CLI, *arguments], stdin=subprocess.DEVNULL,
                               stdout=follower, stderr=subprocess.PIPE)
    os.close(follower)
    output = b''
    try:
        while True:
            part = os.read(leader, 65536)
            if not part:
                break
            output += part
    except OSError:
        pass
    os.close(leader)
    support.equal('exit status', process.wait(), 0)
    support.equal('standard error', process.stderr.read(), b'')
    process.stderr.close()
    return output.decode('utf-8')
