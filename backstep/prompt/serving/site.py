"""The site: which addresses there are, who may ask, and the process behind each stepper.

textual-serve runs a process for each page that is open, and carries keys and cells. What it leaves
to others is done here: only pages of this site may open a process, so many at a time, and nothing
is fetched from elsewhere.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from backstep.messages import language, tr
from backstep.messages.system import reason
from backstep.prompt.programs import UsageError
from backstep.prompt.serving.pages import FOLDER, POLICY, Entry, list_page, terminal_page
from backstep.stepper.themes.palettes import PALETTES

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OWN_COLOURS = {"ansi": "dark", "ansi-light": "light"}  # a page has no colours of a terminal's own
PLAIN = ("#000000", "#d0d0d0")
LETTERS = 15  # pixels; 120 columns on a laptop
PATIENCE = 2.0  # seconds that open pages are given when the site ends
PROGRAM = (
    "import os, sys; sys.path[:] = sys.argv.pop(1).split(os.pathsep); "
    "from backstep.prompt.serving.visitor import main; main()"
)


@dataclass(frozen=True)
class Lent:
    """A session that is served: its file, its title, and its number in the list (0 without one)."""

    path: Path
    title: str
    number: int = 0


@dataclass
class Site:
    """What is served, and where. `lent` are sessions by name; one named "" is the whole site.

    `open` counts the pages that have a process now; `most` is how many there may be.
    """

    lent: Mapping[str, Lent]
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    theme: str = "dark"
    ascii_only: bool = False
    most: int = 20
    open: int = 0
    servers: dict[str, Server] = field(default_factory=dict)
    common: Server = field(default_factory=lambda: Server(""))  # for what all steppers share

    @property
    def look(self) -> str:
        """The theme in which it is shown."""
        return OWN_COLOURS.get(self.theme, self.theme)

    @property
    def base(self) -> str:
        """What every address begins with."""
        return self.public_url.rstrip("/")

    def command(self, name: str) -> str:
        """The line of a shell that starts the process of a visitor."""
        package = str(Path(__file__).resolve().parents[3])
        paths = [os.path.abspath(path) for path in sys.path if path]
        words = [sys.executable, "-I", "-X", "utf8", "-c", PROGRAM]
        words += [os.pathsep.join(dict.fromkeys([package, *paths])), str(self.lent[name].path)]
        words += ["--theme", self.look, "--lang", language()]
        words += ["--ascii"] if self.ascii_only else []
        if os.name == "nt":
            return subprocess.list2cmdline(words)
        return f"exec {shlex.join(words)}"  # in the shell's place, to be its parent's child

    def server(self, name: str) -> Server:
        """What starts the process and speaks with it."""
        if name not in self.servers:
            self.servers[name] = made = Server(self.command(name), title=self.lent[name].title)
            made.download_manager = self.common.download_manager
        return self.servers[name]

    def may_ask(self, host: str, origin: str | None) -> bool:
        """Whether a request is one of this site's own pages: a page of another site could open a
        process as well, and a name that leads to this machine be anybody's."""
        public = urlsplit(self.public_url).netloc
        if origin is not None and urlsplit(origin).netloc not in (host, public):
            return False
        return not is_loopback(self.host) or host == public or is_loopback(_hostname(host))


def is_loopback(host: str) -> bool:
    """Whether a name or an address is of this machine alone.

    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "example.org")]
    [True, True, True, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _hostname(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""


def address(host: str, port: int) -> str:
    """Where a browser finds a site.

    >>> address("::1", 8000)
    'http://[::1]:8000'
    """
    if host in ("0.0.0.0", "::", ""):
        host = _own_address()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _own_address() -> str:
    """The address of this machine in its network; no packet is sent for it."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"


def application(site: Site) -> web.Application:
    """The addresses of a site: `/`, `/NAME` for each session of a list, and what is behind them."""

    async def listed(request: web.Request) -> web.StreamResponse:
        entries = [Entry(each.number, name, each.title) for name, each in site.lent.items()]
        return _page(list_page(entries, site.base))

    async def stepper(request: web.Request) -> web.StreamResponse:
        name = _named(request)
        if site.open >= site.most:
            told = tr("{n} pages are open, and no more are let in: try again later.", n=site.open)
            return web.Response(status=503, text=told)
        server = site.base or f"{request.scheme}://{request.host}"
        reached = f"ws{server.removeprefix('http')}/socket/{name}"
        colours = PALETTES.get(site.look)
        text = terminal_page(
            site.lent[name].title,
            base=site.base,
            socket=reached,
            colours=PLAIN if colours is None else (colours.ground, colours.text),
            listed=bool(name),
            size=LETTERS,
        )
        return _page(text, sockets=f"ws{urlsplit(server).scheme[4:]}://{urlsplit(server).netloc}")

    async def connected(request: web.Request) -> web.StreamResponse:
        name = _named(request)
        if site.open >= site.most:
            raise web.HTTPServiceUnavailable
        site.open += 1
        try:
            return await site.server(name).handle_websocket(request)
        finally:
            site.open -= 1

    def _named(request: web.Request) -> str:
        name = request.match_info.get("name", "")
        if name not in site.lent:
            raise web.HTTPNotFound(text=tr("There is no such page here."))
        return name

    @web.middleware
    async def own_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not site.may_ask(request.host, request.headers.get("Origin")):
            raise web.HTTPForbidden(text=tr("Only pages of this site may ask for that."))
        return await handler(request)

    made = web.Application(middlewares=[own_pages])
    made.router.add_get("/", stepper if "" in site.lent else listed)
    made.router.add_static("/static", site.common.statics_path)
    made.router.add_static("/page", FOLDER)
    made.router.add_get("/socket/{name:.*}", connected)
    made.router.add_get("/download/{key}", site.common.handle_download)
    made.router.add_get("/{name}", stepper)
    return made


def _page(text: str, sockets: str = "") -> web.Response:
    headers = {
        "Content-Security-Policy": POLICY.format(sockets=sockets),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return web.Response(text=text, content_type="text/html", headers=headers)


async def serve(site: Site, said: Callable[[int], object]) -> None:
    """Serve until a signal ends it; `said` is told the port once it is reached there.

    Raises UsageError where the address cannot be had.
    """
    runner = web.AppRunner(application(site), access_log=None, shutdown_timeout=PATIENCE)
    await runner.setup()
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, done.set)
    try:
        here = web.TCPSite(runner, site.host, site.port)
        try:
            await here.start()
        except (OSError, OverflowError) as error:
            where = f"{site.host}:{site.port}"
            told = reason(error) if isinstance(error, OSError) else str(error)
            raise UsageError(
                tr("{where} cannot be served at: {reason}", where=where, reason=told)
            ) from None
        said(runner.addresses[0][1])
        await done.wait()
    finally:
        await runner.cleanup()
