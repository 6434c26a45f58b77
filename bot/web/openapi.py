"""The API's description, made from the models that check it: the two cannot drift apart."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.answer import Answer
from bot.service import Surroundings
from bot.tour import TourStep
from bot.web.bodies import AskBody, ErrorBody, FeedbackBody, SurroundingsQuery
from bot.web.tour import TourQuery

_REF = "#/components/schemas/{model}"


@cache
def description() -> dict[str, Any]:
    """An OpenAPI 3.1 document."""
    refs, schemas = TypeAdapter.json_schemas(
        [
            ("ask", "validation", TypeAdapter(AskBody)),
            ("feedback", "validation", TypeAdapter(FeedbackBody)),
            ("answer", "serialization", TypeAdapter(Answer)),
            ("surroundings", "serialization", TypeAdapter(Surroundings)),
            ("tour", "serialization", TypeAdapter(TourStep)),
            ("surroundings query", "validation", TypeAdapter(SurroundingsQuery)),
            ("tour query", "validation", TypeAdapter(TourQuery)),
            ("error", "serialization", TypeAdapter(ErrorBody)),
        ],
        ref_template=_REF,
    )
    ref = {name: schema for (name, _), schema in refs.items()}
    bad_body = {"400": "wrong JSON or a wrong value", "413": "body too large", "415": "not JSON"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Strategiboten",
            "version": version("strategibot"),
            "description": "Word-for-word quotes from the City of Stockholm's international strategy and the "
            "tjänsteutlåtanden about it, or an honest “framgår inte”.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            "/api/ask": {
                "post": {
                    "operationId": "ask",
                    "summary": "Ask a question",
                    "requestBody": _body(ref["ask"]),
                    "responses": _replies("200", "the answer", ref["answer"], ref["error"], bad_body | _BUSY),
                }
            },
            "/api/surroundings": {
                "get": {
                    "operationId": "surroundings",
                    "summary": "A quote with the sentences around it",
                    "parameters": _parameters(SurroundingsQuery, schemas["$defs"]),
                    "responses": _replies(
                        "200",
                        "the quote and its neighbours",
                        ref["surroundings"],
                        ref["error"],
                        {"400": "a wrong value", "404": "not a span of a document that is held"} | _BUSY,
                    ),
                }
            },
            "/api/feedback": {
                "post": {
                    "operationId": "feedback",
                    "summary": "Say whether an answer was of use",
                    "requestBody": _body(ref["feedback"]),
                    "responses": _replies("204", "noted", None, ref["error"], bad_body),
                }
            },
            "/api/tour": {
                "get": {
                    "operationId": "tour",
                    "summary": "A step of the tour for a new handläggare, answered",
                    "parameters": _parameters(TourQuery, schemas["$defs"]),
                    "responses": _replies(
                        "200",
                        "the step",
                        ref["tour"],
                        ref["error"],
                        {"400": "a wrong value", "404": "past the last step"} | _BUSY,
                    ),
                }
            },
            "/healthz": {"get": _probe("healthz", "Is the process alive?", {"200": "alive"})},
            "/readyz": {
                "get": _probe("readyz", "Can questions be answered?", {"200": "ready", "503": "no index is loaded"})
            },
        },
        "components": {"schemas": schemas["$defs"]},
    }


_BUSY = {"503": "overloaded or not ready; Retry-After says when to ask again"}


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _body(schema: Any) -> dict[str, Any]:
    return {"required": True, "content": _json(schema)}


def _replies(status: str, meaning: str, schema: Any, error: Any, failures: dict[str, str]) -> dict[str, Any]:
    success: dict[str, Any] = {"description": meaning}
    if schema is not None:
        success["content"] = _json(schema)
    return {status: success} | {
        code: {"description": why, "content": _json(error)} for code, why in sorted(failures.items())
    }


def _parameters(query: type[BaseModel], schemas: dict[str, Any]) -> list[dict[str, Any]]:
    """Each field of the query's model, as a parameter."""
    schema = schemas[query.__name__]
    return [
        {"name": name, "in": "query", "required": name in schema.get("required", ()), "schema": field}
        for name, field in schema["properties"].items()
    ]


def _probe(operation: str, summary: str, replies: dict[str, str]) -> dict[str, Any]:
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {code: {"description": meaning} for code, meaning in replies.items()},
    }
