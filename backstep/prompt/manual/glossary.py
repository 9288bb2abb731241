"""The words of a backward pass that are no names at the prompt, each in a sentence or two."""

from __future__ import annotations

from backstep.messages import later

GLOSSARY = {
    "backward": later(
        "y.backward() goes from y back to what it was computed from, function by function, and "
        "gives each Variable its gradient. backstep help algorithms has the loops."
    ),
    "create_graph": later(
        "y.backward(create_graph=True) computes the gradients as Variables with a graph of their "
        "own, the second-order graph, so that x.grad can be gone back through in turn."
    ),
    "creator": later(
        "The function that made a Variable; None for a leaf. set_creator notes it, and backward "
        "follows it."
    ),
    "deliver": later(
        "A phase of a pop: each gx goes to its input. It is set where there was no gradient, and "
        "added where there was; then the input's creator is queued, unless it was seen."
    ),
    "free": later(
        "The last phase of a pop: without retain_grad the gradients of the outputs become None, "
        "for nobody needs them any more."
    ),
    "funcs": later(
        "The queue of backward: functions that have gradients to go back through. It is sorted by "
        "generation, and popped at its end."
    ),
    "gather": later("A phase of a pop: the gradients of the outputs are collected, as gys."),
    "generation": later(
        "How many functions lie between a Variable and what was given, at most. backward pops the "
        "highest first, so that a gradient is whole before it is passed on."
    ),
    "grad": later(
        "x.grad, the gradient of what backward was called on with respect to x: a Variable, or "
        "None. It adds up from pass to pass until x.cleargrad()."
    ),
    "gx": later("The gradient for an input: what a function's backward gives. Several are gxs."),
    "gy": later("The gradient of an output: what a function's backward is given. Several are gys."),
    "leaf": later("A Variable that was given and not computed: its creator is None."),
    "multiply": later(
        "A phase of a pop: backward multiplies gy by the local derivative, which gives the gxs."
    ),
    "pop": later(
        "One turn of the loop: a function leaves the queue; its phases are pop, gather, multiply, "
        "deliver, free."
    ),
    "retain_grad": later(
        "y.backward(retain_grad=True) keeps the gradient of every Variable. Without it only those "
        "of leaves stay; the others are freed when their function is done. r in the stepper shows "
        "both."
    ),
    "seed": later(
        "The gradient that a pass begins with: y.grad is set to ones of y's shape, unless it was "
        "there."
    ),
    "seen_set": later(
        "The functions that were queued already: a function that two paths lead to is popped once."
    ),
}
ALSO = {"gxs": "gx", "gys": "gy", "queue": "funcs", "gradient": "grad"}


def said_of(word: str) -> str | None:
    """What a word means, in English; None for one that is not here."""
    name = word.lower()
    return GLOSSARY.get(ALSO.get(name, name))
