"""Write every golden anew."""

from tests.stepper.panes.goldens import FOLDER, text_of, views

for name, view in views().items():
    (FOLDER / f"{name}.txt").write_text(text_of(view), encoding="utf-8")
