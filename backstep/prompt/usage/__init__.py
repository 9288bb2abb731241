"""The command line as argparse reads it: commands, flags, and what their values may be.

Nothing heavy is imported, for the prompt stands behind it. A command is one function of
`commands.py`, with a line in `parser.py` and its examples in `examples.py`.
"""
