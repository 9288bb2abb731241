"""What is pasted, made what it was meant to be."""

from __future__ import annotations

import pytest

from backstep.prompt.pasting import pasted, pasted_into


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("x = 1\r\ny = 2\r\n", "x = 1\ny = 2\n"),
        ("x = 1\ry = 2", "x = 1\ny = 2"),
        ("    if x:\n\n        y\n    z\n", "if x:\n\n    y\nz\n"),
        ("\tif x:\n\t\ty\n", "if x:\n    y\n"),
        ("if x:\n\ty = '\t'\n", "if x:\n    y = '\t'\n"),
        ("if x:\n  \ty\n        z\n", "if x:\n        y\n        z\n"),
        ("s = '''\n\ta\n'''\n", "s = '''\n\ta\n'''\n"),
        ("x = 1\n    y = 2\n    z = 3\n", "x = 1\ny = 2\nz = 3\n"),
        (">>> x = 1\n>>> x\n1\n", "x = 1\nx"),
        ("  >>> def f():\n  ...     return 1\n  >>> f()\n  1\n", "def f():\n    return 1\nf()"),
        ("In [1]: x = 1\n\nIn [2]: x\nOut[2]: 1\n", "x = 1\nx"),
        ("one line", "one line"),
        ("x = (1\n", "x = (1\n"),
    ],
)
def test_what_is_pasted_alone(text: str, meant: str) -> None:
    assert pasted(text) == meant


@pytest.mark.parametrize(
    ("text", "line", "meant"),
    [
        ("a\r\nb", "x = ", "a\nb"),
        ("a = 1\nb = 2", "    ", "a = 1\n    b = 2"),
        ("    a = 1\n    b = 2", "    ", "a = 1\n    b = 2"),
        ("word", "    ", "word"),
    ],
)
def test_what_is_pasted_into_a_cell(text: str, line: str, meant: str) -> None:
    assert pasted_into(text, line) == meant
