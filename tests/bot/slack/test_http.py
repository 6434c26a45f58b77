"""HTTP mode: signatures, times, and what is not as Slack sends it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier

from bot import slack
from bot.config import Settings
from bot.records.store import SqlRecords
from bot.slack.manifest import PATH
from bot.tasks import BackgroundTasks
from knowledge.errors import BadConfiguration
from tests.bot.slack.blockkit import quoted
from tests.bot.slack.conftest import HandService
from tests.bot.slack.fake import FakeSlack, Fault
from tests.bot.slack.samples import OWNER
from tests.bot.slack.test_messages import ASK

SECRET = "signeringshemlighet"
FORM = "application/x-www-form-urlencoded"
Post = Callable[..., Awaitable[ClientResponse]]


def over_http(settings: Settings, **change: Any) -> Settings:
    changed = settings.slack.model_copy(update={"mode": "http", "signing_secret": SecretStr(SECRET)} | change)
    return settings.model_copy(update={"slack": changed})


def sign(body: str, *, off: int = 0, secret: str = SECRET) -> dict[str, str]:
    moment = str(int(time.time()) + off)
    signature = SignatureVerifier(secret).generate_signature(timestamp=moment, body=body)
    assert signature is not None
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": signature}


@pytest.fixture
async def service() -> HandService:
    return HandService()


@pytest.fixture
async def client(
    fake: FakeSlack, settings: Settings, records: SqlRecords, service: HandService
) -> AsyncIterator[TestClient[Any, Any]]:
    app = web.Application()
    slack.mount(app, over_http(settings), service, records, BackgroundTasks())
    async with TestClient(TestServer(app)) as served:
        yield served


@pytest.fixture
async def post(client: TestClient[Any, Any]) -> Post:
    async def send(body: str, headers: dict[str, str] | None = None, kind: str = "application/json") -> ClientResponse:
        for _ in range(100):
            answer = await client.post(
                PATH, data=body.encode(), headers={"Content-Type": kind} | (sign(body) if headers is None else headers)
            )
            if answer.status != 503:  # still introducing itself to Slack
                break
            await asyncio.sleep(0.05)
        return answer

    return send


async def test_a_signed_mention_is_answered(post: Post, fake: FakeSlack) -> None:
    body = json.dumps(fake.callback(fake.write(ASK) | {"type": "app_mention"}))
    for _ in range(2):  # Slack sends again what it thinks was lost
        assert (await post(body)).status == 200
    [answer] = await fake.until(lambda: fake.posted())
    assert quoted(answer["blocks"]) == [OWNER.text]


async def test_the_address_is_verified(post: Post) -> None:
    answer = await post(json.dumps({"type": "url_verification", "challenge": "abc"}))
    assert (answer.status, json.loads(await answer.text())) == (200, {"challenge": "abc"})


async def test_a_command_and_a_click_over_http(post: Post, fake: FakeSlack) -> None:
    command = {
        "command": "/strategi",
        "text": "Vem ansvarar?",
        "user_id": "UANNA",
        "channel_id": "C0ALLA",
        "response_url": fake.response_url,
        "trigger_id": "t",
    }
    answer = await post(urlencode(command), kind=FORM)
    assert (answer.status, await answer.text()) == (200, "")
    await fake.until(lambda: fake.responses)
    click = fake.click_payload({"action_id": "ask.0", "value": '{"q":"Vilka är inriktningarna?"}'}, ephemeral="C0ALLA")
    assert (await post(urlencode({"payload": json.dumps(click)}), kind=FORM)).status == 200
    await fake.until(lambda: fake.responses[1:])


@pytest.mark.parametrize(
    "headers",
    [
        lambda body: {},
        lambda body: sign(body, off=-301),
        lambda body: sign(body, off=330),  # well beyond 300: the clock goes on until it is checked
        lambda body: sign(body, secret="annan"),
        lambda body: sign(body + " "),
        lambda body: sign(body) | {"X-Slack-Signature": "v0="},
        lambda body: sign(body) | {"X-Slack-Request-Timestamp": "igår"},
    ],
    ids=["none", "stale", "early", "secret", "tampered", "empty", "words"],
)
async def test_what_is_not_signed_by_slack_now_is_refused(
    post: Post, fake: FakeSlack, service: HandService, headers: Callable[[str], dict[str, str]]
) -> None:
    body = json.dumps(fake.callback(fake.write(ASK) | {"type": "app_mention"}))
    assert (await post(body, headers(body))).status == 401
    challenge = json.dumps({"type": "url_verification", "challenge": "abc"})
    assert (await post(challenge, headers(challenge))).status == 401
    assert service.requests == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{", "application/json"),
        ("[]", "application/json"),
        ('"x"', "application/json"),
        ("", "application/json"),
        ("[" * 100_000, "application/json"),
        (urlencode({"payload": "{"}), FORM),
        (urlencode({"payload": "[1]"}), FORM),
        ("{}", "application/json; charset=nonsense"),
    ],
)
async def test_bad_bodies_are_refused_signed_or_not(post: Post, body: str, kind: str) -> None:
    assert (await post(body, kind=kind)).status == 400
    assert (await post(body, {}, kind=kind)).status == 400


async def test_bytes_that_are_no_text_are_refused(client: TestClient[Any, Any], post: Post) -> None:
    await post("{}")  # waits until it is open
    answer = await client.post(PATH, data=b"\xff\xfe{}", headers={"Content-Type": "application/json"})
    assert answer.status == 400


@pytest.mark.parametrize("event", [{"type": "team_join"}, {"type": "reaction_added"}, {}])
async def test_events_that_are_not_ours_are_acknowledged(post: Post, fake: FakeSlack, event: dict[str, Any]) -> None:
    """Slack would send them again otherwise, and switch the app off in the end."""
    assert (await post(json.dumps(fake.callback(event)))).status == 200


async def test_until_slack_can_be_reached_it_is_asked_to_come_again(
    fake: FakeSlack, settings: Settings, records: SqlRecords
) -> None:
    app = web.Application()
    fake.faults["auth.test"] += [Fault()] * 30
    slack.mount(app, over_http(settings), HandService(), records, BackgroundTasks())
    async with TestClient(TestServer(app)) as client:
        answer = await client.post(PATH, data="{}", headers=sign("{}"))
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("secret", ["", "  "])
async def test_an_empty_secret_refuses_to_start(settings: Settings, records: SqlRecords, secret: str) -> None:
    wrong = over_http(settings, signing_secret=SecretStr(secret))
    with pytest.raises(BadConfiguration, match="SLACK_SIGNING_SECRET"):
        slack.mount(web.Application(), wrong, HandService(), records, BackgroundTasks())


async def test_socket_mode_runs_with_the_server_and_ends_with_it(
    fake: FakeSlack, settings: Settings, records: SqlRecords
) -> None:
    app = web.Application()
    slack.mount(app, settings, HandService(), records, BackgroundTasks())
    async with TestClient(TestServer(app)):
        await fake.until(lambda: fake.sockets)
        await fake.say(ASK)
        await fake.until(lambda: fake.posted())
    await fake.until(lambda: not fake.sockets)


async def test_a_wrong_token_leaves_the_rest_of_the_server_running(
    fake: FakeSlack, settings: Settings, records: SqlRecords, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = settings.slack.model_copy(update={"bot_token": SecretStr("xoxb-fel")})
    app = web.Application()
    slack.mount(app, settings.model_copy(update={"slack": wrong}), HandService(), records, BackgroundTasks())
    async with TestClient(TestServer(app)) as client:
        await fake.until(lambda: fake.called("auth.test"))
        assert (await client.get("/")).status == 404
        for _ in range(100):
            if "Slack is not served" in caplog.text:
                break
            await asyncio.sleep(0.02)
    assert "invalid_auth" in caplog.text
    assert "xoxb-fel" not in caplog.text
