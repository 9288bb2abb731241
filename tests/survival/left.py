"""What must be left of a session whose prompt was killed, whatever it had come to."""

from __future__ import annotations

from pathlib import Path

from backstep.prompt.resuming import resumed
from backstep.recording.values import value_json
from backstep.session import Journal, Session, SessionError, digest_of, read_session
from backstep.session.listing import at_a_glance
from backstep.session.worker.limits import Limits

# Each cell as it is typed, the last line of what it says, and the passes that it makes.
CELLS = (
    ("x = Variable(np.array(2.0))", "", 0),
    ("a = square(x)\n", "", 0),
    ("y = add(square(a), square(a))", "", 0),
    ("y.backward()", "y.backward(): 4 pops over 4 functions, x.grad = 64.0", 1),
    ("x.grad", "variable(64.0)", 0),
    (
        "for i in range(3):\n    square(x * float(i + 2)).backward()\n",
        "square(x * float(i + 2)).backward(): 2 pops over 2 functions, x.grad = 180.0",
        3,
    ),
    ("w = Variable(np.linspace(0.0, 1.0, 60))", "", 0),
    (
        "z = (w ** 3 + x * w).sum(); z.backward(create_graph=True)",
        "z.backward(create_graph=True): 4 pops",
        1,
    ),
    ("float(w.grad.data[-1]) + 0.125", "5.125", 0),
    ("print('é日'); 6.5 * 100", "650.0", 0),
)
TYPED = "".join(source.strip("\n") + ("\n\n" if "\n " in source else "\n") for source, *_ in CELLS)
SOURCES = [source.strip("\n") for source, *_ in CELLS]
PASSES = [passes for *_, passes in CELLS]
PROMPT = ">>> "


def ended(said: str) -> int:
    """How many cells have said what they came to: behind each stands the next prompt, or a part of
    the last word, if it was killed before that."""
    told, at = 0, 0
    for n, (_, result, _) in enumerate(CELLS, start=1):
        if not result:
            continue
        at = said.find(result, at)
        if at < 0:
            break
        told, at = n, at + len(result)
    return told if is_edited(said) else max(told, said.count(PROMPT) - 1)


def is_edited(said: str) -> bool:
    """Whether a line editor reads, which draws its prompt again and again."""
    return "\x1b" in said


def at_most(said: str) -> int:
    """How many cells may have ended: one may not have said so yet, and without prompts to be
    counted those before it that have nothing to say."""
    known = ended(said)
    silent = next((n for n, (_, result, _) in enumerate(CELLS[known:]) if result), 0)
    return known + 1 + (silent if is_edited(said) else 0)


def check(path: Path, said: str) -> int:
    """Hold the file to what the prompt had said; gives how many cells it holds."""
    known = ended(said)
    try:
        session = read_session(path)
    except (SessionError, FileNotFoundError):
        assert known == 0  # it was killed before the file had its first line
        assert not path.exists() or b"\n" not in path.read_bytes()
        return 0
    _check_cells(session, known, at_most(said))
    glance = at_a_glance(path)
    assert (glance.wrong, glance.cells, glance.passes, glance.locked) == (
        "",
        len(session.cells),
        len(session.recordings),
        False,
    )
    if session.cells:
        _check_that_it_goes_on(session)
    _check_that_it_is_written_on(path)
    return len(session.cells)


def _check_cells(session: Session, known: int, most: int) -> None:
    """What has been said is there and whole; at most the last cell has not ended."""
    cells = session.cells
    assert [cell.source.strip() for cell in cells] == SOURCES[: len(cells)]
    finished = [cell.finished for cell in cells]
    assert finished in ([True] * len(cells), [True] * (len(cells) - 1) + [False])
    assert known <= sum(finished) <= most
    assert len(cells) <= most + (not all(finished))
    for cell, passes in zip(cells, PASSES, strict=False):
        if cell.finished:
            assert len(cell.recordings) == passes
            assert cell.error is None
    for cell, grad in ((4, 64.0), (6, 180.0)):
        if len(cells) >= cell and cells[cell - 1].finished:
            grads = dict(cells[cell - 1].recordings[-1].grads)
            assert value_json(grads["x"]) == grad


def _check_that_it_goes_on(session: Session) -> None:
    """Its names come again, and it takes a further cell."""
    last = [cell for cell in session.cells if cell.finished][-1:]
    with resumed(str(session.path), Limits(), lambda text: None) as live:
        if last:
            assert digest_of(live.runtime.variables()) == last[0].digest
        live.run("further = 1")
        assert live.journal is not None
    again = read_session(live.journal.path)
    assert [cell.source for cell in again.cells[:-1]] == [cell.source for cell in session.cells]
    assert again.recordings == session.recordings
    assert (again.cells[-1].source, again.cells[-1].finished) == ("further = 1", True)


def _check_that_it_is_written_on(path: Path) -> None:
    before = read_session(path)
    with Journal.open_for_append(path) as journal:
        n = journal.cell("and on")
    after = read_session(path)
    assert not after.torn
    assert [cell.n for cell in after.cells] == [*(cell.n for cell in before.cells), n]
