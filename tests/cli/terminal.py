# SPDX-License-Identifier: GPL-2.0-or-later
# terminal.py ROWS COLUMNS PROGRAM ARGUMENT... <KEYS - runs a program on a terminal and types what stands on standard input: a line
# each time it has asked for one (a prompt ends in "> " or "-- "). \e, \x03 and the like in a line are keys. Prints what the
# terminal was sent without escapes.
import fcntl, os, pty, re, select, struct, sys, termios, time

rows, columns = int(sys.argv[1]), int(sys.argv[2])
process, terminal = pty.fork()
if process == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.execvp(sys.argv[3], sys.argv[3:])

PROMPT = re.compile(rb"(newssearch> |more, q: enough -- )\Z")
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")


def read_until_prompt():
    said, end = b"", time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 60)
        try:
            got = os.read(terminal, 65536) if ready else b""
        except OSError:  # the program has ended
            return said
        if not got:
            return said
        said += got
        if PROMPT.search(ESCAPES.sub(b"", said)):
            return said
    return said + b"\n(no prompt within a minute)\n"


def wait_for_editing():
    """libedit shows the prompt first and takes the terminal's own echo away then."""
    end = time.monotonic() + 10
    while time.monotonic() < end and termios.tcgetattr(terminal)[3] & termios.ICANON:
        time.sleep(0.005)


def show(said):
    sys.stdout.write(ESCAPES.sub(b"", said).decode("utf-8", "replace").replace("\r", ""))


show(read_until_prompt())
for line in sys.stdin:
    keys = re.sub(rb"\\(x[0-9a-f]{2}|e)", lambda m: b"\x1b" if m.group(1) == b"e" else bytes([int(m.group(1)[1:], 16)]), line.rstrip("\n").encode())
    wait_for_editing()
    os.write(terminal, keys + (b"" if keys.endswith((b"\x03", b"\x04")) else b"\r"))
    show(read_until_prompt())
print()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
