"""Reads `glossary.yaml`: what the field's terms are also called, in short and in English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from knowledge.errors import BadRegister
from knowledge.yaml_files import read_yaml

GLOSSARY = "glossary.yaml"

Name = Annotated[str, Field(min_length=1, max_length=200)]


class Term(BaseModel):
    """One entry."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    term: Name  # as documents write it
    abbreviations: tuple[Name, ...] = ()
    english: tuple[Name, ...] = ()  # the usual one first
    definition: str = ""  # in our own words, and marked so where it is shown
    definition_en: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it is called, the term itself first."""
        return (self.term, *self.abbreviations, *self.english)


def read_glossary(folder: Path = Path(__file__).parent) -> tuple[Term, ...]:
    """The entries of a folder, by default the project's own, in their order; () when it has no glossary.

    Raises BadRegister that names the entry, or the line where the file is no YAML.
    """
    path = folder / GLOSSARY
    if not path.is_file():
        return ()
    try:
        return TypeAdapter(tuple[Term, ...]).validate_python(read_yaml(path, BadRegister) or [])
    except ValidationError as error:
        wrong = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in wrong["loc"])
        raise BadRegister(f"{GLOSSARY}: entry {place}: {wrong['msg']}.", "Each entry needs a `term`.") from None
