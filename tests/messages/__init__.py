"""The message catalogue, and the tool that brings it up to date: `python -m tests.messages`."""
