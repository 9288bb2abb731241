"""What went wrong in a backward pass, said with its cause and its remedy."""

from __future__ import annotations

import warnings
from typing import Any

from backstep.engine import operations
from backstep.engine.algorithm import Algorithm
from backstep.engine.calls import CALLS
from backstep.engine.errors import BackwardError, DataChangedWarning, DataError
from backstep.engine.function import Function
from backstep.engine.variable import Operand, Variable, as_variable
from backstep.messages import later, tr, trn

# The engine's own: tests hold what they give, so while no data was changed nobody need ask.
OURS = frozenset(
    [f for f in vars(operations).values() if isinstance(f, type) and issubclass(f, Function)]
)

THIS, TARGET = later("this Variable"), later("the target")
AN_INPUT, UNNAMED = later("an input"), later("unnamed")


def name_of(x: Variable, otherwise: str = THIS) -> str:
    """What a message calls a Variable: its name, else the name it was assigned to."""
    return x.name or (x.label if x.label != "const" else None) or tr(otherwise)


def no_creator(x: Variable) -> BackwardError:
    """The error of a backward that has nothing to go back through."""
    within = getattr(x, "_within", None)
    if within:
        why = tr(
            "It was computed by a backward() that built no graph: "
            "backward(create_graph=True) makes gradients that can be gone back through"
        )
    elif within == 0:
        why = tr("It was computed under no_grad, which builds no graph: compute it outside")
    elif x.generation > 0:
        why = tr("It was cut off by unchain: compute it again")
    else:
        why = tr("It is a leaf, given and not computed: call backward on what was computed from it")
    return BackwardError(
        tr(
            "backward: {name} has no creator, so there is nothing to go back through. {why}",
            name=name_of(x),
            why=why,
        )
    )


def wrong_seed(x: Variable) -> BackwardError:
    """The error of a backward whose seed does not fit."""
    assert x.grad is not None
    return BackwardError(
        tr(
            "backward: {name}.grad has shape {grad_shape}, but its data has shape "
            "{x_shape}: a seed has the shape of the data (cleargrad() takes it away)",
            name=name_of(x, TARGET),
            grad_shape=x.grad.shape,
            x_shape=x.shape,
        )
    )


def too_many_visits(x: Variable, visits: int) -> BackwardError:
    """The error of a pass along every path that would not end."""
    return BackwardError(
        tr(
            "backward: {visits:,} visits along the paths from {name}, and no end in "
            "sight: each value that is used twice doubles the number of paths behind it. The "
            "algorithm generation visits each function once",
            visits=visits,
            name=name_of(x, TARGET),
        )
    )


def checked(f: Function, gxs: object) -> tuple[Variable, ...]:
    """Give one Variable per input, or say what a function's `backward` did wrong.

    Raises BackwardError when there are too few or too many, when one is None or not a number, and
    when one has another shape than its input. Warns where the data of an input was changed after
    the function was computed.
    """
    if f.serial < CALLS.last_change:
        _warn_of_changed_data(f)
    elif type(f) in OURS:
        if type(gxs) is Variable:
            return (gxs,)
        if type(gxs) is tuple and type(gxs[0]) is type(gxs[-1]) is Variable:
            return gxs
    inputs = f.inputs
    try:
        if type(gxs) is Variable and len(inputs) == 1 and gxs._data.shape == inputs[0]._data.shape:
            return (gxs,)
        if type(gxs) is tuple and len(gxs) == len(inputs):
            for x, gx in zip(inputs, gxs):
                if type(gx) is not Variable or gx._data.shape != x._data.shape:
                    break
            else:
                return gxs
    except AttributeError:  # an empty Variable has no shape
        pass
    return _made_fit(f, gxs)


def _made_fit(f: Function, gxs: object) -> tuple[Variable, ...]:
    if not isinstance(gxs, tuple):
        gxs = tuple(gxs) if isinstance(gxs, list) else (gxs,)
    who = type(f).__name__
    if len(gxs) != len(f.inputs):
        raise BackwardError(
            tr(
                "{who}.backward returned {gradients}, but {who} has {inputs}: return one gradient "
                "for each input",
                who=who,
                gradients=trn("{n} gradient", "{n} gradients", len(gxs)),
                inputs=trn("{n} input", "{n} inputs", len(f.inputs)),
            )
        )
    return tuple(
        [_fitting(who, i, x, gx) for i, (x, gx) in enumerate(zip(f.inputs, gxs, strict=True))]
    )


