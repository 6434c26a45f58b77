"""The register of documents: what each one is, who wrote it, and what standing its words have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """The standing of a document, in the words that Swedish administration uses."""

    ANTAGEN = "antagen"
    FORSLAG = "förslag"
    REMISSVAR = "remissvar"
    ERSATT = "ersatt"
    UPPHAVD = "upphävd"
    OKAND = "okänd"  # a file without a register


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the register. `file` is None when the document is known of but not held."""

    id: str
    title: str = ""
    type: str = "dokument"  # tjänsteutlåtande, strategi, ...
    status: Status = Status.OKAND
    issuer: str = ""
    addressee: str = ""
    date: dt.date | None = None  # when it was written or adopted
    dnr: str = ""
    about: str = ""  # id of the document that this one is about
    supersedes: tuple[str, ...] = ()  # ids or dnr
    superseded_by: tuple[str, ...] = ()  # ids or dnr, held or not
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    url: str = ""
    file: str | None = None  # relative to documents/
    sha256: str = ""
    note: str = ""

    @property
    def held(self) -> bool:
        return self.file is not None
