"""A terminal for Textual apps that keeps nothing: it counts the bytes and notes when they came.

The app runs as it does for a person: it is not headless, so every frame is rendered to escape
sequences and handed to the driver, which encodes and writes them (into the void). A key is given to
the driver as its input thread would give it. A frame's time is from there to the end of the last
write that follows; only what the terminal itself would do with the bytes is left out. A key comes
when the app has been idle for longer than a frame, so no frame clock has to be waited for.

Animations are off, as over ssh: else the last write would be the end of an animation.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from textual import events
from textual.app import App, ComposeResult
from textual.driver import Driver
from textual.geometry import Size
from textual.widgets import Label

QUIET = 0.04  # seconds without a write, after which a frame has ended
LONGEST = 60.0
CHARACTERS = {"full_stop": ".", "plus": "+", "minus": "-", "question_mark": "?", "space": " "}

Make: TypeAlias = Callable[[], App[Any]]


@dataclass(frozen=True)
class Frame:
    """What one key led to: the seconds until it was painted, and the bytes that were written."""

    seconds: float
    bytes: int


class Void(Driver):
    """Writes as a terminal's driver does, to a file that keeps nothing."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.file = open(os.devnull, "wb", buffering=0)  # noqa: SIM115 (closed with the driver)
        self.bytes = 0
        self.written = 0.0  # when

    def write(self, data: str) -> None:
        self.bytes += self.file.write(data.encode())
        self.written = time.perf_counter()

    def start_application_mode(self) -> None:
        size = Size(*(self._size or (80, 24)))
        self.send_message(events.Resize(size, size))

    def stop_application_mode(self) -> None: ...

    def disable_input(self) -> None: ...

    def close(self) -> None:
        self.file.close()


class Person:
    """Presses keys and waits until each is painted."""

    def __init__(self, app: App[Any]) -> None:
        self.app = app

    @property
    def driver(self) -> Void:
        assert isinstance(self.app._driver, Void)
        return self.app._driver

    async def press(self, key: str) -> Frame:
        """A key that changes something on the screen."""
        return await self.after(lambda: self.type(key))

    def type(self, key: str) -> None:
        """Give a key to the driver, as its input thread would."""
        character = CHARACTERS.get(key, key if len(key) == 1 else None)
        self.driver.process_message(events.Key(key, character))

    async def after(self, act: Callable[[], None]) -> Frame:
        """What is painted after something is done."""
        driver = self.driver
        before, start = driver.bytes, time.perf_counter()
        act()
        end = await quiet(driver, start)
        return Frame(end - start, driver.bytes - before)


async def quiet(driver: Void, since: float) -> float:
    """Wait for something to be written after a time, and for the end of it; when that was."""
    while time.perf_counter() - since < LONGEST:
        last = driver.written
        await asyncio.sleep(QUIET)
        if driver.written == last > since:
            return last
    raise TimeoutError("nothing was painted")


@asynccontextmanager
async def opened(
    make: Make, size: tuple[int, int], driver: type[Void] = Void
) -> AsyncIterator[tuple[Person, Frame]]:
    """An app on a terminal of a size, with what its first paint took from its making on."""
    start = time.perf_counter()
    app = make()
    app.driver_class = driver
    app.animation_level = "none"
    running = asyncio.create_task(app.run_async(size=size))
    while app._driver is None:
        await asyncio.sleep(0)
    person = Person(app)
    end = await quiet(person.driver, start)
    try:
        yield person, Frame(end - start, person.driver.bytes)
    finally:
        app.exit()
        await running


def frames(make: Make, size: tuple[int, int], keys: Sequence[str]) -> list[Frame]:
    """The first paint of an app, then one frame for each key."""

    async def run() -> list[Frame]:
        async with opened(make, size) as (person, first):
            return [first, *[await person.press(key) for key in keys]]

    return asyncio.run(run())


class OneLabel(App[None]):
    """The other side: one Label as large as the screen, with another text at every key."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Label { width: 100%; height: 100%; }"

    def __init__(self, lines: int = 1) -> None:
        super().__init__()
        self.lines = lines
        self.count = 0

    def compose(self) -> ComposeResult:
        yield Label(self.text)

    @property
    def text(self) -> str:
        return "\n".join(f"line {i}, key {self.count}" for i in range(self.lines))

    def on_key(self) -> None:
        self.count += 1
        self.query_one(Label).update(self.text)
