"""One side in a column: its pop, what it gathers and delivers, its queue, the bytes it holds.

Both columns have the same rows in the same places, so that they can be read across.
"""

from __future__ import annotations

from backstep.messages import cells, later, padded, tr
from backstep.recording.comparing.comparison import Comparison
from backstep.recording.looking.held import bytes_text
from backstep.recording.records import Delivery, Pop
from backstep.recording.timeline import Moment
from backstep.recording.values import value_text
from backstep.stepper.sides.opened import side_moment
from backstep.stepper.text import Line, Run, fitted_name, plain, width_of
from backstep.stepper.view import View

LABEL = 6
VALUE_WIDTHS = (24, 14, 8)
LEAST_NAME = 4
COUNTED_FROM = 34  # cells of a column in which a pop has its number; the header has it anyway
NOT_YET = later("not yet")
ROWS_BESIDE_GXS = 4  # pop, gy, funcs, held
TURNS = {2: later("2nd time"), 3: later("3rd time")}


def side_lines(view: View, side: int, width: int, height: int) -> list[Line]:
    """The rows of one side, at most `height` of them."""
    comparison = view.sides
    assert comparison is not None
    moment = side_moment(view, side)
    if height == 1:
        return [_in_one(view, comparison, side, moment, width)]
    wanted = max(_deliveries(side_moment(view, each)) for each in (0, 1))
    gxs = max(1, min(wanted, height - 3))
    is_done = view.timeline.pop_at(view.position) > moment.pop_index
    rows = [
        _pop_line(view, comparison, side, moment, width),
        _item("gy") if is_done else _gy_line(comparison, side, moment),
        *([_item("gx")] + [[]] * (gxs - 1) if is_done else _gx_lines(view, moment, gxs, width)),
        _queue_line(view, moment, width),
    ]
    if height < 4:
        rows = [rows[0], rows[1], rows[-1]]
    rows.append(_held_line(view, comparison, moment, width))
    return rows[:height]


def column_height(comparison: Comparison, most_gxs: int) -> int:
    """The rows that a column needs in every pop, with so many gxs at the most."""
    functions = comparison.sides[0].recording.functions
    most = max((len(f.inputs) for f in functions), default=1)
    return min(most, most_gxs) + ROWS_BESIDE_GXS


def _item(label: str, *runs: Run) -> Line:
    return [Run(f" {padded(label, LABEL)}", "dim"), *runs]


def _pop_line(view: View, comparison: Comparison, side: int, moment: Moment, width: int) -> Line:
    """The function under way, and what is odd about that."""
    f = moment.function
    if f is None:
        return _item("pop", Run(tr("nothing yet"), "dim"))
    total = len(moment.recording.pops)
    if view.timeline.pop_at(view.position) > moment.pop_index:
        return _item("pop", Run(tr("done after {n} pops", n=total), "set"))
    one, other = view.signs.current
    name = Run(f"{one}{f.label}{other}", "node.current")
    number = [Run(f"{moment.pop_index + 1}/{total} ")] if width >= COUNTED_FROM else []
    generation = Run(f" gen {f.generation}", "dim")
    flag = flag_of(comparison, side, moment.pop_index)
    if not flag:
        return _item("pop", *number, name, generation)
    told = Run("  "), Run(f"{view.signs.trouble} {flag}", "error")
    short = Run(" "), Run(f"{view.signs.trouble} {flag.split()[-1]}", "error")
    for runs in ([*number, name, generation, *told], [*number, name, *told], [name, *told]):
        line = _item("pop", *runs)
        if width_of(line) <= width:
            return line
    return _item("pop", name, *short)


def flag_of(comparison: Comparison, side: int, k: int) -> str:
    """What is odd about a pop, in a word or two."""
    here = comparison.sides[side]
    if k < 0 or k >= len(here.recording.pops):
        return ""
    if here.recording.pops[k].gxs is None:
        return tr("stops here")
    if k not in comparison.wrong_pops[side]:
        return ""
    turn = here.turns[k]
    if turn > 1:
        if turn in TURNS:
            return tr(TURNS[turn])
        return tr("{n}th time", n=turn)
    return tr("too early") if k in here.early else tr("wrong gy")


def _gy_line(comparison: Comparison, side: int, moment: Moment) -> Line:
    """What is gathered, beside what it should be."""
    pop = moment.pop
    if pop is None or not moment.reached("gather"):
        return _item("gy", Run(tr(NOT_YET), "dim"))
    text = ", ".join(value_text(gy) for gy in pop.gys)
    right = comparison.right_gys.get(pop.function)
    line = _item("gy", Run(text, "hot" if moment.phase == "gather" else ""))
    wrong = moment.pop_index in comparison.wrong_pops[side] and right is not None
    if wrong and right is not None and not all(map(comparison.near, pop.gys, right)):
        should = ", ".join(value_text(gy) for gy in right)
        line += [Run("  "), Run(tr("  not {should}", should=should).strip(), "error")]
    return line


def _deliveries(moment: Moment) -> int:
    return 0 if moment.pop is None else len(moment.pop.deliveries)


