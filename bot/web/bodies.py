"""What the API takes and gives, checked at the door: the models behind `/api/openapi.json`."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Literal, TypeVar

from aiohttp import web
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

MAX_QUESTION = 2_000  # characters
MAX_TURNS = 20  # earlier questions in one request
MAX_BODY = 256 * 1024  # bytes: twenty-one questions of four-byte characters, with room to spare
BODY_SECONDS = 15.0  # a client that sends slower than this holds a connection for nothing


def _no_control_characters(value: str) -> str:
    if any(ord(c) < 32 and c not in "\t\n\r" for c in value):
        raise ValueError("control characters are not allowed")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_QUESTION),
    AfterValidator(_no_control_characters),
]
ConversationId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
Language = Literal["sv", "en"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AskBody(Body):
    """A question, and the conversation that it belongs to."""

    question: Line = Field(description="In Swedish or English.")
    conversation: Annotated[list[Line], Field(max_length=MAX_TURNS)] | ConversationId = Field(
        default_factory=list,
        description="The earlier questions, oldest first; or an id of your own making, whose last questions are kept.",
    )
    language: Language | None = Field(None, description="Of the labels; by default the question's own language.")
    as_of: date | None = Field(None, description="Answer from what was in force on this day.")


class FeedbackBody(Body):
    """Whether an answer was of use. Nothing here may tell who says so."""

    question: Line
    useful: bool
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    quote: Annotated[str, StringConstraints(max_length=300)] = Field("", description="`<document>#<start>-<end>`")
    generation: Annotated[str, StringConstraints(max_length=100)] = ""
    conversation: ConversationId | None = Field(None, description="An id of your own making, to count an asker once.")


class SurroundingsQuery(Body):
    """Which span to show among its neighbours."""

    document: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    start: int = Field(ge=0, le=2**31)
    end: int = Field(ge=0, le=2**31)
    language: Language = "sv"


class Reason(BaseModel):
    reason: str
    remedy: str = ""
    id: str = Field("", description="Of an unexpected error: names it in the server's log.")


class ErrorBody(BaseModel):
    """Every reply of the API that is not a success."""

    error: Reason


Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: web.Request, model: type[Model]) -> Model:
    """The request's JSON as `model`. Raises 400 with the reason, 408, 413 or 415."""
    if request.content_type != "application/json":
        # Also keeps other sites' forms out: a browser asks before it sends JSON across origins.
        raise web.HTTPUnsupportedMediaType(text="The body must be JSON, with Content-Type: application/json.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout(text="The body did not arrive in time.") from None
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise web.HTTPBadRequest(text=_reason(error)) from None


def read_query(request: web.Request, model: type[Model]) -> Model:
    """The query string as `model`. Raises 400 with the reason."""
    try:
        return model.model_validate(dict(request.query))
    except ValidationError as error:
        raise web.HTTPBadRequest(text=_reason(error)) from None


def _reason(error: ValidationError) -> str:
    """What is wrong and where, without the values: they are somebody's words."""
    found = [
        f"{'.'.join(str(part) for part in e['loc']) or 'body'}: {e['msg']}"
        for e in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    return "; ".join(dict.fromkeys(found))[:1000]
