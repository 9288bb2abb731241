"""What is typed, beside what is said."""

from __future__ import annotations


def verbatim(text: str) -> str:
    """What is typed, as it stands in every language."""
    return text
