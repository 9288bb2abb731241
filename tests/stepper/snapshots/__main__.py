"""Write every snapshot anew."""

from backstep.stepper.pictures import svg_of
from tests.stepper.snapshots import FOLDER, SNAPSHOTS

for name, view in SNAPSHOTS.items():
    (FOLDER / f"{name}.svg").write_text(svg_of(view), encoding="utf-8")
