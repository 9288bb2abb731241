"""Pages opened in a real browser: Chromium without a window, led by Playwright."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --disable-dev-shm-usage"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WHERE = "BACKSTEP_CHROMIUM"  # names another browser of the kind
PATIENCE = 20_000  # milliseconds
EMPTY = "about:blank"
MEDIA = {"reduced_motion": "reduce", "color_scheme": "light"}
READY = "() => window.backstep && !document.body.classList.contains('loading')"


def chromium() -> str | None:
    """Where Chromium is on this machine; None where there is none."""
    named = os.environ.get(WHERE)
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Windows:
    """The windows of a browser, each opened once: a new one takes longer than what most tests do.

    What a page can leave behind is its document, which goes when the next one comes; it stores
    nothing.
    """

    browser: Browser
    free: defaultdict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def window(self, **options: Any) -> Iterator[Page]:
        """An empty window with some options (`has_touch=True`), for as long as the block lasts."""
        alike = self.free[repr(sorted(options.items()))]
        page = alike.pop() if alike else self._new(options)
        yield page
        page.goto(EMPTY)
        alike.append(page)

    def _new(self, options: dict[str, Any]) -> Page:
        page = self.browser.new_context(**options).new_page()
        page.set_default_timeout(PATIENCE)
        return page


@contextmanager
def browser() -> Iterator[Windows]:
    """A browser, for as long as the block lasts."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        try:
            yield Windows(opened)
        finally:
            opened.close()


@dataclass
class Opened:
    """A page that is open, and what it said and asked for: nothing, as it should be."""

    page: Page
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys, as a person does."""
        for key in keys:
            self.page.keyboard.press(key)

    def run(self, script: str, argument: Any = None) -> Any:
        """What a script in the page gives."""
        return self.page.evaluate(script, argument)

    @property
    def position(self) -> int:
        """Where in its pass the page is."""
        return int(self.run("backstep.view.position"))

    def text(self, selector: str) -> str:
        """What is written in an element."""
        return self.page.locator(selector).inner_text()

    @property
    def quiet(self) -> bool:
        """Whether nothing went wrong and nothing was asked of any network."""
        return not (self.console or self.errors or self.requests)


@contextmanager
def opened(
    browser: Windows,
    path: Path,
    place: str = "",
    size: tuple[int, int] = (1280, 800),
    **options: Any,
) -> Iterator[Opened]:
    """A page opened from its file, at a place (`#pass=1&step=16`)."""
    media = {each: options.pop(each, usual) for each, usual in MEDIA.items()}
    with browser.window(**options) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(**media)
        found = Opened(page)
        heard = {
            "console": lambda message: found.console.append(message.text),
            "pageerror": lambda error: found.errors.append(str(error)),
            "request": lambda each: _noted(found, each.url, path),
        }
        for event, hear in heard.items():
            page.on(event, hear)  # type: ignore[call-overload]
        try:
            page.goto(path.as_uri() + place)
            if options.get("java_script_enabled", True):
                page.wait_for_function(READY)
            yield found
        finally:
            for event, hear in heard.items():
                page.remove_listener(event, hear)


def _noted(found: Opened, url: str, path: Path) -> None:
    if not url.startswith((path.as_uri(), "data:")):
        found.requests.append(url)
