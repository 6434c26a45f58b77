"""The one family of errors. Their messages are fit to show a user, and name the remedy."""

from __future__ import annotations


class StrategibotError(Exception):
    """An error whose text may be shown to a user as it stands.

    Args:
        message: what went wrong, in a sentence, with no secret and no stack trace.
        remedy: what to do about it, in a sentence.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy
        super().__init__(f"{message} {remedy}".strip())


class UnreadableDocument(StrategibotError):
    """A file cannot be read as a document; the others still can. `line`, from 1, where it fails at one."""

    def __init__(self, message: str, remedy: str = "", line: int | None = None) -> None:
        self.line = line
        super().__init__(message, remedy)

    def at(self, file: str) -> str:
        """The message with where it is: "a.md:3: not UTF-8." """
        return f"{file}:{self.line}: {self.message}" if self.line else f"{file}: {self.message}"


class ScannedDocument(UnreadableDocument):
    """A PDF that holds pictures of text only: it can be read by OCR, where that is installed."""


class BadRegister(StrategibotError):
    """A register (YAML) is wrong; the message names the file and the line."""


class BadConfiguration(StrategibotError):
    """A setting is missing or wrong."""


class ModelError(StrategibotError):
    """The embedding model cannot be prepared or loaded."""


class IndexProblem(StrategibotError):
    """The index is missing, damaged, or made by another model."""


class NotQuotable(StrategibotError):
    """A quote is not, word for word, in its document, and is therefore not sent."""
