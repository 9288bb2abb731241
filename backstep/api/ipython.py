"""`%load_ext backstep`: %step and %%step in IPython and in notebooks."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from backstep.api.calls import watch_calls
from backstep.api.recorded import Recording, Recordings, record
from backstep.api.stepping import Look, by_algorithm, gone_back, open_stepper, step
from backstep.api.watching import Made, Watching, made_of
from backstep.engine.algorithm import Algorithm
from backstep.engine.config import Config, Watch
from backstep.engine.errors import ArgumentError
from backstep.engine.variable import Variable
from backstep.messages import tr
from backstep.recording.making.recorder import KEEP_ALL

HOOKS = ("pre_run_cell", "post_run_cell")
EXTENSION = "_backstep"  # where a shell keeps ours
OF_BACKWARD = ("algorithm", "retain_grad", "create_graph")
SWITCHES = {
    "--retain-grad": "retain_grad",
    "--create-graph": "create_graph",
    "--plain": "plain",
    "--ascii": "ascii_only",
}
VALUED = {"--algorithm": "algorithm", "-a": "algorithm", "--theme": "theme"}


def load_ipython_extension(ipython: Any) -> None:
    """Give an IPython shell %step and %%step; called by `%load_ext backstep`."""
    watch_calls()
    if hasattr(ipython, EXTENSION):
        return
    extension = Extension(ipython)
    setattr(ipython, EXTENSION, extension)
    ipython.register_magic_function(extension.step, "line_cell", "step")
    for hook in HOOKS:
        ipython.events.register(hook, getattr(extension, hook))


def unload_ipython_extension(ipython: Any) -> None:
    """Take %step away again; called by `%unload_ext backstep`."""
    extension = getattr(ipython, EXTENSION, None)
    if extension is None:
        return
    for hook in HOOKS:
        ipython.events.unregister(hook, getattr(extension, hook))
    extension.post_run_cell()  # of the cell that says %unload_ext
    for kind in ("line", "cell"):
        ipython.magics_manager.magics[kind].pop("step", None)
    delattr(ipython, EXTENSION)


class _Cell(Watching):
    """Records what one cell does; what a `with` block in it records, too."""

    def __init__(self, outside: Watching | None = None) -> None:
        super().__init__(outside)
        self.any = False
        self.inside: deque[Made] = deque(maxlen=KEEP_ALL)

    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> AbstractContextManager[Watch | None]:
        self.any = True
        return super().watch(target, chosen, retain_grad, create_graph)

    def hear(self, made: Sequence[Made]) -> None:
        self.any = True
        self.inside.extend(made)
        self._unmade.update(made)

    def taken(self) -> list[Recording]:
        """The passes since the last time, in the order in which they began."""
        made = [*self.inside, *self.handed_over()]
        self.inside.clear()
        return list(made_of(made))


class Extension:
    """What a shell keeps of backstep: the passes of the last cell that made any.

    As at backstep's own prompt, of more than 100 passes of a cell the first 2 and the last 18 are
    kept.
    """

    def __init__(self, shell: Any) -> None:
        self.shell = shell
        self.last = Recordings()
        self.cell = _Cell()
        self.latest_cell = self.cell  # that made any
        self.watching = False

    def pre_run_cell(self, *_: object) -> None:
        """Record what the cell does, unless somebody does already."""
        if Config.recorder is None:
            self.latest_cell.outside = None
            Config.recorder = self.cell = _Cell(self.latest_cell)
            self.watching = True

    def post_run_cell(self, *_: object) -> None:
        """Keep what the cell made; nothing is worked out of it before somebody asks."""
        if self.watching and Config.recorder is self.cell:
            Config.recorder = None
            self.watching = False
            self._notice()

    def _notice(self) -> None:
        if self.cell.any and self.latest_cell is not self.cell:
            self.latest_cell, self.last = self.cell, Recordings()

    def latest(self) -> Recordings:
        """The passes of the last cell that made any; of this one, where it is that."""
        self._notice()
        self.last.extend(self.latest_cell.taken())
        return self.last

    def step(self, line: str, cell: str | None = None) -> None:
        """Step through a backward pass: in the stepper, or in a notebook in the page.

        %step                 the passes of the last cell that called backward
        %step y               the pass on y that it made, else y.backward()
        %step y.backward(retain_grad=True)
        %step recordings      what `with backstep.record() as recordings:` gave
        %step -a stack y      by another algorithm; also --retain-grad, --create-graph
        %%step                run the cell, then step through what it made

        --plain prints a line for each step; --theme NAME is how the screen looks.
        """
        from IPython.core.error import UsageError

        try:
            options, code = _options(line)
            if cell is not None:
                self._step_cell(options, code, cell)
            elif code:
                self._step_code(options, code)
            else:
                open_stepper(self._some(self.latest()), _look(options))
        except ArgumentError as error:
            raise UsageError(str(error)) from None

    def _some(self, recordings: Recordings) -> Recordings:
        if not recordings:
            told = tr("%step: nothing to step yet; call backward() on a Variable first")
            raise ArgumentError(told)
        return recordings

    def _step_cell(self, options: dict[str, Any], code: str, cell: str) -> None:
        if code:
            raise ArgumentError(tr("%%step: the code goes on the lines below"))
        algorithm = options.pop("algorithm", None)
        look = _look(options)
        with record() as recordings, by_algorithm(algorithm):
            result = self.shell.run_cell(cell)
        if recordings:
            open_stepper(recordings, look)
        elif result.success:
            print(tr("No backward pass in this cell: call backward() on a Variable in it."))

    def _step_code(self, options: dict[str, Any], code: str) -> None:
        """Step through what an expression gives: recordings, a Variable, or the passes it makes."""
        with record() as recordings:
            value = self._value_of(code)
        if recordings:
            open_stepper(recordings, _look(options))
            return
        if not isinstance(value, Variable):
            step(value, **options)
            return
        known, at = self.latest(), Watching.passes_of.get(value)
        index = next((i for i, each in enumerate(known) if each.id == at), None)
        if index is not None and not options.keys() & set(OF_BACKWARD):
            open_stepper(known, _look(options), index)
            return
        how = {name: options.pop(name) for name in OF_BACKWARD if name in options}
        look = _look(options)
        made, failure = gone_back(value, **how)
        open_stepper(made, look)
        if failure is not None:
            raise failure

    def _value_of(self, code: str) -> Any:
        """What an expression of the person's gives; its text is kept, as that of a cell is."""
        name = self.shell.compile.cache(code)
        try:
            compiled = self.shell.compile(code, name, "eval")
        except SyntaxError:
            told = tr("%step: {code} is no expression: name a Variable, or recordings", code=code)
            raise ArgumentError(told) from None
        return eval(compiled, self.shell.user_global_ns, self.shell.user_ns)


def _look(options: dict[str, Any]) -> Look:
    """How the stepper is to look. Raises ArgumentError for what only a Variable can do."""
    for name in OF_BACKWARD:
        if name in options:
            flag = f"--{name.replace('_', '-')}"
            told = tr("%step: {flag} goes with a Variable, whose backward is run by it", flag=flag)
            raise ArgumentError(told)
    return Look(**options)


def _options(line: str) -> tuple[dict[str, Any], str]:
    """The flags at the beginning of a line, and the code after them. Raises ArgumentError."""
    options: dict[str, Any] = {}
    rest = line.strip()
    while rest.startswith(("--", "-a ")):
        word, _, rest = rest.partition(" ")
        name, _, value = word.partition("=")
        rest = rest.strip()
        if name in SWITCHES:
            options[SWITCHES[name]] = True
        elif name in VALUED:
            if not value:
                value, _, rest = rest.partition(" ")
            options[VALUED[name]] = value
        else:
            every = " ".join([*SWITCHES, *VALUED])
            raise ArgumentError(tr("%step: there is no {flag}: {flags}", flag=name, flags=every))
    return options, rest
