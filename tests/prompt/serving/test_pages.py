"""The pages of the site: what they ask for, and what becomes of the words in them."""

from __future__ import annotations

import re

import pytest

from backstep.prompt.serving.pages import FOLDER, POLICY, Entry, list_page, terminal_page

PAYLOAD = "<script>alert(1)</script>\"'&"


def a_stepper(title: str = "Two paths") -> str:
    return terminal_page(
        title,
        base="",
        socket="ws://127.0.0.1:8000/socket/diamond",
        colours=("#000000", "#ffffff"),
        listed=True,
        size=15,
    )


@pytest.mark.parametrize("page", [a_stepper(), list_page([Entry(1, "chain", "The chain rule")])])
def test_a_page_asks_nothing_of_another_site(page: str) -> None:
    asked = re.findall(r"(?:src|href)=\"([^\"]*)\"|url\([\"']?([^\"')]*)", page)
    assert {one or other for one, other in asked} <= {
        "",
        "/",
        "/chain",
        "/page/keys.js",
        "/page/list.css",
        "/page/terminal.css",
        "/static/js/textual.js",
        "/static/css/xterm.css",
        "/static/fonts/RobotoMono-VariableFont_wght.ttf",
        "data:,",
    }


@pytest.mark.parametrize("name", ["list.css", "terminal.css", "keys.js"])
def test_what_a_page_asks_for_asks_nothing_of_another_site(name: str) -> None:
    assert "//" not in re.sub(r"^// .*", "", (FOLDER / name).read_text(), flags=re.MULTILINE)


def test_a_browser_is_told_to_ask_no_other_site_either() -> None:
    policy = POLICY.format(sockets="ws://127.0.0.1:8000")
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "unsafe-inline" not in policy.split("; ")[1]


@pytest.mark.parametrize("page", [a_stepper(PAYLOAD), list_page([Entry(1, PAYLOAD, PAYLOAD)])])
def test_words_of_others_are_words(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;" in page


def test_a_list_behind_a_proxy_leads_back_through_it() -> None:
    page = list_page([Entry(1, "chain", "The chain rule")], "https://example.org/step")
    assert 'href="https://example.org/step/chain"' in page
