"""Show a file in every way, within bounded memory and time: `python -m tests.hostile.showing FILE`.

A process of its own, so that its address space can be bounded. It prints one JSON object: whether
the file was read or what was said of it, seconds, and the most memory that was taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import resource
import sys
import time
from pathlib import Path

from backstep.cli import main as backstep
from backstep.session import SessionError, read_session
from tests.hostile.walking import walk_screens

MEMORY = 4 << 30  # bytes of address space, of which the libraries map a part
SIZES = ("20x8", "200x60")


def show(path: Path, *, only_read: bool) -> str:
    """Read a file and show it; gives what was said of one that is refused."""
    try:
        session = read_session(path)
    except SessionError as error:
        return str(error)
    if only_read:
        return ""
    walk_screens(session, random.Random(1), count=4)
    del session
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        for how in ("--plain", "--json"):
            assert backstep(["replay", str(path), how]) == 0
        for size in SIZES:
            shot = ["--screenshot", os.devnull, "--size", size]
            assert backstep(["replay", str(path), *shot]) == 0
    return ""


def main() -> None:
    """The command line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    began = time.perf_counter()
    told = show(Path(sys.argv[1]), only_read="--only-read" in sys.argv)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"told": told, "seconds": time.perf_counter() - began, "peak MB": peak}))


if __name__ == "__main__":
    main()
