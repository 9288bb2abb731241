"""The same pass with retain_grad the other way: what is freed is kept, or what is kept is freed.

Nothing has to run for it where no function is popped twice: then retain_grad decides what becomes
of a gradient that nobody gathers again, and the rest of the pass is as it was. A loop without a
seen_set gathers a second time, so such a pass is run again (again.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from backstep.messages import tr
from backstep.recording.looking.queueing import algorithm_of
from backstep.recording.records import Delivery, Pop, Recording, Value
from backstep.recording.rerunning.again import Run, named_grads, run_again
from backstep.recording.telling.narration import along_paths
from backstep.recording.values import value_of


def switched(recording: Recording, run: Run = run_again) -> Recording | str:
    """The pass with retain_grad switched, on the same nodes; a sentence where it cannot be had.

    `run` runs it again where that has to be.
    """
    algorithm = algorithm_of(recording)
    gathers_once = algorithm.seen_set or along_paths(recording)
    if not gathers_once or algorithm.adds == "inplace" or recording.failure is not None:
        return run(recording, algorithm.name, not recording.retain_grad)
    pops = list(_switched_pops(recording))
    if len(pops) < len(recording.pops):
        return tr("this pass adds to gradients whose elements were not kept")
    other = replace(recording, retain_grad=not recording.retain_grad, pops=tuple(pops))
    return replace(other, grads=tuple(named_grads(other, other.pops)))


def _switched_pops(recording: Recording) -> Iterator[Pop]:
    """The pops one by one, while each delivery's sum can be worked out."""
    adds = algorithm_of(recording).adds != "never"
    now: dict[int, Value] = dict(recording.found)
    now.setdefault(recording.target, recording.seed)
    for pop in recording.pops:
        deliveries = []
        for d in pop.deliveries:
            delivered = _delivered(d, now.get(d.to), adds)
            if delivered is None:
                return
            now[d.to] = delivered.after
            deliveries.append(delivered)
        freed: tuple[int, ...] = ()
        if recording.retain_grad:
            outputs = recording.functions[pop.function].outputs
            freed = tuple([i for i in outputs if i is not None and i in now])
            for i in freed:
                del now[i]
        yield replace(pop, deliveries=tuple(deliveries), freed=freed)


def _delivered(d: Delivery, before: Value | None, adds: bool) -> Delivery | None:
    """A delivery on a gradient that may be another than it was, or not be there any more; None
    where the sum would need elements that were not kept."""
    if before == d.before:
        return d
    if before is None or not adds:
        return replace(d, how="set", before=before, after=d.gx)
    if before.array is None or d.gx.array is None:
        return None
    with np.errstate(all="ignore"):
        after = value_of(np.asarray(before.array + d.gx.array))
    return replace(d, how="add", before=before, after=after)
