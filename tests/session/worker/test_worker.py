"""The worker: a job runs in a process of its own, and every limit strikes and is named."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from backstep.session import records
from backstep.session.worker import messages, process
from backstep.session.worker.limits import Limits, LimitStruck
from backstep.session.worker.messages import Job, JobCell
from backstep.session.worker.process import Worker
from backstep.session.worker.received import Pass, Plotted, WorkerFailed

SQUARED = "x = Variable(np.array(3.0))\ny = x * x\ny.backward()\nprint(x.grad)\n"
BUSY = "a = np.ones((1500, 1500), int)\na @ a\n"  # some seconds in C code, where nothing is counted
SHORT = Limits(seconds=0.5, memory=96 << 20, ticks=50_000, output=1000)


def messages_of(program: str, limits: Limits | None = None, **job: object) -> list[object]:
    limits = limits or Limits()
    with Worker(limits) as worker:
        return list(worker.messages(Job(limits, program=program, **job)))  # type: ignore[arg-type]


def stopped_by(program: str, limits: Limits) -> str:
    """The limit that struck, wherever it was noticed."""
    try:
        told = messages_of(program, limits, echo=True)
    except LimitStruck as struck:
        assert str(struck) == limits.sentence(struck.limit)
        return struck.limit
    ran = told[-1]
    assert isinstance(ran, messages.Ran)
    return ran.stopped or "nothing"


def test_a_job_comes_back_as_the_records_of_a_session() -> None:
    told = messages_of(SQUARED)
    (passed,) = [each for each in told if isinstance(each, Pass)]
    assert passed.record.grads == [("x", 6.0), ("y", None)]
    assert passed.recording.title == "y = x * x"
    assert "".join(each.text for each in told if isinstance(each, messages.Said)) == (
        "variable(6.0)\n"
    )
    assert [each.n for each in told if isinstance(each, records.Cell)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("limit", "program"),
    [
        ("ticks", "while True: pass"),
        ("ticks", "class A:\n    def __repr__(self):\n        while True: pass\nA()"),
        ("time", BUSY),
        ("memory", "a = [np.ones(10**6) for i in range(100)]"),
        ("memory", "a = []\nwhile True: a.append('x' * 100000)"),
        ("output", "while True: print('flood')"),
        ("output", "try:\n    print('x' * 10000)\nexcept Exception:\n    pass"),
    ],
)
def test_every_limit_strikes_and_is_named(limit: str, program: str) -> None:
    limits = SHORT if limit == "time" else replace(SHORT, seconds=30.0)  # a machine may be busy
    assert stopped_by(program, limits) == limit


def test_what_was_said_before_a_limit_struck_is_heard() -> None:
    heard = []
    with Worker(SHORT) as worker, pytest.raises(LimitStruck):
        for message in worker.messages(Job(SHORT, program=SQUARED + BUSY)):
            heard.append(message)
    assert any(isinstance(each, messages.Said) for each in heard)
    assert any(isinstance(each, Pass) for each in heard)


def test_a_figure_comes_back_when_it_is_shown() -> None:
    limits = Limits()
    program = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.plot([3, 4])"
    with Worker(limits) as worker:
        told = list(worker.messages(Job(limits, program=program)))
    (plotted,) = [each for each in told if isinstance(each, Plotted)]
    assert plotted.figure.plots[0].series[0].y == (1.0, 2.0)
    assert worker.unshown == 1


def test_an_error_ends_a_program_and_not_a_conversation() -> None:
    cells = [JobCell("1 / 0"), JobCell("print('after')")]
    for persevering, ran in ((False, 1), (True, 2)):
        with Worker(Limits()) as worker:
            told = list(worker.messages(Job(Limits(), cells=cells, persevering=persevering)))
        assert sum(isinstance(each, messages.Ran) for each in told) == ran


@pytest.mark.parametrize(("program", "word"), [("%save x", "sandbox"), ("x = (", "never closed")])
def test_what_does_not_run_is_told_with_its_line(program: str, word: str) -> None:
    (ran,) = messages_of(program)
    assert isinstance(ran, messages.Ran) and ran.problem is not None
    assert word in ran.problem.message
    assert (ran.problem.line, ran.problem.text) == (1, program)


def test_streamed_passes_come_each_at_once_and_all_of_them() -> None:
    loop = "for i in range(110):\n    square(Variable(np.array(float(i)))).backward()"
    told = messages_of(loop, streamed=True)
    ids = [each.recording.id for each in told if isinstance(each, Pass)]
    assert ids == list(range(1, 111))


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("number", "word"), [(signal.SIGKILL, "from outside"), (11, "SIGSEGV")])
def test_a_worker_that_is_killed_is_one_sentence(number: int, word: str) -> None:
    with Worker(Limits()) as worker:
        told = worker.messages(Job(Limits(), program="1\n" + BUSY))
        with pytest.raises(WorkerFailed, match=word):
            for message in told:
                if isinstance(message, messages.Ran):
                    os.kill(worker.pid, number)


def test_nothing_is_left_of_a_worker_that_is_interrupted() -> None:
    with pytest.raises(KeyboardInterrupt), Worker(Limits()) as worker:
        for _ in worker.messages(Job(Limits(), program=BUSY)):
            raise KeyboardInterrupt
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


READY = (
    r"import sys, os, time; o = sys.stdout; o.write('{\"kind\":\"ready\",\"unenforced\":[]}\n');"
)


@pytest.fixture
def impostor(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Starts another program where the worker should be."""

    def start(program: str, limits: Limits = SHORT) -> list[object]:
        monkeypatch.setattr(process, "FLAGS", ("-I", "-S", "-c", program))
        with Worker(limits) as worker:
            return list(worker.messages(Job(limits, program="1")))

    yield start


