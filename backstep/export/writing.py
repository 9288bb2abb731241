"""Writing an export: a file whole, or not at all, and over another only where that is wanted."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from backstep.messages import later, tr
from backstep.session import SessionError
from backstep.session.errors import reason, shown_path


def as_bytes(text: str) -> bytes:
    """A text as it stands in a file: UTF-8, with a lone surrogate written out."""
    return text.encode("utf-8", "backslashreplace")


def write_new(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text file whole, or not at all. Raises SessionError where it cannot be written, or
    where there is a file already that is not to be overwritten. What is no file, as /dev/null is,
    is written into and stays there."""
    if os.path.lexists(path) and not overwrite:
        raise _is_there(path)
    beside = path.parent / f".{secrets.token_hex(6)}.part"
    data = as_bytes(text)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        try:
            with beside.open("xb") as file:
                file.write(data)
            _put(beside, path, overwrite)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError:
        raise _is_there(path) from None
    except (OSError, ValueError) as error:
        raise SessionError(
            tr("{path} cannot be written: {reason}", path=shown_path(path), reason=reason(error))
        ) from None


def _is_there(path: Path) -> SessionError:
    told = later("{path} is there already: choose another name, or add --force")
    return SessionError(tr(told, path=shown_path(path)))


def _put(beside: Path, path: Path, overwrite: bool) -> None:
    """Put a file in its place; what came there in the meantime is not overwritten either."""
    if not overwrite:
        try:
            os.link(beside, path)
            return
        except FileExistsError:
            raise
        except OSError:  # a file system without links
            if os.path.lexists(path):
                raise FileExistsError from None
    os.replace(beside, path)
