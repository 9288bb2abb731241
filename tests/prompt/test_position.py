"""Where the cursor stands, read off what has been typed so far."""

from __future__ import annotations

import pytest

from backstep.prompt.position import LONG, position


@pytest.mark.parametrize(
    ("before", "callee", "index", "keyword"),
    [
        ("f(", "f", 0, ""),
        ("y.backward(True, cr", "y.backward", 1, ""),
        ("f(a, b=", "f", 1, "b"),
        ("g(f(1, 2), [3, 4], h", "g", 2, ""),
        ("f(x == y, ", "f", 1, ""),
        ("f('a, b', ", "f", 1, ""),
        ('f("""a,\n(""", ', "f", 1, ""),
        ("f(1,  # a comment, with (\n  ", "f", 1, ""),
        ("F . sum (x, ", "F.sum", 1, ""),
        ("Square()(x, ", "Square()", 1, ""),
        ("print(f'{f(x, ", "f", 1, ""),
        ("f({'a': [1, 2", "f", 0, ""),
    ],
)
def test_the_call_that_is_being_written(before: str, callee: str, index: int, keyword: str) -> None:
    call = position(before).call
    assert call is not None
    assert (call.callee, call.index, call.keyword) == (callee, index, keyword)


@pytest.mark.parametrize(
    "before",
    [
        "",
        "f(1)",
        "def f(x, ",
        "class A(Fun",
        "if (x",
        "x = [1, ",
        "'f(",
        "# f(",
        "(1)\n(",
        "a.b().c(",
    ],
)
def test_no_call_that_could_be_looked_up(before: str) -> None:
    assert position(before).call is None


@pytest.mark.parametrize(
    ("before", "kind", "opened"),
    [
        ("x = 'squ", "text", "squ"),
        ('d["ab', "text", "ab"),
        ("'''a\nb", "text", "a\nb"),
        ("f'{x} squ", "text", "{x} squ"),
        ("f'{{squ", "text", "{{squ"),
        ("f'{x:.2", "text", "{x:.2"),
        ("f'{squ", "code", ""),
        ("f'{d[1:squ", "code", ""),
        ("rF'{squ", "code", ""),
        ("x = 1  # squ", "comment", ""),
        ("'a'  # b\nsqu", "code", ""),
        ("'never closed\nsqu", "code", ""),
        (r"'it\'s squ", "text", r"it\'s squ"),
    ],
)
def test_code_a_text_or_a_comment(before: str, kind: str, opened: str) -> None:
    at = position(before)
    assert (at.kind, at.opened) == (kind, opened)


@pytest.mark.parametrize(
    ("before", "fresh"),
    [("f(re", True), ("f(x, re", True), ("f(-re", False), ("f(x if re", False), ("f(a=re", False)],
)
def test_whether_a_parameter_may_be_named_here(before: str, fresh: bool) -> None:
    call = position(before).call
    assert call is not None
    assert call.fresh is fresh


def test_a_long_program_is_read_from_its_last_statement_on() -> None:
    program = "x = f(1)\n" * LONG + "g(a, "
    call = position(program).call
    assert call is not None
    assert (call.callee, call.index) == ("g", 1)
