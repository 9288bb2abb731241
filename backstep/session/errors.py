"""What can be wrong with a session file."""

from backstep.engine.errors import BackstepError


class SessionError(BackstepError):
    """A session file that cannot be read or written; the message names the file and the remedy."""
