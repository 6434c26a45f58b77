"""What the sandbox read of a file, kept by the file's content: an unchanged PDF is not read again at each build."""

from __future__ import annotations

import contextlib
import os
import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from knowledge.readers.pieces import Reading

READING: TypeAdapter[Reading] = TypeAdapter(Reading)


class Readings:
    """A folder of readings, each named by the hash of the file, its kind, and the readers that read it.

    It is a cache: what is missing, damaged or cannot be written costs a reading and no more.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()

    def get(self, content_hash: str, ending: str) -> Reading | None:
        name = self._name(content_hash, ending)
        try:
            reading = READING.validate_json((self.folder / name).read_bytes())
        except (OSError, ValidationError):
            return None
        self._used.add(name)
        return reading

    def put(self, content_hash: str, ending: str, reading: Reading) -> None:
        name = self._name(content_hash, ending)
        self._used.add(name)
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, temporary = tempfile.mkstemp(dir=self.folder, prefix=".new-")
            with os.fdopen(descriptor, "wb") as file:
                file.write(READING.dump_json(reading))
            Path(temporary).replace(self.folder / name)

    def forget_the_rest(self) -> None:
        """Removes what was neither asked for nor put since this object was made."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _name(self, content_hash: str, ending: str) -> str:
        return f"{content_hash}{ending}.{_readers_hash()}.json"


@cache
def _readers_hash() -> str:
    """Of the readers' own source: a changed reader reads everything anew, without anybody counting versions."""
    digest = sha256()
    for path in sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def sources() -> list[Path]:
    """The files that decide what a reading says: the readers, and what they use of the rest of the package."""
    package = Path(__file__).parent
    return [*sorted((package / "readers").glob("*.py")), *sorted(package.glob("*.py"))]