@pytest.mark.parametrize(
    ("program", "word"),
    [
        ("import sys; sys.exit('no such module')", "did not start: no such module"),
        ("print('garbage')", "did not start"),
        (READY + "print('garbage')", "cannot be understood"),
        (READY + "print('[' * 100000)", "cannot be understood"),
        (READY + r"print('{\"kind\":\"back\",\"cell\":1}')", "cannot be understood"),
        (READY + r"print('{\"kind\":\"plot\",\"cell\":1,\"plots\":3}')", "cannot be understood"),
        (READY + r"print('{\"kind\":\"ready\",\"unenforced\":[]}')", "out of its turn"),
        (READY + r"o.flush(); os.write(1, b'\xff\xfe\n')", "cannot be understood"),
        (READY + "o.flush(); sys.stdin.read(); os._exit(3)", "exit code 3"),
        (READY + "o.flush(); os.abort()", "SIGABRT"),
    ],
)
def test_what_no_worker_says_is_one_sentence(impostor, program: str, word: str) -> None:
    with pytest.raises(WorkerFailed, match=word) as caught:
        impostor(program)
    assert "\n" not in str(caught.value)


def test_a_worker_that_says_more_than_it_may_is_stopped_here_too(impostor) -> None:
    said = r"""print('{\"kind\":\"said\",\"text\":\"' + 'x' * 600 + '\"}')"""
    with pytest.raises(LimitStruck) as caught:
        impostor(READY + f"[{said} for i in range(9)]; o.flush(); time.sleep(9)")
    assert caught.value.limit == "output"


def test_a_line_that_never_ends_is_read_no_further(
    impostor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process.of_files, "LINE_BYTES", 100_000)
    with pytest.raises(WorkerFailed, match="more than a session"):
        impostor(READY + "\nwhile True: o.write('x' * 10000)")


def test_the_environment_stays_outside(impostor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "1")
    look = "o.flush(); sys.exit(7 if 'SECRET' in os.environ or os.getsid(0) != os.getpid() else 8)"
    with pytest.raises(WorkerFailed, match="exit code 8"):
        impostor(READY + look)


@pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")
def test_a_confined_process_writes_no_file_and_has_few_open(impostor, tmp_path) -> None:
    program = f"""
import sys
sys.path[:] = {sys.path!r}
from backstep.session.worker.confinement import confine
from backstep.session.worker.limits import Limits
import os
out = os.dup(1)
confine(Limits())
found = []
try:
    with open({str(tmp_path / "written")!r}, "w") as file:
        file.write("x")
except OSError:
    found.append("no file")
try:
    files = [open(os.devnull) for i in range(100)]
except OSError:
    found.append("few open")
try:
    bytearray(2 << 30)
except MemoryError:
    found.append("no memory")
os._exit(40 + len(found))
"""
    with pytest.raises(WorkerFailed, match="exit code 43"):
        ready = r"import os; os.write(1, b'{\"kind\":\"ready\",\"unenforced\":[]}\n')"
        impostor(ready + program, Limits())
