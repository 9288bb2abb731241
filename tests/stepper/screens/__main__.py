"""Write every golden anew."""

from tests.stepper.screens import GOLDENS, SCREENS, text_of

for name, view in GOLDENS.items():
    (SCREENS / f"{name}.txt").write_text(text_of(view), encoding="utf-8")
