"""backstep: see backprop happen, one function pop at a time.

The names of the engine, define-by-run autograd as "Deep Learning from Scratch 3" builds it:
`from backstep import Variable, square`, `from backstep import layers as L`. And to see what a
backward pass does, from any script, from IPython or in a notebook:

    step(y)                        y.backward(), recorded; then the stepper opens on it
    with record() as recordings:   records every backward pass in the block
    step(recordings)               the stepper on them; nothing runs
    narrate(recordings)            the same in words, a line for each step
    export(recordings, "y.html")   to a file, in the format of its ending
    %load_ext backstep             gives IPython %step and %%step

The prompt is a command, as are lessons and exports: `backstep --help`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backstep.api.ipython import load_ipython_extension, unload_ipython_extension
    from backstep.api.recorded import Recording, Recordings, narrate, record
    from backstep.api.stepping import step
    from backstep.engine import *  # noqa: F403
    from backstep.engine import datasets, layers, models, optimizers, transforms
    from backstep.engine import operations as functions
    from backstep.export.call import export
    from backstep.version import VERSION as __version__

    __all__ = [
        "Recording",
        "Recordings",
        "__version__",
        "datasets",
        "export",
        "functions",
        "layers",
        "load_ipython_extension",
        "models",
        "narrate",
        "optimizers",
        "record",
        "step",
        "transforms",
        "unload_ipython_extension",
    ]

MODULES = ("datasets", "layers", "models", "optimizers", "transforms")
# What sees backward passes is loaded only when a name of it is wanted.
TOOLS = {
    "Recording": "backstep.api.recorded",
    "Recordings": "backstep.api.recorded",
    "narrate": "backstep.api.recorded",
    "record": "backstep.api.recorded",
    "step": "backstep.api.stepping",
}
# What IPython looks for; `from backstep import *` leaves it alone.
FOR_IPYTHON = ("load_ipython_extension", "unload_ipython_extension")


def __getattr__(name: str) -> Any:
    """Load the engine when a name of it is first wanted: the prompt stands before it is."""
    if name in TOOLS or name in FOR_IPYTHON:
        import_module("backstep.api.speaking").speak()
        found = getattr(import_module(TOOLS.get(name, "backstep.api.ipython")), name)
    elif name == "export":
        found = import_module("backstep.export")  # which can be called
    elif name == "__version__":
        from backstep.version import VERSION as found
    elif name.startswith("_") and name != "__all__":
        raise AttributeError(f"backstep has no {name}")
    else:
        found = _of_the_engine(name)
    globals()[name] = found
    return found


def _of_the_engine(name: str) -> Any:
    engine = import_module("backstep.engine")
    names = {each: getattr(engine, each) for each in engine.__all__}
    names["functions"] = import_module("backstep.engine.operations")
    for module in MODULES:
        names[module] = import_module(f"backstep.engine.{module}")
    names["__all__"] = [*names, *TOOLS, "export"]
    if name not in names:
        raise AttributeError(f"backstep has no {name}")
    globals().update(names)
    # A program that takes its names from here may be stepped through later: which expression made
    # which Variable has to be noted when it does. The prompt does that in a way of its own.
    import_module("backstep.api.calls").watch_calls()
    return names[name]


def __dir__() -> list[str]:
    return sorted({*__getattr__("__all__"), *globals()})
