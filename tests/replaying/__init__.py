"""Replay: nothing of a file is run, and all of the stepper works on it."""
