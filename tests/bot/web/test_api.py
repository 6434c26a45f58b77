"""The API by real dispatch: answers, refusals with reasons, and nothing that tells too much."""

from __future__ import annotations

import asyncio
import json
import logging
import re

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.batching import BatchingService
from bot.records.types import Unanswered
from bot.server import create_app
from bot.service import Request
from bot.web.bodies import MAX_BODY, MAX_QUESTION, MAX_TURNS
from bot.web.keys import TASKS
from tests.bot.web.scripted import Scripted

EU = "Vem ansvarar för EU-frågor?"


async def error_of(response) -> dict[str, str]:
    assert response.content_type == "application/json"
    return (await response.json())["error"]


async def test_an_answer_has_every_key_that_is_promised(client: TestClient, corpus) -> None:
    response = await client.post("/api/ask", json={"question": EU})
    answer = await response.json()
    assert response.status == 200
    assert answer["answered"] is True and answer["responsible"]["owner"] == "kommunstyrelsen"
    quote = answer["quotes"][answer["responsible"]["quote"]]
    assert quote["text"] == corpus.documents[quote["document"]].text[quote["start"] : quote["end"]]
    assert quote["url"] == f"/documents/{quote['document']}#{quote['start']}-{quote['end']}"
    assert "Förvaltningens synpunkter och förslag" in await response.text()  # Swedish as it stands, not \u00f6


async def test_language_date_and_earlier_questions_reach_the_answerer(client: TestClient, scripted: Scripted) -> None:
    body = {"question": " Och 2016? ", "conversation": ["Ett", "Två"], "language": "en", "as_of": "2016-12-01"}
    assert (await client.post("/api/ask", json=body)).status == 200
    (request,) = scripted.batches[-1]
    assert request.question == "Och 2016?" and request.conversation == ("Ett", "Två")
    assert request.language == "en" and str(request.as_of) == "2016-12-01"


async def test_a_conversation_by_id_is_remembered_and_kept_apart_from_others(client, scripted: Scripted) -> None:
    for question, conversation in (("a", "samtal-01"), ("b", "samtal-02"), ("c", "samtal-01")):
        await client.post("/api/ask", json={"question": question, "conversation": conversation})
    assert [batch[0].conversation for batch in scripted.batches] == [(), (), ("a",)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        (b"\xff\xfe", "Invalid JSON"),
        (b"[]", "body"),
        (b"null", "body"),
        (b"{}", "question: Field required"),
        (b'{"question": ""}', "question"),
        (b'{"question": "   "}', "question"),
        (b'{"question": 7}', "question: Input should be a valid string"),
        (b'{"question": "\\u0000"}', "control characters"),
        (b'{"question": "\\ud800"}', "Invalid JSON"),
        (b'{"question": "a", "language": "de"}', "language"),
        (b'{"question": "a", "as_of": "2016-13-01"}', "as_of"),
        (b'{"question": "a", "conversation": "kort"}', "conversation"),
        (b'{"question": "a", "conversation": [1]}', "conversation"),
        (b'{"question": "a", "konversation": []}', "konversation: Extra inputs"),
        (b"[" * 10_000, "Invalid JSON"),
    ],
)
async def test_a_wrong_body_is_refused_with_the_reason(client: TestClient, body: bytes, reason: str) -> None:
    response = await client.post("/api/ask", data=body, headers={"Content-Type": "application/json"})
    assert response.status == 400
    assert reason in (await error_of(response))["reason"]


async def test_sizes_are_bounded_at_the_stated_number(client: TestClient) -> None:
    async def status(**body: object) -> int:
        return (await client.post("/api/ask", json=body)).status

    assert await status(question="å" * MAX_QUESTION) == 200
    assert await status(question="å" * (MAX_QUESTION + 1)) == 400
    full = ["å" * MAX_QUESTION] * MAX_TURNS
    assert await status(question="å", conversation=full) == 200
    assert await status(question="å", conversation=[*full, "å"]) == 400
    assert await status(question="å" * MAX_BODY) == 413


async def test_the_refused_words_are_not_in_the_refusal(client: TestClient) -> None:
    response = await client.post("/api/ask", json={"question": "a", "as_of": "hemligt datum"})
    assert "hemligt" not in await response.text()


async def test_only_json_is_taken(client: TestClient) -> None:
    """Another site's form cannot send JSON without asking the browser first, and that is refused."""
    for data in ({"question": "a"}, b'{"question": "a"}'):
        response = await client.post("/api/ask", data=data)
        assert response.status == 415
        assert "application/json" in (await error_of(response))["reason"]
    preflight = await client.options("/api/ask", headers={"Origin": "https://example.org"})
    assert preflight.status == 405 and "Access-Control-Allow-Origin" not in preflight.headers


async def test_a_wrong_method_names_the_right_one(client: TestClient) -> None:
    response = await client.get("/api/ask")
    assert response.status == 405 and response.headers["Allow"] == "POST"
    await error_of(response)


