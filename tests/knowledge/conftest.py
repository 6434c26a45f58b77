"""The shipped knowledge, read once."""

from pathlib import Path

import pytest
from hypothesis import settings

import knowledge
from knowledge.document import Document, Passage
from knowledge.library import Library, load
from knowledge.passages import make_passages

settings.register_profile("untimed", deadline=None)  # a busy machine must not fail a property
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shipped() -> Library:
    return load(Path(knowledge.__file__).parent)


@pytest.fixture(scope="session")
def real(shipped: Library) -> Document:
    """The tjänsteutlåtande that comes with the project."""
    return next(document for document in shipped.documents if document.id == "sn-2016-10-25")


@pytest.fixture(scope="session")
def real_passages(real: Document) -> tuple[Passage, ...]:
    return make_passages(real)
