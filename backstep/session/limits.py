"""How large a session may be, for whoever reads it and for whoever writes it."""

from __future__ import annotations

FILE_BYTES = 256 * 1024 * 1024
LINE_BYTES = 64 * 1024 * 1024
HEADER_BYTES = 1024 * 1024  # where a header must have come when a file is only looked at
RECORDS = 1_000_000
LINES = 2_000_000  # comments and blank ones too
VALUES = 16_000_000  # of JSON in a file; at one value in some ten bytes, as ours have it, 160 MB
DEPTH = 100
RANK = 64  # axes of an array, as numpy 2 has it
ELEMENTS = 2**40  # of an array that is there as statistics only
SAMPLES = 8
POINTS = 20_000  # of a series of a plot
PLOT_GRID = 400  # rows, columns, ticks
PLOT_SERIES = 64
PLOT_REMARKS = 128
PLOT_ROWS = 8
PLOTS = 16  # of a figure
PLOTTED = 10_000_000  # numbers in all figures of a session
NOTE = 10_000  # characters of a note, a question, an answer
CHOICES = 6  # that a question offers
RULES = 100  # of a class of functions
CONSTANTS = 100  # of a function
SOURCE = 20_000  # characters of the text of a backward that are shown
TEXT = 100_000  # characters of the prose before a cell, or after the last
WORD = 100  # characters of the kind of a question, of the name of a pane
SMALLEST_INTEGER = -(2**63)
LARGEST_INTEGER = 2**64 - 1


def megabytes(count: int) -> str:
    """A number of bytes in words.

    >>> megabytes(FILE_BYTES)
    '256 MB'
    """
    return f"{count / (1024 * 1024):.0f} MB"