def _fitting(who: str, i: int, x: Variable, gx: Operand | None) -> Variable:
    if gx is None:
        raise BackwardError(
            tr(
                "{who}.backward returned None for input {i} ({name}): return its gradient "
                "(zeros where the output does not depend on it)",
                who=who,
                i=i,
                name=name_of(x, UNNAMED),
            )
        )
    try:
        gx = as_variable(gx)
    except DataError as error:
        raise DataError(
            tr("{who}.backward, gradient {i}: {error}", who=who, i=i, error=error)
        ) from None
    if gx.data is None:
        raise BackwardError(
            tr(
                "{who}.backward returned an empty Variable for input {i} ({name}): return its "
                "gradient",
                who=who,
                i=i,
                name=name_of(x, UNNAMED),
            )
        )
    if gx.shape != x.shape:
        raise BackwardError(
            tr(
                "{who}.backward returned a gradient of shape {gx_shape} for input {i} "
                "({name}), whose shape is {x_shape}: a gradient has the shape of its input "
                "(sum_to takes a broadcast back)",
                who=who,
                gx_shape=gx.shape,
                i=i,
                name=name_of(x, UNNAMED),
                x_shape=x.shape,
            )
        )
    return gx


def _warn_of_changed_data(f: Function) -> None:
    for x in f.inputs:
        changed = max(getattr(x, "_changed", -1), CALLS.array_change(x.data))
        if changed > f.serial:
            told = tr(
                "the data of {name} was changed after {function} was computed: backward computes "
                "with the new value, so the gradient may fit neither (run the forward pass again)",
                name=name_of(x, AN_INPUT),
                function=f.source or type(f).__name__,
            )
            warnings.warn(
                told,
                DataChangedWarning,
                stacklevel=2,
            )


def explained(error: Exception, chosen: Algorithm) -> BackwardError | None:
    """Tell what made a loop raise, from the loop's own locals; None when the error says it itself.

    An output that is gone, or that nothing used, has no gradient; the error that follows from it
    (an attribute of None, an operator on None) would name neither.
    """
    if isinstance(error, BackwardError):
        return None
    f = loop_locals(error, chosen).get("f")
    if not isinstance(f, Function):
        return None
    who = type(f).__name__
    outputs = [output() for output in f.outputs]
    for i, output in enumerate(outputs):
        if output is None:
            return BackwardError(
                tr(
                    "backward: output {i} of {who} was thrown away, so it has no gradient to "
                    "gather: keep it in a variable, and use it",
                    i=i,
                    who=who,
                )
            )
    for i, output in enumerate(outputs):
        if output is not None and output.grad is None:
            told = tr("output {i} of {who} ({name})", i=i, who=who, name=name_of(output, UNNAMED))
            return _without_gradient(told, f, chosen)
    return None


def _without_gradient(output: str, f: Function, chosen: Algorithm) -> BackwardError:
    who = type(f).__name__
    if not chosen.seen_set:
        return BackwardError(
            tr(
                "backward: {output} has no gradient: {who} was popped again, which {chosen} "
                "allows, and its gradient was freed the first time. backward(retain_grad=True) "
                "keeps it, and shows what comes of that",
                output=output,
                who=who,
                chosen=chosen.name,
            )
        )
    if chosen.order in ("stack", "fifo"):
        return BackwardError(
            tr(
                "backward: {output} has no gradient yet: {chosen} popped {who} before everything "
                "that uses it. The algorithm generation waits for that",
                output=output,
                chosen=chosen.name,
                who=who,
            )
        )
    return BackwardError(
        tr(
            "backward: {output} was never used, so its gradient is None and {who}.backward "
            "cannot compute with it: use that output, or let {who}.backward take None for "
            "zeros",
            output=output,
            who=who,
        )
    )


def loop_locals(error: BaseException, chosen: Algorithm) -> dict[str, Any]:
    """The locals of the loop that an error came out of; empty when it came from elsewhere.

    The outermost run of the loop is meant: a backward inside this backward has its own.
    """
    traceback = error.__traceback__
    loop = chosen.loop.__code__
    while traceback is not None:
        if traceback.tb_frame.f_code is loop:
            return traceback.tb_frame.f_locals
        traceback = traceback.tb_next
    cause = error.__cause__  # an explained error stands outside the loop that its cause came from
    return {} if cause is None else loop_locals(cause, chosen)
