"""A few screens as pictures, with their colours.

`python -m tests.stepper.snapshots` writes them all anew; what has changed is then to be looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.stepper.screens import session_view
from tests.stepper.sides import shown

FOLDER = Path(__file__).parent
DIAMOND = session_view("diamond", (80, 24), 16)
SNAPSHOTS = {
    "diamond-dark-80x24": DIAMOND,
    "diamond-light-80x24": replace(DIAMOND, theme="light"),
    "diamond-mono-60x18": replace(DIAMOND, theme="mono", size=(60, 18)),
    "compare-dark-120x40": shown((120, 40), position=16),
}
