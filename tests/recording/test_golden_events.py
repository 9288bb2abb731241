"""The goldens again, through the JSON events that --json prints and programs read."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from backstep.recording.telling.events import json_lines
from tests.golden_runs import RUNNABLE, assert_close, load, run

PLAIN = [name for name in RUNNABLE if "loop" not in load(name)["tags"]]


@cache
def printed(name: str) -> list[list[dict[str, Any]]]:
    """The events of each recorded backward, as a reader of the lines gets them."""
    recordings = run(load(name)["source"]).recordings
    return [[json.loads(line) for line in json_lines(r)] for r in recordings.values()]


def goldens(name: str) -> list[dict[str, Any]]:
    return [b for b in load(name)["backwards"] if b["graph"]["functions"]]


@pytest.mark.parametrize("name", PLAIN)
def test_each_backward_opens_and_closes_with_its_own_id(name: str) -> None:
    for lines, golden in zip(printed(name), goldens(name), strict=True):
        head, *_, last = lines
        assert {line["id"] for line in lines} == {head["id"]}
        assert head["event"] == "backward"
        assert head["functions"] == golden["graph"]["functions"]
        assert ("parent" in head) == bool(golden.get("depth"))
        assert last["event"] == ("error" if "raised" in golden else "done")


@pytest.mark.parametrize("name", PLAIN)
def test_pop_events_have_the_golden_s_order_and_queue(name: str) -> None:
    for lines, golden in zip(printed(name), goldens(name), strict=True):
        pops = [line for line in lines if line["event"] == "pop"]
        expected = [pop for pop in golden["pops"] if pop["gxs"] is not None]
        assert [line["pop"] for line in pops] == list(range(1, len(expected) + 1))
        assert [(p["function"], p["generation"], p["queue"], p["queue_length"]) for p in pops] == [
            (
                pop["func"],
                pop["generation"],
                [entry[:2] for entry in pop["queue_after"]],
                len(pop["queue_after"]),
            )
            for pop in expected
        ]


@pytest.mark.parametrize("name", PLAIN)
def test_pop_events_have_the_golden_s_numbers(name: str) -> None:
    for lines, golden in zip(printed(name), goldens(name), strict=True):
        pops = [line for line in lines if line["event"] == "pop"]
        for line, pop in zip(pops, golden["pops"], strict=False):
            for key in ("gys", "gxs"):
                for mine, theirs in zip(line[key], pop[key], strict=True):
                    assert_close(mine, theirs, key)
            assert [[d["how"], d["then"]] for d in line["delivered"]] == [
                [how, then] for _, how, _, then in pop["delivered"]
            ]
            for d, delivered in zip(line["delivered"], pop["delivered"], strict=True):
                assert_close(d["after"], delivered[2], delivered[0])
            assert len(line["freed"]) == len(pop["freed"])


@pytest.mark.parametrize("name", PLAIN)
def test_done_events_have_the_golden_s_grads(name: str) -> None:
    for lines, golden in zip(printed(name), goldens(name), strict=True):
        if lines[-1]["event"] == "done":
            assert lines[-1]["pops"] == len(golden["pops"])
            for key, expected in golden["grads"].items():
                assert_close(lines[-1]["grads"][key], expected, key)
