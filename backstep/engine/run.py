"""What `Variable.backward` does around the loop: the checks before it, and the recorder."""

from __future__ import annotations

import gc

import numpy as np

from backstep.engine.algorithm import ALGORITHMS, Algorithm
from backstep.engine.config import Config, Watch
from backstep.engine.errors import BackwardError, ConfigError
from backstep.engine.explain import explained, no_creator, wrong_seed
from backstep.engine.variable import Variable, as_variable
from backstep.messages import tr

FLAG = (int, np.bool_)


def run(target: Variable, retain_grad: bool, create_graph: bool) -> None:
    """Run the loop that Config names from `target`, under the recorder if there is one.

    Raises BackwardError, with the cause and the remedy, where the pass cannot start or go on; the
    recording up to there stays.
    """
    if not (isinstance(retain_grad, FLAG) and isinstance(create_graph, FLAG)):
        raise BackwardError(
            tr(
                "backward takes retain_grad and create_graph, each True or False; to start from "
                "another gradient than ones, set y.grad first"
            )
        )
    if target.creator is None:
        raise no_creator(target)
    if target.grad is not None and not isinstance(target.grad, Variable):
        target.grad = as_variable(target.grad)  # `y.grad = np.array(1.0)`: the book's step 7
    if target.grad is not None and target.grad.shape != target.shape:
        raise wrong_seed(target)
    chosen = ALGORITHMS.get(Config.algorithm)
    if chosen is None:
        raise ConfigError(
            tr(
                "no algorithm {name!r}; there are {names}",
                name=Config.algorithm,
                names=", ".join(ALGORITHMS),
            )
        )
    if create_graph and not chosen.second_order:
        raise BackwardError(
            tr(
                "backward: {chosen} makes gradients without a graph, so create_graph=True asks "
                "for what it cannot give: use the algorithm generation",
                chosen=chosen.name,
            )
        )
    if Config.recorder is None:
        _explaining(chosen, target, retain_grad, create_graph, None)
        return
    with Config.recorder.watch(target, chosen, retain_grad, create_graph) as watch:
        _explaining(chosen, target, retain_grad, create_graph, watch)


def _explaining(
    chosen: Algorithm, target: Variable, retain_grad: bool, create_graph: bool, watch: Watch | None
) -> None:
    collecting = gc.isenabled()
    gc.disable()  # or Python's cycle collector walks the whole graph again and again
    Config.passes += 1
    try:
        chosen.loop(target, retain_grad, create_graph, watch)
    except Exception as error:
        reason = explained(error, chosen)
        if reason is None:
            raise
        raise reason from error
    finally:
        Config.passes -= 1
        if collecting:
            gc.enable()
