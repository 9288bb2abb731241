"""Exports from the stepper, which knows no format: it is handed who writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.messages import tr

if TYPE_CHECKING:
    from backstep.stepper.view import View

PICTURES = (".svg", ".txt")  # of the screen as it stands, which the stepper writes itself


def _nothing(view: View, path: Path) -> str:
    return tr("Nothing can be exported from here.")


@dataclass(frozen=True)
class Exporter:
    """Who writes a view to a file, in the format that its ending names; `endings` are those that
    there are. `write` gives a sentence for the person, also where it could not be done."""

    endings: tuple[str, ...] = ()
    write: Callable[[View, Path], str] = _nothing


NOBODY = Exporter()


def exported(view: View, exporter: Exporter) -> View:
    """The view after it was written to the file that is wanted; a sentence says where, or why
    not."""
    told = exporter.write(view, Path(view.picture))
    return replace(view, picture="").saying(told)
