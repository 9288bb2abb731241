"""Good session files spoilt in every way: their bytes, the shape of their JSON, their values.

All of it is random and comes again with the same seed. What only bytes are spoilt of is seldom a
session still; what has other values in it often is, and reaches the screens.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any, TypeAlias

Record: TypeAlias = dict[str, Any]

PIECES = [b"", b"\n", b"{", b"}", b"[", b"]", b'"', b"\0", b"\xff", b"-", b"9" * 30, b"1e999"]
PIECES += [b"null", b"true", b'"nan"', b"NaN", b"\xed\xa0\x80", b"\\ud800", b'"kind":"back"', b"#"]
PIECES += [b"\x1b[2J", b'"\\u001b[31m"', b"\xe2\x80\xae", b'"kind":"note",', b"\r\n", b"1e308"]

TEXTS = [
    "",
    " ",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\u202egnp.exe",
    "\u2066\u2069",
    "\ud800",
    "a\udfffb",
    "[bold red]markup[/]",
    "[/]",
    "[link=file:///etc/passwd]x[/link]",
    "\\[x",
    "\0",
    "a\tb\nc\rd\x0be\x0cf\u2028g\u2029h\x85i",
    "日本語" * 5,
    "가나다",
    "e\u0301" * 9,
    "👩‍👩‍👧‍👦",
    "\u200b\u200d\ufeff",
    "x" * 3000,
    "日" * 700,
    "a\u0300" * 400,
    "square#1",
    "x",
    "next",
    "%s {0} {x} \\1 $HOME",
    "</text><script>alert(1)</script>&amp;<![CDATA[",
    "sum(exp(x), " * 60,
]
RULES = [
    "gy ** gy ** gy ** gy",
    "(" * 250,
    "-" * 490 + "gy",
    "gy" + " + gy" * 98,
    "broadcast_to(gy, (99999, 99999, 99999))",
    "gy * 2 ** 9 ** 9 ** 9",
    "9" * 480,
    "1e308 * 1e308 * gy",
    "matmul(gy, x)",
    "x @ x @ x.T",
    "gy[0]",
    "gy.shape",
    "np.add.reduce(gy)",
    "np.fromfile('x')",
    "np.exp(gy, x)",
    "sum(gy, axis=10**9)",
    "reshape(gy, (-1, 0))",
    "max(gy, axis=(0, 0))",
    "gy if x else y",
    "lambda: gy",
    "[gy for _ in x]",
    "gy.__class__.__mro__",
    "0or gy",
    "gy * '\\d'",
    "gy is 1",
    "shape of x * shape of gy",
    "gy == gy == gy",
    "softmax(gy, axis=x)",
    "clip(gy, None, ())",
    "dropout(gy, 2)",
    "get_item(gy, ())",
    "linear(gy, x, y, x)",
    "self.self.gy",
    "x0 * x1 * x2 * y0 * gy0 * gy1",
    "(gy, (gy, (gy,)))",
    "gy\nimport os",
    "\t\t gy",
    "gy # \x1b[31m",
    "e\u0301 * gy",
    "ｇｙ * x",
    "gy * 1_0.0_0j",
    "gy * True + None",
    "sqrt(-gy) // x % y",
    "not gy",
]
BACKWARDS = [
    "def backward(self, gy):\n    return gy * 2\n",
    "def backward(self, gy):\n    return [" + "(" * 150,
    "def backward(self, gy):\n" + "    x = gy\n" * 3000,
    "def backward(self, gy):\n    x, y = self.inputs\n    gx = gy * y\n    return gx, gx\n",
    "lambda gy: gy",
    "return",
    "\x1b[2J\u202e",
    "def backward(self, gy):\n\treturn gy\n    return x\n",
    "class A:\n def backward(self, *gys):\n  gys = gys\n  return gys\n",
    "def backward(self, gy):\n    return " + "-" * 5000 + "gy\n",
    "def backward(self, gy): return " + "gy+" * 3000 + "gy",
    "def backward(self, gy):\n    '\\d'\n    return 0or gy",
]
NAMES = ["c", "shape", "axis", "axes", "slices", "labels", "ratio", "low", "x", "gy"]
CONSTANTS = [None, 0, 2**31, -1, 1e308, "nan", [10**9, 10**9], [0], [], [-1] * 64]
INTEGERS = [0, 1, -1, 2, 3, 63, 64, 65, 100, 2**31, -(2**31), 2**53 + 1, 2**62, 2**63 - 1]
INTEGERS += [2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1, 10**30]
FLOATS: list[float | str] = [0.0, -0.0, 1.5, -1e-300, 5e-324, 1.7976931348623157e308, 1e22, 0.1]
FLOATS += ["nan", "inf", "-inf"]
DTYPES = ["float32", ">f8", "int64", "uint8", "bool", "complex128", "float16", ">float64", "object"]
DTYPES += ["U5", "datetime64", "float128", "", "void"]
STATISTICS = {"low": -1e308, "high": 1e308, "mean": "nan", "sample": [1, "inf"], "digest": ""}


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The file with one to four changes, all of one sort."""
    sort = rng.random()
    if sort < 0.3:
        return _spoilt_bytes(data, rng)
    records = [json.loads(line) for line in data.splitlines()]
    changes = VALUES if sort < 0.75 else STRUCTURE
    for _ in range(rng.randint(1, 4)):
        rng.choice(changes)(records, rng)
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def _spoilt_bytes(data: bytes, rng: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content) or 1)
        until = min(len(content), at + rng.choice([0, 1, 1, 5, 100]))
        match rng.randrange(6):
            case 0 if content:
                content[at] ^= 1 << rng.randrange(8)
            case 1:
                del content[at:until]
            case 2:
                content[at:at] = content[at:until]
            case 3:
                content[at:until] = rng.choice(PIECES)
            case 4:
                lines = content.split(b"\n")
                lines.insert(rng.randrange(len(lines)), rng.choice(lines))
                content = bytearray(b"\n".join(lines))
            case _:
                del content[max(1, at) :]
    return bytes(content)


