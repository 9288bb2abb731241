"""Programs that want out, by family, and what each has to come to.

A payload (families/*.txt) is held when it ends in its own sentence, so that one which fails for a
slip of ours does not count, and when the canary (canary.py) is well: nothing was handed to `got`
that leads out of the session, no file is there, no guard, setting or class of the engine is
another, the memory was not filled, nothing went on after the stop, the host met no error of its
own, ran nothing of the person's unasked and said nothing that a terminal would obey.

    python -m tests.language.escapes

prints, by family, how many were tried and how many got through.

What stays open to the limits of the worker alone (memory, the processor's time, the clock), and at
the prompt to Ctrl-C where Python looks for it:

- loops in C over what is long and lazy: `max(map(abs, range(10**12)))`, `all(...)`, `x in ...`,
  `np.unique`, a sort of ten million items, a large matrix product;
- sums of arrays that broadcast to any size by `+ - /` and by an index; what a few arrays and lists
  below the limits of one operation take together;
- dictionaries and sets of numbers that all hash alike;
- a chain of a hundred thousand generators one inside the other, which Python 3.11 to 3.13 cannot
  let go of: the process ends. So does the worker then, and nothing else;
- engine loops without a graph: finite differences of a large array, and `%algorithm naive` and
  `unseen` on a graph in which they visit without end.
"""
