"""Speed and memory of the engine, the prompt and the stepper, as ratios of two sides in one run.

`python -m tests.benchmarks` prints the table; `--short` takes fewer rounds, names of rows pick
some. A ratio is a row's own time over the other side's, so it holds on any machine; nothing here
fails for being slow unless `--strict` is given.
"""
