"""Files with care: only regular ones, one writer at a time, whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import time
from pathlib import Path

from backstep.messages import later, tr
from backstep.session import limits
from backstep.session.errors import SessionError, reason, shown_path

try:
    import fcntl
except ImportError:  # no such lock on Windows
    fcntl = None  # type: ignore[assignment]

# Opening a pipe would wait for its other end; Windows would translate the ends of lines.
ALWAYS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
APPENDING = os.O_RDWR | os.O_APPEND | ALWAYS
PRIVATE = 0o600
CHUNK = 1 << 20
GLANCES = 5  # how often a lock is tried for: `is_locked` holds it for a moment when it looks
GLANCE = 0.01  # seconds


def read_regular(path: Path, at_most: int | None = None) -> bytes:
    """The bytes of a file, or the first `at_most` of them.

    Raises SessionError where there is none, for what is no regular file, and for one too large.
    """
    descriptor = open_regular(path, os.O_RDONLY | ALWAYS)
    try:
        size = os.fstat(descriptor).st_size
        if at_most is None and size > limits.FILE_BYTES:
            raise SessionError(
                tr(
                    "{path} is larger than {size}, the most that a session may have",
                    path=shown_path(path),
                    size=limits.megabytes(limits.FILE_BYTES),
                )
            )
        return read_all(descriptor, size if at_most is None else min(size, at_most))
    except OSError as error:
        raise cannot("read", path, error) from None
    finally:
        os.close(descriptor)


def open_regular(path: Path, flags: int) -> int:
    """Open a file that is there. Raises SessionError for folders, pipes and devices."""
    try:
        kind = os.stat(path).st_mode
        if stat.S_ISREG(kind):
            descriptor = os.open(path, flags)
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                return descriptor
            os.close(descriptor)  # it was exchanged for something else meanwhile
    except FileNotFoundError:
        raise SessionError(tr("{path}: there is no such file", path=shown_path(path))) from None
    except (OSError, ValueError) as error:  # a path with a NUL in it is a ValueError
        raise cannot("open", path, error) from None
    if stat.S_ISDIR(kind):
        raise SessionError(tr("{path} is a folder: name a file in it", path=shown_path(path)))
    raise SessionError(
        tr("{path} is not a regular file: a session is kept in one", path=shown_path(path))
    )


def read_all(descriptor: int, size: int) -> bytes:
    """The first `size` bytes of an open file, fewer if it ends before."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    parts: list[bytes] = []
    while size > 0 and (part := os.read(descriptor, min(size, CHUNK))):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def write_all(descriptor: int, data: bytes) -> None:
    """Write and wait until it is on disk; usually one write, more where the system takes less."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.fsync(descriptor)


def lock(path: Path, descriptor: int) -> None:
    """Be the only writer of an open file. Raises SessionError where another one is."""
    if fcntl is None:
        return
    for wait in (*[GLANCE] * (GLANCES - 1), 0):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(wait)
        except OSError:
            return  # a file system without locks
        else:
            return
    raise SessionError(
        tr(
            "another backstep is writing {path}: close it or choose another name",
            path=shown_path(path),
        )
    )


def is_locked(descriptor: int) -> bool:
    """Whether somebody writes an open file; False where the system does not tell."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    fcntl.flock(descriptor, fcntl.LOCK_UN)
    return False


def open_to_write(path: Path, flags: int) -> int:
    """Open a file that is there, and be its only writer.

    Where another writer has put a new file in its place meanwhile, that is opened.
    Raises SessionError as `open_regular` and `lock` do.
    """
    while True:
        descriptor = open_regular(path, flags)
        try:
            lock(path, descriptor)
            if os.path.samestat(os.stat(path), os.fstat(descriptor)):
                return descriptor
        except BaseException as error:
            os.close(descriptor)
            if isinstance(error, OSError):
                raise cannot("open", path, error) from None
            raise
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have a new name on disk as well; where folders cannot be synced, it comes in time."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | ALWAYS)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def put_in_place(target: Path, data: bytes, mode: int = PRIVATE) -> int:
    """Give a file this content, whole or not at all; it comes back open at its end, and locked.

    `mode` says who may read and write it. Raises SessionError, and leaves what was there as it was,
    when it cannot be written.
    """
    passing = target.parent / f".{secrets.token_hex(6)}.part"
    try:
        descriptor = os.open(passing, APPENDING | os.O_CREAT | os.O_EXCL, PRIVATE)
    except (OSError, ValueError) as error:
        raise cannot("write", target, error) from None
    try:
        lock(target, descriptor)
        if mode != PRIVATE:
            os.chmod(passing, mode)
        write_all(descriptor, data)
        if os.name == "nt":  # an open file cannot be renamed there
            os.close(descriptor)
            os.replace(passing, target)
            return os.open(target, APPENDING)
        os.replace(passing, target)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        with contextlib.suppress(OSError):
            os.unlink(passing)
        if isinstance(error, (OSError, ValueError)):
            raise cannot("write", target, error) from None
        raise
    sync_folder(target.parent)
    return descriptor


def cannot(act: str, path: Path, error: OSError | ValueError) -> SessionError:
    """The sentence for what the system refuses."""
    told = {
        "read": later("cannot read {path}: {why}"),
        "open": later("cannot open {path}: {why}"),
        "write": later("cannot write {path}: {why}"),
    }
    return SessionError(tr(told[act], path=shown_path(path), why=reason(error)))
