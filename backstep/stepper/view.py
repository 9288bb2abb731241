"""What the stepper shows right now, as one frozen value: every screen is a function of it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias, TypeVar, cast

from backstep.messages import language
from backstep.recording.annotations import Annotation
from backstep.recording.comparing.comparison import Comparison, compared, retained
from backstep.recording.looking.queries import NotFound, Query, query
from backstep.recording.making.checks import check_at
from backstep.recording.records import Check, Recording
from backstep.recording.rerunning.again import Run, run_again
from backstep.recording.rerunning.onward import run_on
from backstep.recording.timeline import Moment, Timeline
from backstep.stepper.entry import Entry
from backstep.stepper.exporting import PICTURES
from backstep.stepper.flow import Flow
from backstep.stepper.graph import Direction, Key, Links
from backstep.stepper.keymap import REGISTERED, Keymap
from backstep.stepper.lecture.state import NO_LECTURE, Lecture
from backstep.stepper.notebook import Notebook
from backstep.stepper.predict.questions import Question, questions_of
from backstep.stepper.predict.quiz import NO_QUIZ, Quiz
from backstep.stepper.seeking import Seeking
from backstep.stepper.signs import UNICODE, Signs

T = TypeVar("T")
MOST_KEPT = 64
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
Detail: TypeAlias = Literal["fit", "boxes", "names", "dots"]


@dataclass(frozen=True)
class Passes:
    """The passes that can be stepped through, each with its timeline made when first needed.

    `kept` holds what has been worked out for them, such as layouts of their graphs. `run` runs a
    pass again, for comparing.
    """

    recordings: tuple[Recording, ...]
    run: Run = field(default=run_again, compare=False, repr=False)
    _timelines: dict[int, Timeline] = field(default_factory=dict, compare=False, repr=False)
    _kept: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)
    _latest: dict[str, tuple[object, object]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _links: dict[tuple[int, int], Links] = field(default_factory=dict, compare=False, repr=False)
    _checks: dict[tuple[int, int], Check | str] = field(
        default_factory=dict, compare=False, repr=False
    )
    _queries: dict[tuple[int, str], Query | NotFound] = field(
        default_factory=dict, compare=False, repr=False
    )
    _questions: dict[int, tuple[Question, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    _beside: dict[tuple[int, tuple[str, str] | None], Comparison | str] = field(
        default_factory=dict, compare=False, repr=False
    )
    # Shared by all that come of one another: what a pass is numbered holds in each of them.
    _every: list[Recording] = field(default_factory=list, compare=False, repr=False)
    _onward: dict[tuple[int, int], int] = field(default_factory=dict, compare=False, repr=False)

    def timeline(self, index: int) -> Timeline:
        """The timeline of one pass."""
        if index not in self._timelines:
            self._timelines[index] = Timeline(self.recordings[index])
        return self._timelines[index]

    def keep_timeline(self, index: int, timeline: Timeline) -> None:
        """Take a timeline that is there already."""
        self._timelines[index] = timeline

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for a key in the language in use, or is made now; of many, what was asked
        for longest ago is let go."""
        key = (language(), key)
        if key in self._kept:
            self._kept[key] = found = self._kept.pop(key)
            return cast(T, found)
        made = make()
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = made
        return made

    def latest(self, name: str, key: object, make: Callable[[], T]) -> T:
        """What was made last under a name, where it was made for an equal key in the language in
        use; else made now."""
        key = (language(), key)
        held = self._latest.get(name)
        if held is None or held[0] != key:
            held = self._latest[name] = (key, make())
        return cast(T, held[1])

    def check(self, index: int, pop: int) -> Check | str:
        """The finite differences at one pop of one pass, or why there are none."""
        if (index, pop) not in self._checks:
            recording = self.recordings[index]
            self._checks[index, pop] = check_at(recording, recording.pops[pop])
        return self._checks[index, pop]

    def questions(self, index: int) -> tuple[Question, ...]:
        """What can be asked of one pass."""
        if index not in self._questions:
            self._questions[index] = questions_of(self.timeline(index))
        return self._questions[index]

    def links(self, index: int, order: int) -> Links:
        """Who takes and makes what in the graph of one pass."""
        if (index, order) not in self._links:
            self._links[index, order] = Links(self.recordings[index].functions, order)
        return self._links[index, order]

    def query(self, index: int, text: str) -> Query:
        """What a text asks for in one pass. Raises NotFound where it has no such thing."""
        if (index, text) not in self._queries:
            try:
                self._queries[index, text] = query(self.timeline(index), text)
            except NotFound as error:
                self._queries[index, text] = error
        found = self._queries[index, text]
        if isinstance(found, NotFound):
            raise found.with_traceback(None)
        return found

    def beside(self, index: int, algorithms: tuple[str, str] | None) -> Comparison | str:
        """A pass by two algorithms side by side, or without and with retain_grad where none are
        named; a sentence where that cannot be had."""
        if (index, algorithms) not in self._beside:
            recording = self.recordings[index]
            found = (
                retained(recording, self.run)
                if algorithms is None
                else compared(recording, *algorithms, self.run)
            )
            self._beside[index, algorithms] = found
        return self._beside[index, algorithms]

    def onward(self, index: int, leaf: int) -> tuple[Passes, int] | str:
        """The passes with the one that goes on from a leaf's gradient, and its index; a sentence
        where that cannot be had."""
        if not self._every:
            self._every.extend(self.recordings)
        if (index, leaf) not in self._onward:
            made = run_on(self.recordings[index], leaf, max(r.id for r in self._every) + 1)
            if isinstance(made, str):
                return made
            self._onward[index, leaf] = len(self._every)
            self._every.append(made)
        at = self._onward[index, leaf]
        if at < len(self.recordings):
            return self, at
        return replace(self, recordings=tuple(self._every)), at

    def outer(self, index: int) -> int | None:
        """The pass that this one ran inside of."""
        parent = self.recordings[index].parent
        return next((i for i, r in enumerate(self.recordings) if r.id == parent), None)

    def inner(self, index: int) -> int | None:
        """The first pass that ran inside this one."""
        own = self.recordings[index].id
        return next((i for i, r in enumerate(self.recordings) if r.parent == own), None)


