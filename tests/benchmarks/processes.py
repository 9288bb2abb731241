"""Processes, from their start to their end."""

from __future__ import annotations

import subprocess
import sys

from backstep.session.worker.limits import Limits
from backstep.session.worker.messages import Job, JobCell
from backstep.session.worker.process import Worker
from tests.benchmarks.timing import Task


def worker() -> Task:
    """A worker that comes up, runs one small cell, and is gone."""

    def task() -> None:
        limits = Limits()
        with Worker(limits) as process:
            for _ in process.messages(Job(limits, cells=[JobCell("x = Variable(np.array(2.0))")])):
                pass

    return task


def bare() -> Task:
    """A Python that imports numpy, and is gone."""

    def task() -> None:
        subprocess.run([sys.executable, "-c", "import numpy"], check=True)

    return task
