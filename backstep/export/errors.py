"""What cannot be exported, and why."""

from backstep.engine.errors import BackstepError


class ExportError(BackstepError):
    """Something that cannot be exported as it is wanted; the message says why, and the remedy."""
