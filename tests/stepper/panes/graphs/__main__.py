"""Write every golden anew."""

from tests.stepper.panes.graphs import GOLDENS, PICTURES, lines_of

for name, golden in GOLDENS.items():
    (PICTURES / f"{name}.txt").write_text(lines_of(golden), encoding="utf-8")