@dataclass(frozen=True)
class Canvas:
    """How the graph is drawn.

    `order` is 1 or 2: which graph. `direction` is where its wires lead; `detail` how much a box
    says, "fit" the most that has room. `pan` is an offset in cells that the person chose; None
    follows the current function.
    """

    order: int = 1
    direction: Direction = "right"
    detail: Detail = "fit"
    pan: tuple[int, int] | None = None


@dataclass(frozen=True)
class View:
    """A pass, a position in it, and how it is looked at.

    `mode` names the screen (see `screen.SCREENS`). `scroll` moves the text of the focused pane.
    `size` is the screen's, in cells. `theme` is a name of THEMES. `differences` shows finite
    differences beside the gxs. `inspected` is the node that the inspector is about. `entry` is a
    question being answered, `message` a sentence in place of the narration until the next key.
    `grads` is "now" for every gradient as it is, "events" for every change of one. `arrays` is
    how the inspector draws them. `notebook` holds the marks, the notes and the answers to
    questions; `seeking` the search and the stops. `animated` shows each step's `flow` in the graph;
    `quiz` is where predicting stands, `lecture` what a lecture knows beside. With two passes side
    by side, `sides` are those two, and `origin` is the view that they were opened from. `keymap`
    says which keys do what. `picture` is a file that this is wanted in, until it is written;
    `endings` are those that it may have.
    """

    passes: Passes
    index: int = 0
    position: int = 0
    playing: bool = False
    speed: float = 1.0
    mode: str = "steps"
    pane: str = "graph"
    zoomed: bool = False
    canvas: Canvas = Canvas()
    scroll: int = 0
    size: tuple[int, int] = (80, 24)
    signs: Signs = UNICODE
    theme: str = "dark"
    differences: bool = False
    grads: str = "now"
    arrays: str = "table"
    inspected: Key | None = None
    entry: Entry[View] | None = None
    message: str = ""
    notebook: Notebook = field(default_factory=Notebook)
    seeking: Seeking = field(default_factory=Seeking)
    animated: bool = False
    flow: Flow | None = None
    quiz: Quiz = NO_QUIZ
    lecture: Lecture = NO_LECTURE
    sides: Comparison | None = None
    origin: View | None = None
    keymap: Keymap = REGISTERED
    picture: str = ""
    endings: tuple[str, ...] = PICTURES

    @property
    def timeline(self) -> Timeline:
        """The timeline of the pass that is shown."""
        return self.passes.timeline(self.index)

    @cached_property
    def moment(self) -> Moment:
        """The state to show: one for all panes, which keep in it what they have looked up."""
        return self.timeline.at(self.position)

    @property
    def recording(self) -> Recording:
        """The pass that is shown."""
        return self.passes.recordings[self.index]

    @property
    def order(self) -> int:
        """Which graph the canvas shows."""
        return self.canvas.order

    @property
    def pan(self) -> tuple[int, int] | None:
        """How far the person has moved the graph's window."""
        return self.canvas.pan

    def drawn(
        self,
        *,
        order: int | None = None,
        direction: Direction | None = None,
        detail: Detail | None = None,
    ) -> View:
        """The same view with its graph drawn otherwise; the canvas follows again."""
        canvas = Canvas(
            order or self.canvas.order,
            direction or self.canvas.direction,
            detail or self.canvas.detail,
        )
        return replace(self, canvas=canvas)

    def panned(self, pan: tuple[int, int] | None) -> View:
        """The same view with the graph's window elsewhere; None follows the current function."""
        return replace(self, canvas=replace(self.canvas, pan=pan))

    def to(self, position: int) -> View:
        """The same view at another position; the canvas follows again."""
        return replace(self, position=min(max(position, 0), self.timeline.length)).panned(None)

    def of_pass(self, index: int) -> View:
        """The view of another pass, at its start."""
        index = min(max(index, 0), len(self.passes.recordings) - 1)
        if index == self.index:
            return self
        other = replace(self, index=index, position=0, scroll=0, playing=False, inspected=None)
        return other.drawn(order=1)

    def noting(self, one: Annotation) -> View:
        """The same view with a mark, a note or an answer put to its pass."""
        return replace(self, notebook=self.notebook.adding(self.index, one))

    def saying(self, message: str) -> View:
        """The same view with a sentence for the person."""
        return replace(self, message=message)


def first_view(
    recordings: Sequence[Recording],
    index: int = 0,
    position: int = 0,
    signs: Signs = UNICODE,
    theme: str = "dark",
) -> View:
    """The view that a stepper opens with; a position outside is moved to the nearest end."""
    return View(Passes(tuple(recordings)), index=index, signs=signs, theme=theme).to(position)
