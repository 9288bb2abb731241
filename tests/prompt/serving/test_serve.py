"""`backstep serve` in a process of its own: over HTTP, and with keys through its socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

from backstep.cli import main
from backstep.prompt.serving import starting
from backstep.prompt.serving.starting import one_session
from tests.test_cli import PROGRAM

aiohttp = pytest.importorskip("aiohttp")
pytest.importorskip("textual_serve")
TOOK = 60.0  # seconds that anything is waited for


@contextlib.contextmanager
def served(*arguments: str, home: Path) -> Iterator[tuple[str, str]]:
    """A site on any port: its address, and all that was said until it stood."""
    process = subprocess.Popen(
        [sys.executable, "-m", "backstep", "serve", "--port", "0", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "BACKSTEP_HOME": str(home)},
    )
    assert process.stderr is not None
    said = ""
    try:
        for line in process.stderr:
            said += line
            found = re.search(r"http://\S+", line)
            if "Ctrl-C" in line and found:
                yield found[0], said
                break
        else:
            raise AssertionError(said)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(TOOK) == 0
        process.stderr.close()


def asked(url: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=TOOK) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


async def stepped(url: str, *keys: str, until: str) -> str:
    """What a terminal of 80x24 shows once it has some words, each key pressed after the last."""
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    waiting = ["step 0/22", *until.split("|")]
    presses = list(keys)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}?width=80&height=24") as socket,
    ):
        while waiting:
            message = await socket.receive(TOOK)
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)
            if message.type == aiohttp.WSMsgType.BINARY:
                stream.feed(message.data)
            if waiting[0] in "\n".join(screen.display):
                del waiting[0]
                if presses:
                    await socket.send_json(["stdin", presses.pop(0)])
    return "\n".join(screen.display)


def test_keys_that_are_pressed_in_a_browser_step(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    with served(str(program), home=tmp_path) as (url, _):
        status, page = asked(url)
        assert status == 200 and "<title>program.py</title>" in page
        (socket,) = re.findall(r'data-session-websocket-url="([^"]+)"', page)
        shown = asyncio.run(stepped(socket, "n", "n", "n", until="pop 1/4|pop 2/4|pop 3/4"))
    assert "square#2" in shown


def test_without_a_file_the_lessons_are_listed(tmp_path: Path) -> None:
    with served(home=tmp_path) as (url, _):
        status, page = asked(url)
        assert (status, page.count("<li>")) == (200, 24)
        assert asked(f"{url}/diamond")[0] == 200
        assert asked(f"{url}/nothing")[0] == 404
        assert asked(f"{url}/static/js/textual.js")[0] == 200


def test_only_pages_of_the_site_open_a_process(tmp_path: Path) -> None:
    with served("diamond", home=tmp_path) as (url, _):
        host = url.removeprefix("http://")
        socket = f"{url}/socket/"
        assert asked(socket, Origin="https://elsewhere.example")[0] == 403
        assert asked(url, Host=f"elsewhere.example:{host.rpartition(':')[2]}")[0] == 403
        assert asked(url, Host=f"localhost:{host.rpartition(':')[2]}")[0] == 200


def test_where_others_can_reach_it_a_warning_says_so(tmp_path: Path) -> None:
    with served("diamond", "--host", "0.0.0.0", home=tmp_path) as (_, said):
        assert said.startswith("warning:")
    with served("diamond", home=tmp_path) as (_, said):
        assert "warning" not in said


def test_no_more_are_let_in_than_there_may_be(tmp_path: Path) -> None:
    async def two(url: str) -> int:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{url}/socket/") as first,
        ):
            await first.receive(TOOK)
            async with session.get(url) as second:
                return int(second.status)

    with served("diamond", "--visitors", "1", home=tmp_path) as (url, _):
        assert asyncio.run(two(url)) == 503


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--port", "70000"], 2, "a port is from 0 to 65535"),
        (["--port", "x"], 2, "a port is from 0 to 65535"),
        (["--public-url", "example.org"], 2, "write it whole"),
        (["--visitors", "0"], 2, "a number from 1"),
        (["nothing-like-it"], 1, "no such file or shipped session"),
        (["diamond", "--host", "192.0.2.77"], 1, "192.0.2.77"),
    ],
)
def test_what_cannot_be_served_is_one_sentence(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = main(["serve", *arguments])
    except SystemExit as error:
        ended = int(str(error.code))
    said = " ".join(capsys.readouterr().err.split())
    assert (ended, told in said) == (code, True), said
    assert "Traceback" not in said


def test_a_program_that_comes_to_no_pass_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "program.py"
    program.write_text("print(6 * 7)\n")
    assert main(["serve", str(program)]) == 1
    assert "no backward pass" in capsys.readouterr().err


def test_without_the_extra_a_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(starting, "find_spec", lambda name: None)
    assert main(["serve"]) == 1
    assert "-m pip install textual-serve" in " ".join(capsys.readouterr().err.split())


def test_a_session_keeps_its_title() -> None:
    from backstep.session import find_session

    (lent,) = one_session(find_session("diamond")).values()
    assert lent.title == "Two paths, and why generations"
