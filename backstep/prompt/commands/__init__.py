"""The commands that begin with %: one registry feeds running, completion, %help and the README.

A command is one entry in the file of its family; `registry.py` puts the families together.
"""

from backstep.prompt.commands.command import Command, CommandError, Stage
from backstep.prompt.commands.registry import COMMANDS, offered, run_command

__all__ = ["COMMANDS", "Command", "CommandError", "Stage", "offered", "run_command"]