async def test_an_unknown_address_is_json_for_programs_and_a_page_for_people(client: TestClient) -> None:
    assert (await error_of(await client.get("/api/nothing")))["reason"] == "Sidan finns inte."
    page = await client.get("/nothing", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert page.status == 404 and page.content_type == "text/html"
    assert "There is no such page." in await page.text()


async def test_overload_is_503_with_a_time_to_come_back(settings, records, scripted: Scripted) -> None:
    app = create_app(settings, BatchingService(scripted, max_waiting=2), records)
    async with TestClient(TestServer(app)) as client:
        scripted.gate.clear()
        asked = [asyncio.create_task(client.post("/api/ask", json={"question": str(n)})) for n in range(8)]
        done, waiting = await asyncio.wait(asked, timeout=5, return_when=asyncio.FIRST_COMPLETED)
        scripted.gate.set()
        responses = await asyncio.gather(*done, *waiting)
        refused = [r for r in responses if r.status == 503]
        assert {r.status for r in responses} == {200, 503} and len(refused) >= 5
        assert all(r.headers["Retry-After"] == "2" for r in refused)
        assert "Många frågar" in (await error_of(refused[0]))["reason"]


async def test_alive_before_ready(settings, records, corpus) -> None:
    service = BatchingService()
    async with TestClient(TestServer(create_app(settings, service, records))) as client:
        assert (await client.get("/healthz")).status == 200
        assert (await client.get("/readyz")).status == 503
        asked = await client.post("/api/ask", json={"question": "a"})
        assert asked.status == 503 and "Retry-After" in asked.headers
        assert (await client.get("/documents", headers={"Accept": "text/html"})).status == 503
        service.swap(Scripted(corpus))
        ready = await client.get("/readyz")
        assert ready.status == 200 and (await ready.json())["generation"] == corpus.generation


async def test_a_bug_shows_a_number_that_is_in_the_log_and_nothing_else(settings, records, corpus, caplog) -> None:
    def bug(_request: Request):
        raise RuntimeError("hemligt fel")

    async with TestClient(
        TestServer(create_app(settings, BatchingService(Scripted(corpus, {"hemlig fråga": bug})), records))
    ) as client:
        with caplog.at_level(logging.DEBUG, logger="bot"):
            response = await client.post("/api/ask", json={"question": "hemlig fråga"})
        error = await error_of(response)
    assert response.status == 500
    number = error["reason"].split("felnummer ")[1].rstrip(").")
    assert number in caplog.text
    assert "hemlig" not in caplog.text and "Traceback" not in json.dumps(error)


async def test_the_log_has_the_route_and_no_words(client: TestClient, caplog) -> None:
    with caplog.at_level(logging.INFO, logger="bot"):
        await client.post("/api/ask", json={"question": EU})
        await client.get("/documents/sn-2016-10-25?start=1&end=2&q=EU-frågor")
    assert "POST /api/ask 200" in caplog.text and "GET /documents/{id} 200" in caplog.text
    assert "EU" not in caplog.text


async def test_surroundings(client: TestClient) -> None:
    query = {"document": "sn-2016-10-25", "start": "334", "end": "368"}
    found = await (await client.get("/api/surroundings", params=query)).json()
    assert found["quote"]["text"] == "3. Paragrafen justeras omedelbart."
    assert (await client.get("/api/surroundings", params=query | {"end": "1"})).status == 404
    assert (await client.get("/api/surroundings", params=query | {"document": "okänt"})).status == 404
    assert (await client.get("/api/surroundings", params=query | {"start": "x"})).status == 400
    assert (await client.get("/api/surroundings")).status == 400


async def test_feedback_and_what_was_not_answered_are_kept_without_names(client: TestClient, records) -> None:
    body = {"question": "Ring 08-508 25 119?", "useful": False, "reason": "missing", "conversation": "samtal-01"}
    assert (await client.post("/api/feedback", json=body)).status == 204
    assert (await client.post("/api/feedback", json={"question": "a"})).status == 400
    await client.post("/api/ask", json={"question": "Vad kostar en flygbiljett?"})
    await client.post("/api/ask", json={"question": EU})
    await client.server.app[TASKS].drain()
    assert await records.unanswered() == [Unanswered("Vad kostar en flygbiljett?", "sv", 1)]


async def test_the_description_fits_what_is_answered(client: TestClient) -> None:
    from jsonschema import Draft202012Validator

    description = await (await client.get("/api/openapi.json")).json()
    assert description["openapi"].startswith("3.1")
    operation = description["paths"]["/api/ask"]["post"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"] | {
        "components": description["components"]
    }
    Draft202012Validator.check_schema(schema)
    for question in (EU, "Något annat?"):
        answer = await (await client.post("/api/ask", json={"question": question})).json()
        Draft202012Validator(schema).validate(answer)
        assert set(answer) == set(description["components"]["schemas"]["Answer"]["properties"])
    for reference in set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(description))):
        assert reference in description["components"]["schemas"]
    assert "$defs" not in json.dumps(description)
    served = {r.resource.canonical for r in client.server.app.router.routes() if r.resource}
    assert set(description["paths"]) <= served


async def test_every_reply_is_guarded(client: TestClient) -> None:
    for path in ("/", "/documents", "/documents/sn-2016-10-25", "/api/nothing", "/static/js/chat.js", "/healthz"):
        headers = (await client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in headers


async def test_static_files_stay_inside_their_folder(client: TestClient) -> None:
    for path in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2fserver.py", "/static//etc/passwd"):
        response = await client.get(path)
        assert response.status in (403, 404), path
    assert (await client.get("/static/")).status in (403, 404)
