"""A figure as a JSON event, one object a line, beside those of the passes (events.py)."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from backstep.recording.figures import Figure, Plot, Series
from backstep.recording.values import number_json

DEFAULTS = {each.name: each.default for kind in (Plot, Series) for each in fields(kind)}


def figure_line(figure: Figure) -> str:
    """The event as a line of JSON: each plot with its series; what is as usual is left out."""
    event = {"event": "plot", "title": figure.title, "plots": [_plot(p) for p in figure.plots]}
    return json.dumps(event, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plot(plot: Plot) -> dict[str, Any]:
    told = _told(asdict(plot) | {"series": (), "fields": ()})
    told["series"] = [_told(asdict(series)) for series in plot.series]
    if plot.fields:
        told["fields"] = [_numbers(asdict(field)) for field in plot.fields]
    return told


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """What differs from the defaults, or is what the record is about."""
    kept = {k: v for k, v in record.items() if k in ("kind", "x", "y") or v != DEFAULTS.get(k)}
    return dict(_numbers(kept))


def _numbers(value: Any) -> Any:
    """The same with nan and inf as JSON can say them."""
    if isinstance(value, dict):
        return {key: _numbers(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_numbers(item) for item in value]
    return number_json(value) if isinstance(value, float) else value
