"""`backstep verify`: runs saved sessions again in a worker, and says how near they come."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from backstep.engine import BackstepError
from backstep.messages import in_language, language, later, tr, trn
from backstep.prompt.commands.command import cells, passes
from backstep.prompt.limiting import tell_unenforced
from backstep.prompt.tables import GAP, cut, table
from backstep.prompt.tables import cells as cells_of
from backstep.prompt.terminal import complain, in_width, width_of
from backstep.recording.visible import one_line
from backstep.session import Session, find_session, read_session
from backstep.session.errors import shown
from backstep.session.verification import (
    PLACES,
    RTOL,
    Difference,
    Tier,
    Verification,
    compared,
    rerun,
    run_again,
)
from backstep.session.worker.limits import Limits, LimitStruck
from backstep.session.worker.process import Worker

INDENT = "  "
SHORTEST = 8  # cells of a value in a narrow terminal
ALIKE = {
    Tier.SAME: later("{file}: same bits ({cells}, {passes}, {pops})"),
    Tier.CLOSE: later("{file}: close, within a relative {rtol:g} ({cells}, {passes}, {pops})"),
}


def verify(names: Sequence[str], limits: Limits, *, as_json: bool = False) -> int:
    """Verify sessions one after the other, each in a worker of its own.

    Gives 1 where any differs or could not be verified, which has been told.
    """
    good = True
    for name in names:
        with Worker(limits) as worker:
            try:
                session = read_session(find_session(name))
                again = run_again(session, worker)
                with in_language("en" if as_json else language()):  # what programs read is one
                    found = compared(rerun(session), again)
            except BackstepError as error:
                good = False
                _tell_failure(name, error, as_json)
                continue
            if as_json:
                with in_language("en"):
                    _print(event(name, found, remarks(session, found)))
            else:
                print(in_width("\n".join(report(name, session, found))), flush=True)
            tell_unenforced(worker)
        good = good and found.tier is not Tier.DIFFERS
    return 0 if good else 1


def _tell_failure(name: str, error: BackstepError, as_json: bool) -> None:
    verdict = "stopped" if isinstance(error, LimitStruck) else "unverified"
    if as_json:
        told = {"event": "verify", "file": name, "verdict": verdict, "message": str(error)}
        _print(told | ({"limit": error.limit} if isinstance(error, LimitStruck) else {}))
        return
    about = "" if Path(name).name in str(error) else f"{shown(name)}: "
    complain(f"backstep: {about}{error}")


def report(name: str, session: Session, found: Verification) -> list[str]:
    """A line for a person, and where it differs, what the file says beside what came now."""
    difference = found.difference
    if difference is None:
        told = tr(
            ALIKE[found.tier],
            file=shown(name),
            cells=cells(found.cells),
            passes=passes(found.passes),
            pops=trn("{n} pop", "{n} pops", found.pops),
            rtol=RTOL,
        )
        lines = [told]
    else:
        lines = [tr("{file}: differs {where}", file=shown(name), where=_where(difference))]
    if difference is not None:
        lines += [INDENT + line for line in _side_by_side(difference)]
    lines += [INDENT + remark for remark in remarks(session, found)]
    return lines


def _where(difference: Difference) -> str:
    """`at pop 3 of y.backward(), pass 1, in cell 4`."""
    place = tr("at pop {pop}", pop=difference.pop)
    if not difference.pop:
        place = tr(PLACES[difference.where])
    if not difference.number:
        return tr("{place} of cell {cell}", place=place, cell=difference.cell)
    return tr(
        "{place} of {target}.backward(), pass {number}, in cell {cell}",
        place=place,
        target=one_line(difference.target),
        number=difference.number,
        cell=difference.cell,
    )


def _side_by_side(difference: Difference) -> list[str]:
    """In a pop all that counts; elsewhere what differs."""
    sides = [
        side
        for side in difference.sides
        if side.tier is Tier.DIFFERS or (difference.pop and not side.minor)
    ]
    differs = tr("differs")
    room = _room([one_line(side.what) for side in sides], differs)
    rows = [("", tr("the file says"), tr("now"), "")]
    for side in sides:
        both = [one_line(text) for text in (side.recorded, side.now)]
        one, other = both if room is None else (cut(text, room) for text in both)
        rows.append((one_line(side.what), one, other, differs * (side.tier is Tier.DIFFERS)))
    return table(rows)


def _room(names: Sequence[str], differs: str) -> int | None:
    """The cells that each of two values may take in a line of the terminal, if it is one."""
    width = width_of(sys.stdout)
    if width is None:
        return None
    beside = len(INDENT) + 3 * len(GAP) + max(map(cells_of, names)) + cells_of(differs)
    return max(SHORTEST, (width - beside) // 2)


def remarks(session: Session, found: Verification) -> list[str]:
    """What may explain a difference, and what was not run again."""
    told = list(found.remarks)
    left_out = len(session.cells) - found.cells
    if left_out:
        told.append(tr("{cells} cut off or stopped at the time: left out", cells=cells(left_out)))
    unseen = len(session.recordings) - found.passes
    if unseen:
        told.append(tr("what they recorded is not verified: {passes}", passes=passes(unseen)))
    if found.tier is Tier.DIFFERS and session.header.seed is None and _draws(session):
        told.append(tr("it draws random numbers, and the file does not say from which seed"))
    made = (session.header.numpy, session.header.python)
    here = (np.__version__, platform.python_version())
    if found.tier is not Tier.SAME and made != here:
        told.append(
            tr(
                "made with numpy {numpy} and Python {python}; here are {numpy_here} and "
                "{python_here}",
                numpy=shown(made[0], 20),
                python=shown(made[1], 20),
                numpy_here=here[0],
                python_here=here[1],
            )
        )
    return told


def _draws(session: Session) -> bool:
    """Whether a program seems to draw random numbers that it has not made the same each time."""
    program = "\n".join(cell.source for cell in session.cells)
    words = ("random.", "dropout", "Linear(", "MLP(")
    return any(word in program for word in words) and "seed(" not in program


def event(name: str, found: Verification, told_besides: Sequence[str] = ()) -> dict[str, Any]:
    """The same as one JSON object; `sides` are all that was compared where it differs."""
    told: dict[str, Any] = {
        "event": "verify",
        "file": name,
        "verdict": found.tier.name.lower(),
        "cells": found.cells,
        "passes": found.passes,
        "pops": found.pops,
    }
    difference = found.difference
    if difference is not None:
        side = difference.first
        told["difference"] = {
            "where": difference.where,
            "cell": difference.cell,
            "pass": difference.number or None,
            "pop": difference.pop or None,
            "what": side.what,
            "recorded": side.recorded,
            "now": side.now,
            "sides": [
                {
                    "what": side.what,
                    "recorded": side.recorded,
                    "now": side.now,
                    "verdict": side.tier.name.lower(),
                }
                for side in difference.sides
                if difference.pop or side.tier is Tier.DIFFERS
            ],
        }
    return told | ({"remarks": list(told_besides)} if told_besides else {})


def _print(told: dict[str, Any]) -> None:
    print(json.dumps(told, separators=(",", ":"), ensure_ascii=True), flush=True)
