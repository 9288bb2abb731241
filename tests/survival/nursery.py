"""Prompts that start at once: a process that has everything loaded, and forks for each.

`python -m tests.survival.nursery` reads a line of JSON for each prompt: `home`, its data folder;
`terminal`, the name of its pseudo-terminal; `fatal` (null), at which call that changes a file it
dies, counted from 1, and `half`, whether only half of the bytes are written then. It answers with
the prompt's process id.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from typing import Any

CHANGES = ("write", "fsync", "replace")


def main() -> None:
    """Fork a prompt for each line of the input."""
    _warm_up()
    print("ready", flush=True)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # none of them is waited for
    for line in sys.stdin:
        waiting, told = os.pipe()
        pid = os.fork()
        if pid == 0:
            _be_prompt(told, **json.loads(line))
        os.close(told)
        os.read(waiting, 1)
        os.close(waiting)
        print(pid, flush=True)


def _warm_up() -> None:
    """Load and run what a first cell needs."""
    import backstep.entry
    import backstep.prompt.plain_input
    import backstep.prompt.repl
    from backstep.session.live import LiveSession

    live = LiveSession(lambda text: None)
    live.run("x = Variable(np.arange(3.0))\ny = (x * x).sum()\ny.backward()\nx.grad")
    assert backstep.entry


def _be_prompt(
    told: int, home: str, terminal: str, fatal: int | None = None, half: bool = False
) -> None:
    """Be `backstep` in a terminal of its own, until the end; tells when it has that."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    descriptor = os.open(terminal, os.O_RDWR)  # the first that is opened is the controlling one
    for standard in range(3):
        os.dup2(descriptor, standard)
    os.write(told, b".")
    os.closerange(3, told + 1)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(standard, mode, closefd=False) for standard, mode in enumerate(["r", "w", "w"])
    )
    os.environ |= {"BACKSTEP_HOME": home, "TERM": "dumb"}
    if fatal is not None:
        die_at(fatal, half)
    from backstep.cli import main as backstep

    code = 1
    try:
        code = backstep([])
    finally:
        sys.stdout.flush()
        os._exit(code)


def die_at(fatal: int, half: bool) -> None:
    """Have the process killed right before its n-th call that changes a regular file."""
    count = 0

    def counted(name: str, real: Any) -> Any:
        def called(*arguments: Any) -> Any:
            nonlocal count
            if name != "replace" and not stat.S_ISREG(os.fstat(arguments[0]).st_mode):
                return real(*arguments)
            count += 1
            if count == fatal:
                if half and name == "write":
                    real(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments)

        return called

    for name in CHANGES:
        setattr(os, name, counted(name, getattr(os, name)))


if __name__ == "__main__":
    main()
