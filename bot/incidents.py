"""An unexpected error, told to the user by a number only; the log says where it was."""

from __future__ import annotations

import logging
from secrets import token_hex
from traceback import extract_tb

log = logging.getLogger(__name__)


def report(error: BaseException) -> str:
    """Logs the type and the frames, never the exception's text (it may hold somebody's words). Returns the number."""
    number = token_hex(4)
    frames = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(extract_tb(error.__traceback__)))
    log.error("error %s: %s at %s", number, type(error).__name__, frames)
    return number
