"""Twenty thousand spoilt files: no exception, no hang, within bounded memory.

They are read in processes of their own, one for each core: see fuzzing.py for the limits.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

FILES = 20_000
PROCESSES = 2
SEED = 20261121


def test_twenty_thousand_spoilt_files() -> None:
    root = Path(__file__).parents[2]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.fuzzing", str(FILES // PROCESSES), str(SEED + i)],
            cwd=root,
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for i in range(PROCESSES)
    ]
    counts: Counter[str] = Counter()
    for process in running:
        told, trouble = process.communicate(timeout=600)
        assert (process.returncode, trouble) == (0, "")
        counts.update(json.loads(told))
    assert counts["files"] == counts["sessions"] + counts["refused"] == FILES
    # Both kinds are put to the test, and what is accepted is looked at.
    assert counts["sessions"] > FILES / 5 and counts["refused"] > FILES / 5
    assert counts["screens"] > FILES / 10
