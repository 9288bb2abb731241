"""Write every golden anew."""

from tests.stepper.screens import text_of
from tests.stepper.sides import GOLDENS, SCREENS

for name, view in GOLDENS.items():
    (SCREENS / f"{name}.txt").write_text(text_of(view), encoding="utf-8")
