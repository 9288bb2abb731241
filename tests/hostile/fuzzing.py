"""Read many spoilt files, and walk what is accepted: `python -m tests.hostile.fuzzing COUNT SEED`.

A run of its own, so that its memory can be bounded, and no file may take longer than a few seconds.
It prints one JSON object: how many were sessions, how many were refused, how many screens were
drawn. The first that fails ends it; `--only N` runs the N-th again, `--keep FILE` writes it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path

from backstep.session import Session, SessionError, shipped_sessions
from backstep.session.reader import parsed
from tests.hostile.mutations import mutated
from tests.hostile.specimens import small_sessions
from tests.hostile.walking import walk_lines, walk_screens

MEMORY = 1 << 30  # bytes of address space
SECONDS = 5  # for one file, on a machine that does other things too
LINES, SCREENS = 0.1, 0.3  # of what is accepted: so much is shown as lines, so much as a screen


def fuzzed(data: bytes, rng: random.Random, counts: Counter[str]) -> None:
    """Read a spoilt file, and show it where it is a session after all."""
    try:
        session = parsed(Path("talk.jsonl"), data)
    except SessionError as error:
        assert str(error).isprintable(), str(error)
        assert len(str(error)) < 600, str(error)
        counts["refused"] += 1
        return
    assert isinstance(session, Session)
    counts["sessions"] += 1
    counts["passes"] += len(session.recordings)
    looked_at = rng.random()
    if looked_at < LINES:
        walk_lines(session)
    elif looked_at < LINES + SCREENS:
        counts["screens"] += walk_screens(session, rng, count=1)


def too_long(*_: object) -> None:
    """What the alarm calls."""
    raise TimeoutError(f"longer than {SECONDS} seconds")


def run(numbers: range, seed: int, keep: str = "", going_on: bool = False) -> Counter[str]:
    """Fuzz so many files; the n-th is the same in every run with the seed."""
    signal.signal(signal.SIGALRM, too_long)
    with tempfile.TemporaryDirectory() as folder:
        good = small_sessions(Path(folder))
    good += [path.read_bytes() for path in shipped_sessions().values()]
    good = [each for each in good if len(each) < 40_000]
    counts: Counter[str] = Counter()
    for n in numbers:
        rng = random.Random(f"{seed} {n}")
        data = mutated(rng.choice(good), rng)
        if keep:
            Path(keep).write_bytes(data)
        began = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            fuzzed(data, rng, counts)
        except BaseException:
            print(f"file {n} of seed {seed}:", file=sys.stderr)
            if not going_on:
                raise
            traceback.print_exc()
            counts["failed"] += 1
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        counts["files"] += 1
        counts["slowest ms"] = max(
            counts["slowest ms"], round(1000 * (time.perf_counter() - began))
        )
    return counts


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", default="")
    parser.add_argument("--go-on", action="store_true")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")  # Python and numpy would print them over what is on the screen
    only = options.only
    numbers = range(options.count) if only is None else range(only, only + 1)
    counts = run(numbers, options.seed, options.keep, options.go_on)
    counts["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
