"""The notebook of a view, and what its keeper is given."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from backstep.recording.annotations import Annotations, Ask, Looked, Mark, Note
from backstep.stepper.app import Stepper
from backstep.stepper.notebook import Entered, Notebook, Save, entered_since, notebook_of
from backstep.stepper.view import first_view
from tests.stepper.passes import diamond, recorded


def test_a_notebook_begins_with_what_is_known_and_has_nothing_to_write() -> None:
    page = Annotations().adding(Mark(3))
    notebook = notebook_of([Annotations(), page])
    assert (notebook.page(0), notebook.page(1)) == (Annotations(), page)
    assert entered_since(Notebook(), notebook) == ()


def test_what_is_entered_goes_to_the_keeper_once_and_in_order() -> None:
    kept: list[Entered | Save] = []

    def keeper(entered: Entered | Save) -> str:
        kept.append(entered)
        return "Not written: the disk is full." if isinstance(entered, Save) else ""

    async def run() -> None:
        app = Stepper(first_view(recorded(diamond)), keeper=keeper)
        async with app.run_test() as pilot:
            await pilot.pause()
            app.change(app.view.noting(Mark(3)).noting(Note(5, "here")))
            app.change(app.view.noting(Ask(5, "next", given="add", right=True)))
            app.change(app.view)
            assert app.view.message == ""
            saved = app.view.notebook.saving("talk", 0, Looked(5))
            app.change(replace(app.view, notebook=saved))
            assert app.view.message == "Not written: the disk is full."

    asyncio.run(run())
    ask = Ask(5, "next", given="add", right=True)
    assert kept == [
        Entered(0, Mark(3)),
        Entered(0, Note(5, "here")),
        Entered(0, ask),
        Save("talk", Entered(0, Looked(5))),
    ]