def _gx_lines(view: View, moment: Moment, height: int, width: int) -> list[Line]:
    """Where each gx goes and what becomes of it there, in so many rows."""
    pop = moment.pop
    rows: list[Line] = []
    if pop is not None and pop.gxs is None and moment.failed:
        rows = [_item("gx", Run(tr("none: it stops here"), "error"))]
    elif pop is not None and moment.reached("multiply"):
        total = len(pop.deliveries)
        now = moment.step.delivery if moment.step and moment.step.delivery is not None else 0
        now = total - 1 if moment.phase == "free" else now
        first = min(now, max(0, total - height))
        rows = [
            _item(
                f"gx{i + 1}/{total}" if total > height else "gx" if i == 0 else "",
                *_fitting_gx(view, moment, pop, i, width),
            )
            for i in range(first, min(total, first + height))
        ]
    rows = rows or [_item("gx", Run(tr(NOT_YET), "dim"))]
    return rows + [[]] * (height - len(rows))


def _fitting_gx(view: View, moment: Moment, pop: Pop, i: int, width: int) -> list[Run]:
    """A gx with its values in full, or as short as they have to be."""
    d = pop.deliveries[i]
    room = width - LABEL - 1
    whole = moment.grad_label(d.to)
    for most, name in (*((most, whole) for most in VALUE_WIDTHS), (8, moment.label(d.to))):
        runs = _gx(view, moment, pop, i, most, name)
        if width_of(runs) <= room:
            return runs
    less = max(LEAST_NAME, cells(name) - (width_of(runs) - room))
    return _gx(view, moment, pop, i, most, plain(fitted_name(name, less)).rstrip())


def _gx(view: View, moment: Moment, pop: Pop, i: int, most: int, name: str) -> list[Run]:
    d = pop.deliveries[i]
    step = moment.step
    made = moment.reached("free") or (
        step is not None and step.delivery is not None and step.delivery >= i
    )
    hot = "hot" if step is not None and step.delivery == i else ""
    runs = [Run(f"{value_text(d.gx, most)} {view.signs.arrow} {name}", hot)]
    return (
        [*runs, Run(f"  {_came_to(d, most)}", _role(d) if _role(d) == "error" else hot or _role(d))]
        if made
        else runs
    )


def _came_to(d: Delivery, most: int) -> str:
    if d.how == "set":
        return (
            tr("set")
            if d.before is None
            else tr("set, {value} lost", value=value_text(d.before, most))
        )
    return f"+= {value_text(d.after, most)}"


def _role(d: Delivery) -> str:
    if d.how == "add":
        return "add"
    return "set" if d.before is None else "error"


def _queue_line(view: View, moment: Moment, width: int) -> Line:
    """The queue in a line, the next one last; its beginning is cut."""
    functions = moment.recording.functions
    labels = [functions[entry.function].label for entry in moment.queue]
    if not labels:
        return _item("funcs", Run("[ ]", "dim"))
    room = width - LABEL - 10
    shown: list[str] = []
    for label in reversed(labels):
        if shown and sum(len(each) + 2 for each in [*shown, label]) > room:
            break
        shown.insert(0, label)
    cut = len(labels) - len(shown)
    before = f"[{view.signs.cut}{cut}, " if cut else "["
    rest = "".join(f"{label}, " for label in shown[:-1])
    return _item("funcs", Run(before + rest, "queued"), Run(shown[-1], "queued.next"), Run("]"))


def _held_line(view: View, comparison: Comparison, moment: Moment, width: int) -> Line:
    """The bytes of all gradients, and what this step frees or keeps."""
    held = moment.timeline.held
    now, peak = held.at(moment.position), held.peak_at(moment.position)
    line = _item(tr("held"), Run(bytes_text(now), "hot" if comparison.retains else ""))
    done = _freed_or_kept(view, moment)
    if done and width_of([*line, *done]) <= width:
        return [*line, *done]
    return [*line, Run(tr("  at most {bytes}", bytes=bytes_text(peak)), "dim")]


def _freed_or_kept(view: View, moment: Moment) -> Line:
    """What becomes of the gradients that the pop under way has used, in its last step."""
    if moment.phase != "free" or moment.pop is None or moment.function is None:
        return []
    if moment.pop.freed:
        names = ", ".join(moment.grad_label(i) for i in moment.pop.freed)
        return [
            Run(
                tr("  {sign} {names} freed", sign=view.signs.freed, names=names),
                "freed",
            )
        ]
    if moment.recording.retain_grad:
        names = ", ".join(moment.grad_label(i) for i in moment.function.outputs)
        return [Run(tr("  {names} kept", names=names), "set")]
    return []


def _in_one(view: View, comparison: Comparison, side: int, moment: Moment, width: int) -> Line:
    """All of a side in one line, for a terminal that is hardly there."""
    name = tr(comparison.short_names[side])
    line: Line = [Run(f" {name}", "pane"), Run(" ")]
    pop, f = moment.pop, moment.function
    if pop is None or f is None:
        return [*line, Run(tr("nothing popped yet"), "dim")]
    flag = flag_of(comparison, side, moment.pop_index)
    line.append(Run(f.label, "node.current"))
    if flag:
        line.append(Run(f" {view.signs.trouble}", "error"))
    if moment.reached("gather"):
        line.append(Run(f" gy {', '.join(value_text(gy, 8) for gy in pop.gys)}"))
    if moment.reached("multiply") and pop.gxs:
        gxs = ", ".join(value_text(gx, 8) for gx in pop.gxs)
        more = Run(f" gx {gxs}")
        if width_of(line) + width_of([more]) <= width:
            line.append(more)
    return line
