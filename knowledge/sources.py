"""The register of documents: what each one is, who wrote it, and what standing its words have."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator

from knowledge.errors import BadRegister
from knowledge.yaml_files import read_yaml

REGISTER = "sources.yaml"
_REMEDY = "See the README, Documents, for how an entry looks."


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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the knowledge, fit to show; everything else still works."""

    file: str
    message: str
    remedy: str = ""
    line: int | None = None

    @classmethod
    def of(cls, error: BadRegister) -> Problem:
        """What is wrong with a file as a whole: the error's message names it, and maybe the line, at its beginning."""
        place, _, said = error.message.partition(": ")
        return cls(place, said, error.remedy)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.message} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Register:
    """The register as read: its good entries in order, where each stands, and what is wrong with the others."""

    sources: tuple[Source, ...] = ()
    lines: tuple[int, ...] = ()  # the line of each source's entry, from 1
    problems: tuple[Problem, ...] = ()


def _many(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Many = Annotated[tuple[str, ...], BeforeValidator(_many)]


class _Entry(BaseModel):
    """An entry as it stands in the file."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True, str_strip_whitespace=True)

    id: str = Field(pattern=r"^[^\s/\\#?]+$", max_length=100)
    title: str = ""
    type: str = "dokument"
    status: Status = Status.OKAND
    issuer: str = ""
    addressee: str = ""
    date: dt.date | None = None
    dnr: str = ""
    about: str = ""
    supersedes: _Many = ()
    superseded_by: _Many = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    url: str = Field("", pattern=r"^(https?://\S+)?$")
    file: str | None = Field(None, min_length=1)
    sha256: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    note: str = ""

    @field_validator("file")
    @classmethod
    def inside(cls, value: str | None) -> str | None:
        path = PurePosixPath(value or ".")
        if path.is_absolute() or ".." in path.parts:
            raise ValueError("must be a file inside documents/")
        return value


def source_of(values: dict[str, object]) -> Source:
    """The source that the values of an entry make. Raises BadRegister with what is wrong."""
    try:
        return Source(**_Entry.model_validate(values).model_dump())
    except ValidationError as error:
        wrong = " ".join(_explain(one) for one in error.errors(include_url=False))
        raise BadRegister(f"{REGISTER}: {wrong}", _REMEDY) from None


def read_register(path: Path) -> Register:
    """Reads `sources.yaml`. A wrong entry is a Problem with its line; the other entries still count.

    Raises BadRegister when the file as a whole cannot be read.
    """
    root = read_yaml(path, BadRegister, lambda text: yaml.compose(text, Loader=yaml.SafeLoader))
    if root is None:
        return Register()
    entries = _entries(root)
    if entries is None:
        raise BadRegister(f"{path.name}:{root.start_mark.line + 1}: must hold a list called `documents`.", _REMEDY)
    sources: list[Source] = []
    lines: list[int] = []
    problems: list[Problem] = []
    first_line: dict[str, int] = {}
    for node in entries:
        line = node.start_mark.line + 1
        try:
            entry = _Entry.model_validate(_plain(node))
        except ValidationError as error:
            for wrong in error.errors(include_url=False):
                at = _line_of(node, wrong["loc"])
                problems.append(Problem(path.name, _explain(wrong), _REMEDY, at))
            continue
        if entry.id in first_line:
            message = f"the id `{entry.id}` is already used on line {first_line[entry.id]}."
            problems.append(Problem(path.name, message, "Give each document its own id.", line))
            continue
        first_line[entry.id] = line
        sources.append(Source(**entry.model_dump()))
        lines.append(line)
    return Register(tuple(sources), tuple(lines), tuple(problems))


def _entries(root: yaml.Node) -> list[yaml.Node] | None:
    if isinstance(root, yaml.MappingNode):
        root = next((value for key, value in root.value if key.value == "documents"), root)
    if isinstance(root, yaml.SequenceNode):
        return list(root.value)
    empty = isinstance(root, yaml.ScalarNode) and root.tag == "tag:yaml.org,2002:null"
    return [] if empty else None


def _plain(node: yaml.Node) -> Any:
    """The node's values with every scalar as text, as written: `006-1137/2007` is no sum and `2016-10-25` no object."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(value) for value in node.value]
    return None if node.tag == "tag:yaml.org,2002:null" else node.value


def _line_of(node: yaml.Node, location: tuple[int | str, ...]) -> int:
    if isinstance(node, yaml.MappingNode) and location:
        for key, value in node.value:
            if key.value == location[0]:
                return int(_line_of(value, location[1:]) if location[1:] else key.start_mark.line + 1)
    return int(node.start_mark.line) + 1


_FORMS = {
    "id": "without spaces and without / \\ # ?",
    "url": "an address that begins with http:// or https://",
    "sha256": "64 characters of 0–9 and a–f",
}
"""What a field must look like, in words."""


def _explain(wrong: Any) -> str:
    name = ".".join(map(str, wrong["loc"])) or "the entry"
    match wrong["type"]:
        case "missing":
            return f"`{name}` is missing."
        case "extra_forbidden":
            return f"`{name}` is not a field of the register."
        case "enum":
            known = ", ".join(status.value for status in Status)
            return f"`{name}` is “{wrong['input']}”, an unknown status; it must be one of: {known}."
        case kind if kind.startswith("date"):
            return f"`{name}` is “{wrong['input']}”, not a date; write it as 2016-10-25."
        case "model_type" | "dict_type":
            return "the entry is not made of fields, a line each."
        case "string_pattern_mismatch" if name in _FORMS:
            return f"`{name}` is “{wrong['input']}”, but must be {_FORMS[name]}."
        case "value_error":
            return f"`{name}` is “{wrong['input']}”, but {wrong['ctx']['error']}."
        case _:
            return f"`{name}` is wrong: {wrong['msg']}."
