"""Text in large letters, drawn from block characters or, in ASCII, from number signs.

A letter is a few squares wide and six high, the last row for what hangs below the line. At scale 1
a square is a cell wide and half a cell high; at scale 2 it is two cells wide and one high.
"""

from __future__ import annotations

HEIGHT = 5  # rows of squares above the line
FONT = {
    " ": "..",
    "0": "###/#.#/#.#/#.#/###",
    "1": ".#./##./.#./.#./###",
    "2": "###/..#/###/#../###",
    "3": "###/..#/.##/..#/###",
    "4": "#.#/#.#/###/..#/..#",
    "5": "###/#../###/..#/###",
    "6": "###/#../###/#.#/###",
    "7": "###/..#/..#/.#./.#.",
    "8": "###/#.#/###/#.#/###",
    "9": "###/#.#/###/..#/###",
    ".": "././././#",
    ",": "././././#/#",
    ":": "./#/./#/.",
    ";": "./#/./#/#",
    "!": "#/#/#/./#",
    "?": "##./..#/.#./.../.#.",
    "'": "#/#",
    '"': "#.#/#.#",
    "-": ".../.../###",
    "+": ".../.#./###/.#.",
    "=": ".../###/.../###",
    "*": ".../#.#/.#./#.#",
    "/": "..#/..#/.#./#../#..",
    "%": "#.#/..#/.#./#../#.#",
    "<": "..#/.#./#../.#./..#",
    ">": "#../.#./..#/.#./#..",
    "→": "..#../...#./#####/...#./..#..",
    "#": ".#.#./#####/.#.#./#####/.#.#.",
    "_": ".../.../.../.../###",
    "(": ".#/#./#./#./.#",
    ")": "#./.#/.#/.#/#.",
    "[": "##/#./#./#./##",
    "]": "##/.#/.#/.#/##",
    "A": ".#./#.#/###/#.#/#.#",
    "B": "##./#.#/##./#.#/##.",
    "C": ".##/#../#../#../.##",
    "D": "##./#.#/#.#/#.#/##.",
    "E": "###/#../##./#../###",
    "F": "###/#../##./#../#..",
    "G": ".##/#../#.#/#.#/.##",
    "H": "#.#/#.#/###/#.#/#.#",
    "I": "###/.#./.#./.#./###",
    "J": "..#/..#/..#/#.#/.#.",
    "K": "#.#/#.#/##./#.#/#.#",
    "L": "#../#../#../#../###",
    "M": "#...#/##.##/#.#.#/#...#/#...#",
    "N": "#..#/##.#/#.##/#..#/#..#",
    "O": ".#./#.#/#.#/#.#/.#.",
    "P": "##./#.#/##./#../#..",
    "Q": ".#./#.#/#.#/.#./..#",
    "R": "##./#.#/##./#.#/#.#",
    "S": ".##/#../.#./..#/##.",
    "T": "###/.#./.#./.#./.#.",
    "U": "#.#/#.#/#.#/#.#/###",
    "V": "#.#/#.#/#.#/#.#/.#.",
    "W": "#...#/#...#/#.#.#/##.##/#...#",
    "X": "#.#/#.#/.#./#.#/#.#",
    "Y": "#.#/#.#/.#./.#./.#.",
    "Z": "###/..#/.#./#../###",
    "a": ".../##./.##/#.#/###",
    "b": "#../##./#.#/#.#/##.",
    "c": ".../.##/#../#../.##",
    "d": "..#/.##/#.#/#.#/.##",
    "e": ".../.##/#.#/##./.##",
    "f": ".#/#./##/#./#.",
    "g": ".../.##/#.#/###/..#/##.",
    "h": "#../##./#.#/#.#/#.#",
    "i": "#/./#/#/#",
    "j": ".#/../.#/.#/.#/#.",
    "k": "#../#.#/##./##./#.#",
    "l": "#./#./#./#./.#",
    "m": "...../##.#./#.#.#/#.#.#/#.#.#",
    "n": ".../##./#.#/#.#/#.#",
    "o": ".../###/#.#/#.#/###",
    "p": ".../##./#.#/#.#/##./#..",
    "q": ".../.##/#.#/#.#/.##/..#",
    "r": ".../#.#/##./#../#..",
    "s": ".../.##/##./..#/##.",
    "t": ".#./###/.#./.#./.##",
    "u": ".../#.#/#.#/#.#/###",
    "v": ".../#.#/#.#/#.#/.#.",
    "w": "...../#...#/#.#.#/#.#.#/.#.#.",
    "x": ".../#.#/.#./.#./#.#",
    "y": ".../#.#/#.#/###/..#/##.",
    "z": ".../###/.#./#../###",
}
HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}


def drawable(text: str) -> bool:
    """Whether there is a letter for every character."""
    return all(character in FONT for character in text)


def width_at(text: str, scale: int) -> int:
    """The cells that a text takes at a scale."""
    widths = [FONT[character].find("/") for character in text]
    widths = [len(FONT[c]) if w < 0 else w for c, w in zip(text, widths, strict=True)]
    return scale * (sum(widths) + max(0, len(text) - 1))


def drawn(text: str, scale: int, *, ascii_only: bool, hanging: bool = False) -> list[str]:
    """The rows of a text in large letters, each as wide as the text at that scale."""
    squares = HEIGHT + hanging
    letters = [FONT[character].split("/") for character in text]
    rows = []
    for y in range(squares):
        cells = [rows[y] if y < len(rows) else "." * len(rows[0]) for rows in letters]
        rows.append("".join(square * scale for square in ".".join(cells)))
    if ascii_only:
        return [row.replace(".", " ") for row in rows for _ in range(max(1, scale // 2))]
    tall = [row for row in rows for _ in range(scale)]
    if len(tall) % 2:
        tall.append("." * len(tall[0]))
    pairs = zip(tall[::2], tall[1::2], strict=True)
    return ["".join(HALVES[a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]
