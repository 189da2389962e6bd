"""Plays a conversation on a pseudo-terminal: what to wait for, what to type then; prints all that was shown.

usage: terminal.py COLUMNS CONVERSATION COMMAND...
CONVERSATION is JSON, a list of [text to wait for, keys to send]. `{word}` among the keys is the word that was asked for
last of the passphrase that was shown. The last line printed is `status N`.
"""
import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

SECONDS = 300


def answer(keys, shown):
    if "{word}" not in keys:
        return keys
    place = int(re.findall(rb"word (\d+) on", shown)[-1])
    words = re.search(rb"^ {4}((?:[a-z]+ ){11}[a-z]+)\r?$", shown, re.M).group(1).decode().split()
    return keys.replace("{word}", words[place - 1])


def main():
    columns, conversation, command = int(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3:]
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        os.execvp(command[0], command)
    shown, since = b"", 0
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if conversation and conversation[0][0].encode() in shown[since:]:
            text, keys = conversation.pop(0)
            # What is waited for next may have come with it.
            since = shown.index(text.encode(), since) + len(text.encode())
            # A prompt takes keys one by one: what comes before it is ready would be a line of its own.
            ready = time.monotonic() + 5
            while termios.tcgetattr(terminal)[3] & termios.ICANON and time.monotonic() < ready:
                time.sleep(0.02)
            time.sleep(0.1)
            os.write(terminal, answer(keys, shown).encode())
        if not select.select([terminal], [], [], 0.1)[0]:
            continue
        try:
            chunk = os.read(terminal, 65536)
        except OSError:
            break
        if not chunk:
            break
        shown += chunk
    else:
        os.kill(child, 9)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.stdout.buffer.write(shown)
    print(f"\nstatus {status}")


main()
