"""A failure gets a code: the user sees it, the log has it, and neither has the other's secrets."""

from __future__ import annotations

import logging
from secrets import token_hex

log = logging.getLogger("bot.teams")


def report(what: str, error: BaseException) -> str:
    """Logs where it failed, and returns the code. The exception's text is left out: it may quote a user."""
    code = token_hex(4)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    log.error("%s failed: %s at %s (code %s)", what, type(error).__name__, place, code)
    return code
