"""Drawings read back: which boxes a wire leads to, from the characters alone."""

from __future__ import annotations

from collections import defaultdict

from backstep.recording.records import FunctionNode, Recording, VariableNode
from backstep.recording.values import value_of
from backstep.stepper.graph import Key, Layout, Spacing, Viewport, draw, lay_out, scene
from backstep.stepper.text import Line, Run, plain
from tests.stepper.passes import diamond, recorded

CONNECTED = {"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu"}
CONNECTED |= {"├": "rud", "┤": "lud", "┬": "lrd", "┴": "lru", "┼": "lrud", "→": "lr"}
TURNED = {"─": "│", "│": "─", "┐": "└", "└": "┐", "├": "┬", "┬": "├", "┤": "┴", "┴": "┤"}
TURNED |= {"↓": "→"}
CROSSED = ("─", "│")  # what a wire that runs across, or to the right, goes straight through
MOVES = {"l": (-1, 0), "r": (1, 0), "u": (0, -1), "d": (0, 1)}
BACK = {"l": "r", "r": "l", "u": "d", "d": "u"}


def made(inputs: list[list[int]]) -> Recording:
    """A recording of functions of one output each; variable 0 is a leaf, function i makes i + 1."""
    (template,) = recorded(diamond)
    functions, generations = [], [0]
    for i, xs in enumerate(inputs):
        generation = max(generations[x] for x in xs)
        generations.append(generation + 1)
        functions.append(FunctionNode("F", f"f{i}", generation, tuple(xs), (i + 1,)))
    variables = [
        VariableNode(f"v{i}", True, template.seed, g, None if i == 0 else i - 1)
        for i, g in enumerate(generations)
    ]
    return Recording(
        id=1,
        target=len(variables) - 1,
        algorithm="generation",
        retain_grad=False,
        create_graph=False,
        functions=tuple(functions),
        variables=tuple(variables),
        seed=value_of(template.seed.array),
        seeded=True,
        pops=(),
        found=(),
        grads=(),
    )


def text_of(key: Key) -> str:
    return f"({key.number})" if key.kind == "v" else f"[{key.number}]"


def laid_out(recording: Recording, spacing: Spacing | None = None) -> Layout:
    return lay_out(scene(recording), lambda key: (len(text_of(key)), 1), spacing)


def drawn(layout: Layout) -> list[str]:
    def texts(key: Key) -> list[Line]:
        box = layout.boxes[key]
        text = text_of(key)
        if layout.spacing.direction == "down":
            text = text[:-1].ljust(box.width - 1) + text[-1]
        return [[Run(text)]] * box.height

    lines = draw(
        layout,
        texts,
        Viewport(0, 0, layout.width, layout.height),
    )
    return [plain(line).ljust(layout.width) for line in lines]


def sources_in(layout: Layout, lines: list[str]) -> dict[Key, set[Key]]:
    """For each box, the boxes that its wires come from, by walking back from its arrows.

    A drawing that goes down is read turned over, as if it went to the right.
    """
    down = layout.spacing.direction == "down"
    if down:
        lines = ["".join(TURNED.get(c, c) for c in column) for column in zip(*lines, strict=True)]
    owner = {}
    for key, box in layout.boxes.items():
        x, y, width, height = (box.y, box.x, 1, box.width) if down else (*box[:2], *box[2:])
        shown = width if down else len(text_of(key))
        owner |= {(x + i, y + j): key for i in range(shown) for j in range(height)}
    found: defaultdict[Key, set[Key]] = defaultdict(set)
    for (x, y), key in owner.items():
        if x > 0 and lines[y][x - 1] == "→" and (x - 1, y) not in owner:
            found[key] |= _walk(lines, owner, x - 1, y)
    return found


def _walk(lines: list[str], owner: dict[tuple[int, int], Key], x: int, y: int) -> set[Key]:
    reached: set[Key] = set()
    waiting, seen = [(x, y, "l")], set()
    while waiting:
        x, y, heading = state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        dx, dy = MOVES[heading]
        nx, ny = x + dx, y + dy
        if (nx, ny) in owner and heading == "l":
            reached.add(owner[nx, ny])
            continue
        if not (0 <= ny < len(lines) and 0 <= nx < len(lines[ny])):
            continue
        sides = CONNECTED.get(lines[ny][nx], "")
        if BACK[heading] in sides:
            waiting += [(nx, ny, side) for side in sides if side not in ("r", BACK[heading])]
        elif lines[ny][nx] == CROSSED[heading in "lr"]:
            waiting.append((nx, ny, heading))  # straight on
    return reached
