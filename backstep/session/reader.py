"""Reading a session file: everything is checked, nothing is run."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from backstep.messages import tr
from backstep.recording.annotations import Annotation, Annotations, Looked
from backstep.recording.records import Recording
from backstep.recording.timeline import length_of
from backstep.recording.visible import visible
from backstep.session import limits, records
from backstep.session.annotation_records import AnnotationRecord, Placed, unpacked_annotation
from backstep.session.errors import (
    SessionError,
    Unreadable,
    in_line,
    shown,
    shown_path,
)
from backstep.session.files import read_regular
from backstep.session.lines import NotJson, check_integer, decoded, told_format, values_in
from backstep.session.packing import unpacked

if TYPE_CHECKING:
    from backstep.recording.figures import Figure, Shown
    from backstep.session.plot_records import Plot

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # some editors put it in front of UTF-8


@dataclass(frozen=True)
class SessionCell:
    """A cell as it was typed, what it printed, how it ended, and the passes that it made.

    `finished` is False for the cell that was running when the session was cut off. `n` is its
    number, by which other records name it. `annotations` are the marks, notes and answers of each
    of its passes, by id. `text` is the prose that stands before it.
    """

    source: str
    output: str = ""
    error: records.Error | None = None
    digest: str = ""
    recordings: tuple[Recording, ...] = ()
    finished: bool = False
    n: int = 0
    plots: tuple[Shown, ...] = ()
    annotations: Mapping[int, Annotations] = field(default_factory=dict)
    text: str = ""

    @property
    def shown(self) -> tuple[Recording | Figure, ...]:
        """Its passes, and at their places among them the figures that it showed."""
        placed: list[tuple[int, Recording | Figure]] = [(r.id, r) for r in self.recordings]
        placed += [(plot.after, plot.figure) for plot in self.plots]
        return tuple(each for _, each in sorted(placed, key=lambda one: one[0]))


@dataclass(frozen=True)
class UnknownRecord:
    """A record of a kind that this version does not know: as it is, with the line it stands in."""

    line: int
    content: records.Unknown


@dataclass(frozen=True)
class Session:
    """A session file, read. `torn` says that its last line was cut off and left out.

    `cells` are those that hold; `undone` those that were taken back and not put back. `records` are
    those of kinds unknown here, in order; `count` counts all that there are, `values` the JSON that
    they hold. `left` is the cell and the pass that were looked at when it was saved, of those that
    hold. `closing` is the prose after the last cell. `whole_bytes` is where the last whole line
    ends, and with it what may be kept when the file is written on.
    """

    path: Path
    header: records.Header
    cells: tuple[SessionCell, ...]
    torn: bool = False
    records: tuple[UnknownRecord, ...] = ()
    whole_bytes: int = 0
    undone: tuple[SessionCell, ...] = ()
    count: int = 0
    values: int = 0
    left: tuple[int, int] | None = None
    closing: str = ""

    @property
    def recordings(self) -> tuple[Recording, ...]:
        """Every backward pass of the session, in order."""
        return tuple(recording for cell in self.cells for recording in cell.recordings)

    @property
    def annotations(self) -> tuple[Annotations, ...]:
        """The marks, notes and answers of every backward pass, in the order of `recordings`."""
        none = Annotations()
        return tuple(
            cell.annotations.get(recording.id, none)
            for cell in self.cells
            for recording in cell.recordings
        )

    @property
    def marks(self) -> tuple[Mapping[int, str], ...]:
        """The marked positions of every backward pass, each with its note ("" without one)."""
        return tuple(each.marks for each in self.annotations)

    @property
    def looked(self) -> tuple[int, Looked] | None:
        """How the session was looked at when it was saved: the place of a pass, and the view."""
        passes = [(cell.n, recording.id) for cell in self.cells for recording in cell.recordings]
        if self.left not in passes:
            return None
        index = passes.index(self.left)
        looked = self.annotations[index].looked
        return None if looked is None else (index, looked)

    @property
    def shown(self) -> tuple[Recording | Figure, ...]:
        """Every backward pass and every figure, in order."""
        return tuple(each for cell in self.cells for each in cell.shown)

    @property
    def plots(self) -> tuple[Figure, ...]:
        """Every figure that was shown, in order."""
        return tuple(plot.figure for cell in self.cells for plot in cell.plots)

    @property
    def plotted(self) -> int:
        """How many numbers the figures hold, those of undone cells too."""
        cells = (*self.cells, *self.undone)
        return sum(plot.figure.size for cell in cells for plot in cell.plots)

    @property
    def last_number(self) -> int:
        """The highest number that a cell has had; 0 without cells."""
        return max((cell.n for cell in (*self.cells, *self.undone)), default=0)


def read_session(path: Path) -> Session:
    """Read a session file. Raises SessionError with the file, the line and the field."""
    return parsed(path, read_regular(path))


def is_session(path: Path) -> bool:
    """Whether a file begins as a session does, of whatever version and however damaged further on.

    Raises SessionError where it cannot be read.
    """
    for _, _, line in lines_of(read_regular(path, at_most=limits.HEADER_BYTES)):
        if line.strip() and not line.startswith(b"#"):
            return told_format(line) is not None
    return False


def parsed(path: Path, data: bytes) -> Session:
    """The session that the bytes of a file hold; `path` is for the messages."""
    if not data:
        raise SessionError(tr("{path} is empty: there is no session in it", path=shown_path(path)))
    collecting = gc.isenabled()
    gc.disable()  # or Python's cycle collector walks what has been read again and again
    try:
        return _Parsing(path).session(data)
    finally:
        if collecting:
            gc.enable()


@dataclass
class _OpenCell:
    """A cell while its records come in."""

    source: str
    text: str = ""
    done: records.Done | None = None
    recordings: list[Recording] = field(default_factory=list)
    plots: list[Shown] = field(default_factory=list)
    annotations: dict[int, list[Annotation]] = field(default_factory=dict)
    lengths: dict[int, int] = field(default_factory=dict)  # of the passes that are annotated

    def closed(self, n: int) -> SessionCell:
        cell = SessionCell(
            self.source,
            recordings=tuple(self.recordings),
            n=n,
            plots=tuple(self.plots),
            annotations={i: Annotations().adding(*them) for i, them in self.annotations.items()},
            text=self.text,
        )
        done = self.done
        if done is None:
            return cell
        return replace(
            cell, output=done.output, error=done.error, digest=done.digest, finished=True
        )

    def length_of(self, pass_id: int) -> int | None:
        """The steps of one of its passes; None where it has none of that id."""
        if pass_id not in self.lengths:
            mine = next((r for r in self.recordings if r.id == pass_id), None)
            if mine is None:
                return None
            self.lengths[pass_id] = length_of(mine)
        return self.lengths[pass_id]


class _Parsing:
    """What is known of a file so far."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.header: records.Header | None = None
        self.cells: dict[int, _OpenCell] = {}
        self.undone: set[int] = set()
        self.unknown: list[UnknownRecord] = []
        self.count = 0
        self.values = 0
        self.plotted = 0
        self.texts: list[str] = []  # before the next cell
        self.views: dict[tuple[int, int], None] = {}  # the passes looked at, the last one last

    def session(self, data: bytes) -> Session:
        torn = False
        for number, start, line in lines_of(data):
            last = start + len(line) == len(data)
            if number > limits.LINES:
                raise in_line(self.path, number, tr("more than {most:,} lines", most=limits.LINES))
            if len(line) > limits.LINE_BYTES:
                size = limits.megabytes(limits.LINE_BYTES)
                raise in_line(
                    self.path, number, tr("longer than {size}, the most a line may have", size=size)
                )
            try:
                self._take(number, line)
            except (NotJson, UnicodeDecodeError) as error:
                torn = last and self.header is not None
                if not torn:
                    raise self._not_json(number, error) from None
            except Unreadable as error:
                raise in_line(self.path, number, error.what, error.field) from None
        if self.header is None:
            raise self._not_a_session()
        every = [cell.closed(n) for n, cell in self.cells.items()]
        return Session(
            path=self.path,
            header=self.header,
            cells=tuple(cell for cell in every if cell.n not in self.undone),
            torn=torn,
            records=tuple(self.unknown),
            whole_bytes=data.rfind(b"\n") + 1 if torn else len(data),
            undone=tuple(cell for cell in every if cell.n in self.undone),
            count=self.count - torn,
            values=self.values,
            left=next((v for v in reversed(self.views) if v[0] not in self.undone), None),
            closing=self._told(),
        )

    def _told(self) -> str:
        """The prose since the last cell, each stretch a paragraph of its own."""
        texts, self.texts = self.texts, []
        return visible("\n\n".join(texts))

    def _take(self, number: int, line: bytes) -> None:
        """Take one line in."""
        if not line.isascii():
            line.decode("utf-8")
        if not line.strip() or line.startswith(b"#"):
            return
        self.count += 1
        if self.count > limits.RECORDS:
            raise Unreadable(
                "",
                tr(
                    "more than {most:,} records, the most a session has",
                    most=limits.RECORDS,
                ),
            )
        self.values += values_in(line)
        if self.values > limits.VALUES:
            raise Unreadable(
                "", tr("more than {most:,} values, the most a session has", most=limits.VALUES)
            )
        if self.header is None:
            self._take_header(line)
        else:
            self._place(number, decoded(line))

    def _take_header(self, line: bytes) -> None:
        try:
            header = decoded(line)
        except Unreadable as error:
            told = told_format(line)
            if told is None:
                raise self._not_a_session() from None
            self._check_version(told)
            raise error from None
        if not isinstance(header, records.Header):
            raise self._not_a_session()
        self._check_version(header.format)
        if header.seed is not None:
            check_integer("seed", header.seed)
        self.header = header

    def _check_version(self, told: list[int]) -> None:
        major, minor = (*told, 0, 0)[:2]
        ours = records.FORMAT[0]
        if major > ours:
            raise SessionError(
                tr(
                    "{path} was made by a newer backstep (format {major}.{minor}); this one reads "
                    "{ours}.x: update backstep",
                    path=shown_path(self.path),
                    major=shown(major, 20),
                    minor=shown(minor, 20),
                    ours=ours,
                )
            )
        if major < ours or minor < 0:
            raise Unreadable(
                "format",
                tr(
                    "there is no format {major}.{minor}",
                    major=shown(major, 20),
                    minor=shown(minor, 20),
                ),
            )

    def _place(self, number: int, record: records.Known | records.Unknown) -> None:
        """Put a record to its cell."""
        match record:
            case records.Header():
                raise Unreadable("kind", tr("a second header: a file holds one session"))
            case records.Cell(n=n, source=source):
                self._take_cell(n, source)
            case records.Text(lines=lines):
                self._take_text(lines)
            case records.Done(cell=n) | records.Back(cell=n) if n not in self.cells:
                raise Unreadable("cell", tr("there is no cell {n} before this line", n=n))
            case records.Done(cell=n):
                if self.cells[n].done is not None:
                    raise Unreadable("cell", tr("cell {n} is done already", n=n))
                self.cells[n].done = record
            case records.Back(cell=n):
                self.cells[n].recordings.append(unpacked(record))
            case records.Undo(cells=numbers):
                self._check_cells(numbers, undone=False)
                self.undone.update(numbers)
                self.texts.clear()
            case records.Redo(cells=numbers):
                self._check_cells(numbers, undone=True)
                self.undone.difference_update(numbers)
                self.texts.clear()
            case dict():
                self.unknown.append(UnknownRecord(number, record))
            case _ if not isinstance(record, Placed):
                self._take_plot(record)
            case _:
                self._take_annotation(record)

    def _take_cell(self, n: int, source: list[str]) -> None:
        if n in self.cells:
            raise Unreadable("n", tr("there is a cell {n} already", n=n))
        self.cells[n] = _OpenCell("\n".join(source), self._told())

    def _take_text(self, lines: list[str]) -> None:
        if sum(map(len, lines)) > limits.TEXT:
            raise Unreadable("lines", tr("more than {most:,} characters", most=limits.TEXT))
        self.texts.append("\n".join(lines))

    def _take_annotation(self, record: AnnotationRecord) -> None:
        cell = self.cells.get(record.cell)
        if cell is None:
            raise Unreadable(
                "cell",
                tr("there is no cell {n} before this line", n=record.cell),
            )
        length = cell.length_of(record.pass_)
        if length is None:
            raise Unreadable(
                "pass",
                tr(
                    "cell {cell} has no pass {number} so far",
                    cell=record.cell,
                    number=record.pass_,
                ),
            )
        if record.step > length:
            raise Unreadable("step", tr("the pass has {length} steps", length=length))
        one = unpacked_annotation(record)
        cell.annotations.setdefault(record.pass_, []).append(one)
        if isinstance(one, Looked):
            self.views.pop((record.cell, record.pass_), None)
            self.views[record.cell, record.pass_] = None

    def _take_plot(self, record: Plot) -> None:
        from backstep.recording.figures import Shown
        from backstep.session.plots import unpacked_figure

        if record.cell not in self.cells:
            raise Unreadable(
                "cell",
                tr("there is no cell {n} before this line", n=record.cell),
            )
        figure = unpacked_figure(record)
        self.plotted += figure.size
        if self.plotted > limits.PLOTTED:
            raise Unreadable(
                "plots",
                tr(
                    "more than {most:,} numbers in all plots",
                    most=limits.PLOTTED,
                ),
            )
        self.cells[record.cell].plots.append(Shown(figure, record.after))

    def _check_cells(self, numbers: list[int], *, undone: bool) -> None:
        for i, n in enumerate(numbers):
            if n not in self.cells:
                raise Unreadable(f"cells[{i}]", tr("there is no cell {n} before this line", n=n))
            if (n in self.undone) is not undone:
                told = tr("cell {n} is undone already", n=n)
                if undone:
                    told = tr("cell {n} is not undone", n=n)
                raise Unreadable(f"cells[{i}]", told)

    def _not_a_session(self) -> SessionError:
        if self.path.suffix.lower() in (".md", ".markdown"):
            told = tr(
                "{path} is a lecture, not a session: backstep run --save FILE makes one of it",
                path=shown_path(self.path),
            )
            return SessionError(told)
        return SessionError(
            tr(
                "{path} is not a backstep session: its first line is no header",
                path=shown_path(self.path),
            )
        )

    def _not_json(self, number: int, error: NotJson | UnicodeDecodeError) -> SessionError:
        if isinstance(error, UnicodeDecodeError):
            if self.header is None:
                return SessionError(
                    tr(
                        "{path} is not a backstep session: it is not UTF-8 text",
                        path=shown_path(self.path),
                    )
                )
            return in_line(self.path, number, "not UTF-8 text")
        if self.header is None:
            return self._not_a_session()
        return in_line(self.path, number, tr("not a line of JSON ({error})", error=error))


def lines_of(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each line with its number, counted from 1, and where it starts; one cut off comes last."""
    start = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
    number = 0
    while start < len(data):
        number += 1
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield number, start, data[start:end]
        start = end + 1