def places_of(x: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    keys = list(x) if isinstance(x, dict) else list(range(len(x))) if isinstance(x, list) else []
    return [place for key in keys for place in [(x, key), *places_of(x[key])]]


def _a_record(records: list[Record], rng: random.Random) -> Record:
    return rng.choice(records) if records else {}


def _a_place(records: list[Record], rng: random.Random, wanted: type | None = None) -> Any:
    """Some (container, key), of a value of a type where one is wanted; None where there is none."""
    found = [
        (container, key)
        for container, key in places_of(_a_record(records, rng))
        if wanted is None or type(container[key]) is wanted
    ]
    return rng.choice(found) if found else None


def _put(wanted: type, values: list[Any]) -> Callable[[list[Record], random.Random], None]:
    def change(records: list[Record], rng: random.Random) -> None:
        place = _a_place(records, rng, wanted)
        if place is not None and place[1] != "kind":
            place[0][place[1]] = copy.deepcopy(rng.choice(values))

    return change


def _nearby(records: list[Record], rng: random.Random) -> None:
    """An index one further or back, which often leads somewhere."""
    place = _a_place(records, rng, int)
    if place is not None:
        place[0][place[1]] += rng.choice([-2, -1, 1, 2])


def _other_of_its_type(records: list[Record], rng: random.Random) -> None:
    record = _a_record(records, rng)
    places = places_of(record)
    if places:
        container, key = rng.choice(places)
        alike = [c[k] for c, k in places if type(c[k]) is type(container[key]) and k != "kind"]
        if alike and key != "kind":
            container[key] = copy.deepcopy(rng.choice(alike))


def _many_texts(records: list[Record], rng: random.Random) -> None:
    """Every text of a record that is shown becomes a hostile one."""
    shown = {"label", "name", "source", "message", "error", "output", "text", "title", "formula"}
    text = rng.choice(TEXTS)
    for container, key in places_of(_a_record(records, rng)):
        value = container[key]
        if key in shown and isinstance(value, str):
            container[key] = text
        elif key in shown and isinstance(value, list):
            container[key] = [text if isinstance(item, str) else item for item in value]


def _all_numbers(records: list[Record], rng: random.Random) -> None:
    """Every float of a record becomes another one: what nobody could have recorded."""
    for container, key in places_of(_a_record(records, rng)):
        if type(container[key]) is float:
            container[key] = rng.choice(FLOATS)


def _generations(records: list[Record], rng: random.Random) -> None:
    for container, key in places_of(_a_record(records, rng)):
        if key in ("generation", "id", "born", "step", "evaluations") and rng.random() < 0.5:
            container[key] = rng.choice(INTEGERS)


def _an_array(records: list[Record], rng: random.Random) -> None:
    """A value becomes an array, often of a shape that promises much."""
    place = _a_place(records, rng, float)
    if place is None:
        return
    shape: list[int] = [rng.choice([0, 1, 2, 3, 7, 65]) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
    one: dict[str, Any] = {"shape": shape, "dtype": rng.choice(DTYPES)}
    if rng.random() < 0.5:
        one["statistics"] = copy.deepcopy(STATISTICS)
        one["shape"] = rng.choice([shape, [2**48], [10**6, 10**6], [2**24, 2**24, 0], [1] * 64])
    else:
        one["values"] = _elements(shape, rng.choice([0, 1.5, "nan", True, [0.0, 1.0]]))
    place[0][place[1]] = one


def _elements(shape: list[int], item: Any) -> Any:
    return item if not shape else [_elements(shape[1:], item) for _ in range(min(shape[0], 70))]


def _loop_of_another_name(records: list[Record], rng: random.Random) -> None:
    for record in records:
        if record.get("kind") == "back":
            record["algorithm"] = rng.choice(
                ["stack", "queue", "unseen", "paths", "naive", "toposort", "numeric", "ndarray"]
            )


def _another_rule(records: list[Record], rng: random.Random) -> None:
    """What a stranger says of how gradients are computed."""
    for record in records:
        if record.get("kind") != "back" or not isinstance(record.get("classes"), list):
            continue
        for each in record["classes"]:
            if isinstance(each, dict) and rng.random() < 0.7:
                each["formula"] = [rng.choice(RULES) for _ in range(rng.choice([0, 1, 1, 2, 3]))]
                each["backward_source"] = rng.choice([None, *BACKWARDS, *TEXTS[:5]])


def _constants(records: list[Record], rng: random.Random) -> None:
    """What a function was made with: shapes, axes, powers."""
    for record in records:
        functions = record.get("functions")
        for f in functions if isinstance(functions, list) else ():
            if isinstance(f, dict) and rng.random() < 0.5:
                names = [
                    "c",
                    "shape",
                    "axis",
                    "axes",
                    "slices",
                    "labels",
                    "ratio",
                    "low",
                    "x",
                    "gy",
                ]
                values = [None, 0, 2**31, -1, 1e308, "nan", [10**9, 10**9], [0], [], [-1] * 64]
                f["constants"] = {rng.choice(names): rng.choice(values) for _ in range(2)}


def _annotated(records: list[Record], rng: random.Random) -> None:
    """A note, a question, a view of a position that may be there."""
    one = rng.choice(
        [
            {"kind": "mark"},
            {"kind": "note", "text": rng.choice(TEXTS)},
            {"kind": "ask", "question": rng.choice(["next", "gx", "odd", *TEXTS[:5]])},
            {"kind": "view", "pane": rng.choice(["grads", "none"]), "order": rng.choice([1, 2])},
        ]
    )
    record = one | {"cell": 1, "pass": 1, "step": rng.choice([0, 1, 3, 7, 20, 2**62])}
    if one["kind"] == "ask":
        record |= {"about": rng.choice(TEXTS), "given": rng.choice(TEXTS), "right": False}
    records.insert(rng.randint(0, len(records)), record)


def _without(records: list[Record], rng: random.Random) -> None:
    place = _a_place(records, rng)
    if place is not None:
        del place[0][place[1]]


def _of_another_type(records: list[Record], rng: random.Random) -> None:
    place = _a_place(records, rng)
    if place is not None:
        others = [None, True, -1, 0.5, "set", [], {}, [[]], {"a": 1}, 10**30, "\ud800"]
        place[0][place[1]] = copy.deepcopy(rng.choice(others))


def _again(records: list[Record], rng: random.Random) -> None:
    """An item of a list comes twice, or fifty times."""
    place = _a_place(records, rng, list)
    if place is not None and place[0][place[1]]:
        many = place[0][place[1]]
        at = rng.randrange(len(many))
        many[at:at] = copy.deepcopy(many[at : at + 1] * rng.choice([1, 1, 1, 50]))


def _shuffled(records: list[Record], rng: random.Random) -> None:
    place = _a_place(records, rng, list)
    if place is not None:
        rng.shuffle(place[0][place[1]])


def _shortened(records: list[Record], rng: random.Random) -> None:
    place = _a_place(records, rng, list)
    if place is not None and place[0][place[1]]:
        del place[0][place[1]][rng.randrange(len(place[0][place[1]])) :]


def _wrapped(records: list[Record], rng: random.Random) -> None:
    place = _a_place(records, rng)
    if place is not None:
        for _ in range(rng.choice([1, 2, 99, 150])):
            place[0][place[1]] = [place[0][place[1]]]


def _moved(records: list[Record], rng: random.Random) -> None:
    if records:
        one = records.pop(rng.randrange(len(records)))
        records.insert(rng.randint(0, len(records)), one)


def _doubled(records: list[Record], rng: random.Random) -> None:
    if records:
        records.insert(rng.randint(0, len(records)), copy.deepcopy(rng.choice(records)))


def _dropped(records: list[Record], rng: random.Random) -> None:
    if records:
        del records[rng.randrange(len(records))]


def _unknown(records: list[Record], rng: random.Random) -> None:
    record = _a_record(records, rng)
    if rng.random() < 0.5:
        record["kind"] = rng.choice(TEXTS)
    else:
        record[rng.choice(TEXTS)] = rng.choice([*TEXTS, *INTEGERS, None, []])


VALUES: list[Callable[[list[Record], random.Random], None]] = [
    _put(int, INTEGERS),
    _put(float, [*FLOATS, *INTEGERS]),
    _put(str, TEXTS),
    _put(bool, [True, False]),
    _nearby,
    _other_of_its_type,
    _many_texts,
    _many_texts,
    _all_numbers,
    _generations,
    _an_array,
    _an_array,
    _loop_of_another_name,
    _annotated,
    _another_rule,
    _constants,
]
STRUCTURE: list[Callable[[list[Record], random.Random], None]] = [
    _without,
    _of_another_type,
    _again,
    _shuffled,
    _shortened,
    _wrapped,
    _moved,
    _doubled,
    _dropped,
    _unknown,
]
