"""The worker takes away from itself what a program of somebody else's does not need."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import sys

import numpy as np

from backstep.session.worker.limits import Limit, Limits

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

PARENT_DEATH_SIGNAL = 1  # of prctl, as linux/prctl.h has it
RESERVE = 64 << 20  # bytes for the last words, once the memory has been used up
FILES = 32  # open at once: the engine's own text is read when it is first shown
ASSUMED = 512 << 20  # bytes of address space taken already, where the system does not tell


def unenforced() -> list[Limit]:
    """The limits that this system does not enforce: macOS takes a limit of memory and ignores it.

    Ticks, output and the time of the clock hold everywhere.
    """
    return [] if resource is not None and sys.platform != "darwin" else ["memory"]


def confine(limits: Limits) -> None:
    """Set the limits of this process; there is no way back.

    No standard streams, no writing to files, no new processes, no core dump; memory as given. The
    processor's time is limited as well, by a clock that runs for each thread that numpy has: for a
    worker whose parent is gone, where the system does not end it then.
    """
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    os.close(null)
    _end_with_parent()
    if resource is None:
        return
    # numpy's matrix product takes its buffers, one for each processor, when it is first needed:
    # before the limit, for it does not bear to be refused them.
    square = np.ones((256, 256))
    np.matmul(square, square)
    seconds = math.ceil(limits.seconds) * (os.cpu_count() or 1) + 1
    _limit(resource.RLIMIT_CPU, seconds, seconds + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, FILES)
    if hasattr(resource, "RLIMIT_NPROC"):
        _limit(resource.RLIMIT_NPROC, 0)
    if not unenforced():
        memory = _address_space() + limits.memory
        _limit(resource.RLIMIT_AS, memory, memory + RESERVE)


def release() -> None:
    """Take the reserve of memory in use, to tell that there is none left."""
    if resource is not None and not unenforced():
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _end_with_parent() -> None:
    """Have the system end this process when its parent is gone; Linux can."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it has gone in between
        os._exit(1)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Set one limit, no higher than what this process is allowed."""
    allowed = resource.getrlimit(kind)[1]
    hard = soft if hard is None else hard
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(kind, (soft, hard))


def _address_space() -> int:
    """The bytes of address space that this process has taken by now."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return ASSUMED
