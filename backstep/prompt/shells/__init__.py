"""Completion in the shells: `backstep completion bash|zsh|fish` prints a script for one.

The script is shtab's, made from the parser of the command line; what an argument may be beside
fixed words is in `functions.bash`, `.zsh` and `.fish`.
"""
