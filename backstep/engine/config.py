"""Settings of the engine, and the one way to change them for a while (book step 18)."""

from __future__ import annotations

from contextlib import AbstractContextManager, ContextDecorator
from typing import TYPE_CHECKING, Any, Protocol

from backstep.engine.errors import ConfigError
from backstep.messages import tr

if TYPE_CHECKING:
    from backstep.engine.algorithm import Algorithm
    from backstep.engine.function import Function
    from backstep.engine.variable import Variable


class Watch(Protocol):
    """What a loop calls once per pop, after multiply and before deliver."""

    def __call__(self, f: Function, gys: list[Any], gxs: tuple[Variable, ...]) -> None: ...


class Recorder(Protocol):
    """Whoever watches backward passes; the engine knows only this much of a recorder."""

    def watch(
        self, target: Variable, chosen: Algorithm, retain_grad: bool, create_graph: bool
    ) -> AbstractContextManager[Watch | None]: ...

    def settle(self) -> None:
        """Make what is to be told of a graph independent of it: it is about to be cut."""


class SourceFinder(Protocol):
    """Says which source text is calling a Function right now (None when nobody knows)."""

    def __call__(self) -> str | None: ...


class Settings:
    """The engine's settings; `Config` is the one instance.

    `enable_backprop` and `train` are the book's (steps 18 and 52) and change through
    `using_config`. `algorithm` names the backward loop. `recorder` and `source_finder` are the
    two places where the engine lets itself be watched; both are None unless somebody watches.
    `passes` is how many backward passes are under way, one inside the other.
    """

    # An instance with slots, not a class as in the book: every call reads it, and a write to a
    # class makes Python forget what it has learned about reading from it.
    __slots__ = ("algorithm", "enable_backprop", "passes", "recorder", "source_finder", "train")

    enable_backprop: bool
    train: bool
    algorithm: str
    passes: int
    recorder: Recorder | None
    source_finder: SourceFinder | None

    def __init__(self) -> None:
        self.enable_backprop = True
        self.train = True
        self.algorithm = "generation"
        self.passes = 0
        self.recorder = None
        self.source_finder = None

    def __repr__(self) -> str:
        return f"Config(enable_backprop={self.enable_backprop}, train={self.train})"


Config = Settings()
SWITCHES = ("enable_backprop", "train")


class using_config(ContextDecorator):
    """Set a switch of Config inside a `with` block and put it back after, errors or not.

    Raises ConfigError for a name other than `enable_backprop` and `train`. Book step 18.

    >>> with using_config("enable_backprop", False):
    ...     Config.enable_backprop
    False
    >>> Config.enable_backprop
    True
    """

    def __init__(self, name: str, value: bool) -> None:
        if name not in SWITCHES:
            raise ConfigError(
                tr(
                    "using_config: no setting {name!r}; there are {names}",
                    name=name,
                    names=", ".join(SWITCHES),
                )
            )
        self.name = name
        self.value = bool(value)

    def __enter__(self) -> None:
        self.old = getattr(Config, self.name)
        setattr(Config, self.name, self.value)

    def __exit__(self, *_: object) -> None:
        setattr(Config, self.name, self.old)

    def _recreate_cm(self) -> using_config:
        """Each call of a function that this decorates has its own, so it may call itself."""
        return using_config(self.name, self.value)


def no_grad() -> AbstractContextManager[None]:
    """Compute without building a graph: `using_config('enable_backprop', False)`. Book step 18."""
    return using_config("enable_backprop", False)


def test_mode() -> AbstractContextManager[None]:
    """Compute as after training (`train` is False): dropout passes through. Book step 54."""
    return using_config("train", False)


test_mode.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test
