"""Exports: what is recorded, in the formats of others.

Each format is one module with one function, from a `Subject` (what) and a `Wanted` (how) to a text,
and one entry in `formats.FORMATS`. The command line, `%export`, the stepper's key, help, completion
and the messages all follow from that entry.
"""
