"""What the operating system says of files, which is English wherever Python asks it."""

from __future__ import annotations

from backstep.messages.catalogue import later, tr

# What a person meets; any other sentence is told as it comes.
SENTENCES = (
    later("No such file or directory"),
    later("Permission denied"),
    later("Operation not permitted"),
    later("Is a directory"),
    later("Not a directory"),
    later("File exists"),
    later("File name too long"),
    later("No space left on device"),
    later("Disk quota exceeded"),
    later("Read-only file system"),
    later("Input/output error"),
    later("Too many open files"),
    later("Too many levels of symbolic links"),
)


def reason(error: OSError | ValueError) -> str:
    """Why something could not be done with a file: `No space left on device`.

    >>> reason(OSError(28, "No space left on device"))
    'No space left on device'
    """
    return tr(getattr(error, "strerror", None) or str(error))
