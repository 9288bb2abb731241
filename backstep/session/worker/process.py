"""The parent's side: starts a worker, reads what it tells, and kills it when a limit strikes."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING

from backstep.engine.errors import BackstepError
from backstep.messages import language, tr
from backstep.session import limits as of_files
from backstep.session.errors import shown
from backstep.session.lines import encoded
from backstep.session.worker import messages
from backstep.session.worker.limits import Limit, Limits, LimitStruck
from backstep.session.worker.messages import Garbage, Job, Message, message_of
from backstep.session.worker.received import Checking, Received, WorkerFailed

if TYPE_CHECKING:
    from backstep.session.plot_records import Plot

START = 60.0  # seconds for a worker to come up, on a machine with much else to do
GONE = 5.0  # seconds for a process that was killed, or is done, to be gone
CHUNK = 1 << 16
CHUNKS_AHEAD = 16  # read before they are looked at; a worker that floods has to wait
# Isolated, without what the environment and site-packages would add, on the paths that we have.
PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from backstep.session.worker.child import main; main()"
)
FLAGS = ("-I", "-S", "-X", "utf8", "-c", PROGRAM)
# What numpy needs to be found, and to come to the same bits as here.
PASSED_ON = (
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "SYSTEMROOT",
    "OPENBLAS_NUM_THREADS",
    "OPENBLAS_CORETYPE",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


class Worker:
    """A process for one job; it comes up while the caller does other things.

    A context manager: the process is gone at its end, whatever happened. `unenforced` are the
    limits that this system does not enforce, `unshown` counts figures that were never shown; both
    are known at the end of the job.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.unenforced: list[Limit] = []
        self.unshown = 0
        self._left = START
        self._said = 0
        self._process = _started()
        self._chunks: queue.Queue[bytes] = queue.Queue(CHUNKS_AHEAD)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def messages(self, job: Job) -> Iterator[Received]:
        """Hand over the job, and give what comes back until the job is done.

        Raises LimitStruck when a limit strikes, and WorkerFailed when the worker fails. The clock
        runs only while we wait for the worker.
        """
        lines = self._lines()
        self._ready(lines)
        self._hand_over(job)
        self._left = self.limits.seconds
        checking = Checking()
        for line in lines:
            message = self._message(line)
            match message:
                case messages.Finished(unshown=count):
                    self.unshown = count
                    return
                case messages.Struck(limit=limit):
                    raise LimitStruck(limit, self.limits)
                case messages.Broken(message=text):
                    raise WorkerFailed(
                        tr("the worker process cannot go on: {text}", text=shown(text))
                    )
                case messages.Said(text=text) | messages.Shown(text=text):
                    self._count(text)
            yield checking.received(message)
        raise self._went_down()

    def close(self) -> None:
        """End the process, and all that it may have started."""
        self._kill()
        while self._reader.is_alive():
            with contextlib.suppress(queue.Empty):
                self._chunks.get(timeout=0.01)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _ready(self, lines: Iterator[bytes]) -> None:
        try:
            ready = self._message(next(lines, b"{}"))
        except LimitStruck:
            raise WorkerFailed(
                tr("the worker process did not come up in {seconds:g} s", seconds=START)
            ) from None
        except WorkerFailed:
            ready = None
        if not isinstance(ready, messages.Ready):
            raise WorkerFailed(
                tr("the worker process did not start: {told}", told=self._last_words())
            )
        self.unenforced = ready.unenforced

    def _hand_over(self, job: Job) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        job.language = job.language or language()
        data = encoded(job)
        try:
            pipe.write(data)
            pipe.close()
        except OSError:  # it is gone; reading tells how
            return

    def _message(self, line: bytes) -> Message | Plot:
        try:
            return message_of(line)
        except Garbage as error:
            raise WorkerFailed(
                tr(
                    "the worker process said what cannot be understood, and was stopped ({error})",
                    error=error,
                )
            ) from None

    def _count(self, text: str) -> None:
        """The worker counts as well, and this is for one that was taken over."""
        self._said += len(text.encode("utf-8", "surrogatepass"))
        if self._said > self.limits.output:
            raise LimitStruck("output", self.limits)

    def _lines(self) -> Iterator[bytes]:
        """The lines that the worker writes, until it ends."""
        parts: list[bytes] = []
        waiting = total = 0
        while chunk := self._chunk():
            total += len(chunk)
            *whole, rest = chunk.split(b"\n")
            for line in whole:
                yield b"".join([*parts, line])
                parts, waiting = [], 0
            parts.append(rest)
            waiting += len(rest)
            if waiting > of_files.LINE_BYTES or total > of_files.FILE_BYTES:
                size = of_files.megabytes(of_files.FILE_BYTES)
                raise WorkerFailed(
                    tr(
                        "stopped: its backward passes come to more than a session of {size} takes",
                        size=size,
                    )
                )

    def _chunk(self) -> bytes:
        """What comes next; nothing at the end. Raises LimitStruck when the time is over."""
        began = monotonic()
        try:
            return self._chunks.get(timeout=max(self._left, 0.0))
        except queue.Empty:
            raise LimitStruck("time", self.limits) from None
        finally:
            self._left -= monotonic() - began

    def _read(self) -> None:
        """Read all that the worker writes, a little ahead of who looks at it."""
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        chunk = b"."
        while chunk:
            try:
                chunk = os.read(descriptor, CHUNK)
            except OSError:
                chunk = b""
            self._chunks.put(chunk)

    def _kill(self) -> None:
        if self._process.poll() is not None:
            return
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(GONE)

    def _went_down(self) -> BackstepError:
        """Why a worker is gone before it was done."""
        try:
            code = self._process.wait(GONE)
        except subprocess.TimeoutExpired:
            return WorkerFailed(tr("the worker process closed its side, and was stopped"))
        if code >= 0:
            return WorkerFailed(
                tr("the worker process ended before it was done (exit code {code})", code=code)
            )
        name = _signal_name(-code)
        if name == "SIGXCPU":
            return LimitStruck("time", self.limits)
        if name == "SIGKILL":
            return WorkerFailed(
                tr(
                    "the worker process was killed from outside, as a system does that is out of "
                    "memory"
                )
            )
        return WorkerFailed(tr("the worker process crashed ({name})", name=name))

    def _last_words(self) -> str:
        """The end of what a worker that did not start has written to its error stream."""
        self._kill()
        assert self._process.stderr is not None
        said = self._process.stderr.read(CHUNK).decode("utf-8", "replace").strip()
        return shown(said.rsplit("\n", 1)[-1]) or tr(
            "exit code {code}", code=self._process.returncode
        )


def _started() -> subprocess.Popen[bytes]:
    """Start a process that has its own session: a Ctrl-C of the terminal does not reach it."""
    package = str(Path(__file__).resolve().parents[3])
    paths = [os.path.abspath(path) for path in sys.path if path]
    if package not in paths:  # it was found in the folder that we are in
        paths.insert(0, package)
    try:
        return subprocess.Popen(
            [sys.executable, *FLAGS, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.path.abspath(os.sep),
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise WorkerFailed(
            tr("no worker process can be started: {error}", error=shown(error))
        ) from None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
