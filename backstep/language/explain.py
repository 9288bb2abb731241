"""From an exception to a Problem: the person's own line, and a sentence that helps."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable
from types import CodeType, TracebackType

from backstep.language.compiling.assignments import Refusal
from backstep.language.compiling.names import CELL
from backstep.language.compiling.spans import Sources
from backstep.language.errors import Problem, hint, sentence_of
from backstep.language.library.modules import way_to
from backstep.messages import later, tr
from backstep.recording.spans import span_of

# What Python and numpy say of these leaves a learner without a remedy.
REMEDIES = {
    "does not support ufuncs": later(
        "numpy functions take arrays, not Variables: give them x.data"
    ),
    "must be real number, not Variable": (
        later("functions of math take numbers, not Variables: write sin(x), or math.sin(x.data)")
    ),
    "a real number, not 'Variable'": later("a Variable is not a number: write float(x.data)"),
    "Variable.backward() got an unexpected keyword": (
        later("backward takes retain_grad and create_graph, True or False")
    ),
    "to dtype('int64') with casting rule": (
        later("whole numbers cannot take fractions: begin with floats, as in np.array(3.0)")
    ),
    "Exceeds the limit (4300": later(
        "a whole number of more than 4300 digits cannot be written out"
    ),
}
COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def problem_of(error: BaseException, sources: Sources, names: Iterable[str] = ()) -> Problem:
    """The problem that an exception of a running cell is, at the innermost place in a cell."""
    innermost = _innermost(error.__traceback__)
    try:
        kind, message = _told(error, names)
    except Exception:  # a class of the person's own may make anything of its arguments
        kind, message = _public_kind(type(error)), tr("(its message could not be made)")
    if innermost is None and isinstance(error, (RecursionError, MemoryError)):
        return Problem("SyntaxError", tr("nested too deeply"))
    if innermost is None:
        return Problem(kind, message)
    code = innermost.tb_frame.f_code
    span = span_of(code, innermost.tb_lasti)
    line = max(innermost.tb_lineno or 0, 0) or _line_before(code, innermost.tb_lasti)  # 3.11.2: -1
    text = sources.line(code.co_filename, line)
    column, end = 0, len(text)
    if span is not None and span.line == line:
        column = _characters(text, span.column)
        end = _characters(text, span.end_column) if span.end_line == line else len(text)
    return Problem(kind, message, line, text, column, end, _where(code.co_qualname))


def refusal_problem(refusal: Refusal, sources: Sources, filename: str) -> Problem:
    """The problem that a place refused by the policy is."""
    node = refusal.node
    line = getattr(node, "lineno", 1)
    text = sources.line(filename, line)
    column = _characters(text, getattr(node, "col_offset", 0))
    end = _characters(text, getattr(node, "end_col_offset", None) or len(text.encode()))
    if getattr(node, "end_lineno", line) != line or isinstance(node, ast.stmt):
        end = len(text)
    return Problem("NotAvailable", str(refusal), line, text, column, end)


def _told(error: BaseException, names: Iterable[str]) -> tuple[str, str]:
    kind = _public_kind(type(error))
    if isinstance(error, KeyboardInterrupt):
        return kind, tr("interrupted")
    if isinstance(error, RecursionError):
        return kind, tr("a function calls itself too deeply: does it ever stop?")
    if isinstance(error, MemoryError):
        return kind, tr("there is not enough memory for this")
    if isinstance(error, UnboundLocalError):
        found = re.search(r"'(\w+)'", sentence_of(error))
        name = found.group(1) if found else tr("a variable")
        return kind, tr("{name} is used here before it is assigned in this function", name=name)
    if isinstance(error, NameError):
        found = re.search(r"'(\w+)'", sentence_of(error))
        if found:
            return kind, _undefined(found.group(1), names)
    if isinstance(error, AssertionError) and not error.args:
        return kind, tr("this does not hold")
    message = sentence_of(error)
    message = _of_functions(message)
    for sign, remedy in REMEDIES.items():
        if sign in message:
            message = tr(remedy)
    if isinstance(error, KeyError):
        message = (
            tr("there is no key {message!r}", message=message) if error.args else tr("no such key")
        )
    return kind, message


def _of_functions(message: str) -> str:
    """Say what Python says of calls and of None as a learner of Functions needs it."""
    made = re.fullmatch(r"(\w+)\(\) takes no arguments", message)
    if made:
        return tr(
            "{message}: a Function is made first and called then, {made}()(x); another class "
            "takes them in its __init__",
            message=message,
            made=made[1],
        )
    counted = re.fullmatch(
        r"(.*\.(forward|backward))\(\) takes (\d+) positional arguments? but (\d+) \w+ given",
        message,
    )
    if counted:
        what = (
            tr("an array for each input") if counted[2] == "forward" else tr("a gy for each output")
        )
        taken, given = int(counted[3]) - 1, int(counted[4]) - 1  # without self
        return tr(
            "{method} is given {given} and takes {taken} after self: {what}",
            method=counted[1],
            given=given,
            taken=taken,
            what=what,
        )
    if "unsupported operand type(s) for ^" in message:
        return tr("{message}: a power is written x ** 2", message=message)
    if message == "'int' object is not iterable":
        return tr("{message}: write range(n) to count to n", message=message)
    if "unsupported operand" in message and "'NoneType'" in message:
        return tr(
            "{message}: is that a grad? It is None before backward, after cleargrad, and "
            "where it was freed",
            message=message,
        )
    return message


def _innermost(traceback: TracebackType | None) -> TracebackType | None:
    """The deepest entry of a traceback that is in a cell."""
    found = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename.startswith(CELL):
            found = traceback
        traceback = traceback.tb_next
    return found


def _line_before(code: CodeType, instruction: int) -> int:
    """The line of an instruction that has none of its own, as a jump that Ctrl-C meets."""
    lines = [line for start, _, line in code.co_lines() if line and start <= instruction]
    return lines[-1] if lines else code.co_firstlineno


def _characters(text: str, offset: int) -> int:
    """A column in UTF-8 bytes as one in characters."""
    return len(text.encode()[:offset].decode(errors="ignore"))


def _undefined(name: str, names: Iterable[str]) -> str:
    if hasattr(builtins, name):
        return tr("{name} is not available here", name=name)
    return tr("{name} is not defined", name=name) + (way_to(name) or hint(name, names))


def _public_kind(kind: type) -> str:
    """The first public class of an error: numpy's own are private under a public one."""
    return next(each.__name__ for each in kind.__mro__ if not each.__name__.startswith("_"))


def _where(qualified: str) -> str:
    """`in f`, `in forward of Square`; nothing at the top level, where comprehensions are too."""
    parts = [p for p in qualified.split(".") if p != "<locals>" and p not in COMPREHENSIONS]
    if not parts or parts == ["<module>"]:
        return ""
    name = parts[-1].strip("<>")
    if len(parts) == 1:
        return tr("in {name}", name=name)
    return tr("in {name} of {owner}", name=name, owner=".".join(parts[:-1]))
