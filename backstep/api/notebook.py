"""A recording in a notebook: the stepper as a page inside the page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from backstep.export.subject import Subject, of_recordings
from backstep.export.wanted import Wanted
from backstep.messages import tr, trn
from backstep.recording.records import Recording
from backstep.recording.telling.narration import plain_steps, summary

if TYPE_CHECKING:
    from backstep.session import Session

HEIGHT = 700  # pixels: the panes at a notebook's usual width, without a scroll bar of their own
MOST_POPS = 1_000  # in one page: a notebook keeps every output in its file, and loads them all
MOST_TOLD = 200  # pops that are told in words, where a frontend shows text alone
# The page may run its script and nothing else: no network of its own origin, no page around it.
FRAME = (
    '<iframe class="backstep" title="{title}" sandbox="allow-scripts" loading="lazy" '
    'style="width: 100%; height: {height}px; border: 0" srcdoc="{page}"></iframe>'
)


def is_notebook() -> bool:
    """Whether what is displayed goes to a page: a Jupyter kernel of some kind runs us."""
    return getattr(running_shell(), "kernel", None) is not None


def running_shell() -> Any:
    """The IPython that runs us, None where there is none; it is not loaded to find that out."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()


def player_of(recordings: Sequence[Recording], index: int = 0) -> str:
    """The player of recordings as HTML, in a frame; it opens at one of them.

    Of more passes than a page should hold, those around that one; a pass that is too large by
    itself is told in a line.
    """
    if not recordings:
        return f"<p>{escape(tr('no backward pass was recorded'))}</p>"
    first, last = _that_fit(recordings, index)
    chosen = recordings[first:last]
    if not chosen:
        told = tr("too large for a page here; backstep.export writes it to a file")
        return f"<p>{escape(summary(recordings[index]))}<br>{escape(told)}</p>"
    left = len(recordings) - len(chosen)
    remark = "" if not left else f"<p>{escape(_left_out(left))}</p>"
    title = tr("backward pass of {label}", label=recordings[index].target_node.label)
    return framed(of_recordings(chosen), title, index - first) + remark


def framed(subject: Subject, title: str, index: int = 0) -> str:
    """The player of a subject in a frame."""
    from backstep.export.html import html_of

    page = html_of(subject, Wanted(index=index))
    return FRAME.format(title=escape(title), page=escape(page), height=HEIGHT)


def _left_out(n: int) -> str:
    return trn("{n} more pass is not in this page.", "{n} more passes are not in this page.", n)


def _that_fit(recordings: Sequence[Recording], index: int) -> tuple[int, int]:
    """The first and the last, and one more, of the passes that a page holds: that at the index,
    those before it and those after it."""
    room = MOST_POPS - len(recordings[index].pops)
    if room < 0:
        return index, index
    first, last = index, index + 1
    while last < len(recordings) and len(recordings[last].pops) <= room:
        room -= len(recordings[last].pops)
        last += 1
    while first > 0 and len(recordings[first - 1].pops) <= room:
        first -= 1
        room -= len(recordings[first].pops)
    return first, last


def in_words(recordings: Sequence[Recording]) -> str:
    """The same for a frontend that shows text alone: every step, of short passes."""
    short = sum(len(each.pops) for each in recordings) <= MOST_TOLD
    lines = []
    for each in recordings:
        lines += [summary(each), *(f"  {line}" for line in (plain_steps(each) if short else ()))]
    return "\n".join(lines)


def display_session(session: Session) -> None:
    """Show a session in the page of a notebook, with its program and what was put to it."""
    from backstep.export.subject import of_session

    index, _ = session.looked or (0, None)
    title = session.header.title or session.path.stem
    _displayed(framed(of_session(session), title, index), in_words(session.recordings))


def display(recordings: Sequence[Recording], index: int = 0) -> None:
    """Show recordings in the page of a notebook."""
    _displayed(player_of(recordings, index), in_words(recordings))


def _displayed(page: str, words: str) -> None:
    from IPython.display import display as displayed

    displayed({"text/html": page, "text/plain": words}, raw=True)  # type: ignore[no-untyped-call]
