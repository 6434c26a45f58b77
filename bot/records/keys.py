"""The key of the pseudonyms: a file in the data directory that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from knowledge.errors import BadConfiguration

FILE = "records.key"
BYTES = 32  # as long as the SHA-256 that it keys


def load_key(data: Path) -> bytes:
    """The key in `data`, made (mode 600) when there is none.

    Two processes that start at once get the same key: it is written to a name of its own and linked
    into place, which only one of them can do. Raises BadConfiguration when it cannot be read or written.
    """
    file = data / FILE
    try:
        data.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _create(file)
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except OSError as error:
        raise BadConfiguration(
            f"{file} cannot be read or written ({type(error).__name__}).", "Check the permissions of the data folder."
        ) from None
    except ValueError:
        key = b""
    if len(key) != BYTES:
        raise BadConfiguration(
            f"{file} is damaged.", "Restore it from a backup, or delete it: stored settings then lose their owners."
        )
    return key


def _create(file: Path) -> None:
    own = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_hex(BYTES))
            handle.flush()
            os.fsync(handle.fileno())
        os.link(own, file)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        own.unlink()
