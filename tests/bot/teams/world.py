"""Teams in miniature, on 127.0.0.1: the issuer's keys, the connector, people, and a service with known answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any
from urllib.parse import unquote

import jwt
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from microsoft_agents.hosting.core import (
    AccessTokenProviderBase,
    AgentAuthConfiguration,
    ClaimsIdentity,
    RestChannelServiceClientFactory,
    TurnContext,
)
from pydantic import SecretStr

from bot.answer import Answer, Intent, Place, Quote
from bot.service import Request, Surroundings
from bot.teams.settings import TeamsSettings
from knowledge.errors import NotQuotable

APP = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
BOT = f"28:{APP}"
SERVICE_URL = "https://smba.trafficmanager.net/emea/"
OUTBOUND = "the-bots-own-token"
EXPERTS = "19:experter@thread.tacv2"

TEAMS = TeamsSettings(
    enabled=True,
    app_id=APP,
    tenant_id=TENANT,
    app_secret=SecretStr("s3cr3t-of-the-bot"),
    ask_a_person=EXPERTS,
    patience=5,
)

Json = dict[str, Any]


# --- who may speak to the bot -------------------------------------------------------------------


class Issuer:
    """Signs tokens as the Bot Framework does, with keys of our own."""

    def __init__(self, kid: str = "test-key") -> None:
        self.kid = kid
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def jwks(self) -> Json:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": self.kid, "use": "sig"}]}

    def claims(self, **changes: Any) -> Json:
        """The claims of a good token, changed; None takes a claim away."""
        now = int(time.time())
        good = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "serviceurl": SERVICE_URL,
            "nbf": now - 60,
            "exp": now + 3600,
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    def token(self, headers: Json | None = None, key: Any = None, algorithm: str = "RS256", **changes: Any) -> str:
        headers = {"kid": self.kid} if headers is None else headers
        return jwt.encode(self.claims(**changes), key or self.key, algorithm=algorithm, headers=headers)


async def serve(app: web.Application) -> TestServer:
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    return server


async def serve_keys(issuer: Issuer) -> TestServer:
    app = web.Application()

    async def keys(_: web.Request) -> web.Response:
        return web.json_response(issuer.jwks())

    app.router.add_get("/keys", keys)
    return await serve(app)


# --- whom the bot speaks to ---------------------------------------------------------------------


@dataclass
class Sent:
    """One request that the connector got."""

    method: str
    conversation: str
    activity: str  # id in the address: what is replied to, or edited
    body: Json
    authorization: str
    at: float

    @property
    def card(self) -> Json | None:
        attachments = self.body.get("attachments") or []
        return attachments[0]["content"] if attachments else None


@dataclass
class Fault:
    """What the connector answers instead of taking a message."""

    status: int
    retry_after: str | None = "0"


class StubConnector:
    """Takes messages and edits, and fails on demand. Typing indicators are kept apart and never fail."""

    def __init__(self) -> None:
        self.messages: list[Sent] = []
        self.typing: list[Sent] = []
        self.refused: list[Sent] = []
        self.faults: deque[Fault] = deque()
        self.largest: int | None = None  # bytes that a message may have
        self._ids = count(1)
        self._news = asyncio.Condition()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**24)
        for path in ("/v3/conversations/{conversation}/activities", "/v3/conversations/{conversation}/activities/{id}"):
            app.router.add_route("*", path, self._take)
        return app

    async def _take(self, request: web.Request) -> web.Response:
        sent = Sent(
            request.method,
            unquote(request.match_info["conversation"]),
            unquote(request.match_info.get("id", "")),
            await request.json(),
            request.headers.get("Authorization", ""),
            time.monotonic(),
        )
        if sent.body["type"] == "typing":
            self.typing.append(sent)
            return web.json_response({"id": f"typing-{next(self._ids)}"}, status=201)
        if self.faults:
            fault = self.faults.popleft()
            self.refused.append(sent)
            headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            return web.json_response({"error": {"code": "made-up"}}, status=fault.status, headers=headers)
        if self.largest is not None and len(await request.read()) > self.largest:
            self.refused.append(sent)
            return web.json_response({"error": {"code": "MessageSizeTooBig"}}, status=413)
        async with self._news:
            self.messages.append(sent)
            self._news.notify_all()
        identity = sent.activity if request.method == "PUT" else f"message-{next(self._ids)}"
        return web.json_response({"id": identity}, status=201)

    async def wait_for(self, number: int, seconds: float = 10.0) -> list[Sent]:
        """Waits until that many messages and edits have come; returns all of them."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.messages) >= number)
        return self.messages


class OwnToken(AccessTokenProviderBase):
    """Stands in for Entra: the bot's own token."""

    def __init__(self, configuration: AgentAuthConfiguration) -> None:
        self._configuration = configuration

    @property
    def configuration(self) -> AgentAuthConfiguration:
        return self._configuration

    async def get_access_token(self, resource_url: str, scopes: list[str], force_refresh: bool = False) -> str:
        return OUTBOUND

    def get_token_credential(self) -> Any:
        raise NotImplementedError  # for other services than the connector


class StubClients(RestChannelServiceClientFactory):
    """The SDK's own clients, connected to the stub wherever Teams' service address leads."""

    def __init__(self, manager: Any, address: str) -> None:
        super().__init__(manager)
        self._address = address
        self.asked_for: list[str] = []

    async def create_connector_client(
        self,
        context: TurnContext | None,
        claims_identity: ClaimsIdentity,
        service_url: str,
        audience: str,
        scopes: list[str] | None = None,
        use_anonymous: bool = False,
    ) -> Any:
        self.asked_for.append(service_url)
        return await super().create_connector_client(
            context, claims_identity, self._address, audience, scopes, use_anonymous
        )


# --- what people send ---------------------------------------------------------------------------

_activity_ids = count(1)


def activity(kind: str = "message", conversation_type: str = "personal", **fields: Any) -> Json:
    """An activity as Teams sends it."""
    conversation = {
        "id": "a:personlig" if conversation_type == "personal" else "19:kanal@thread.tacv2;messageid=100",
        "conversationType": conversation_type,
        "tenantId": TENANT,
    }
    if conversation_type != "personal":
        conversation["isGroup"] = True
    return {
        "type": kind,
        "id": f"f:{next(_activity_ids)}",
        "channelId": "msteams",
        "serviceUrl": SERVICE_URL,
        "from": {"id": "29:anna", "name": "Anna Påhittad", "aadObjectId": "99999999-0000-4000-8000-000000000001"},
        "recipient": {"id": BOT, "name": "Strategiboten"},
        "conversation": conversation,
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "sv-SE",
    } | fields


def message(text: str, conversation_type: str = "personal", **fields: Any) -> Json:
    return activity("message", conversation_type, text=text, textFormat="plain", **fields)


def mention(text: str, who: str = BOT, name: str = "Strategiboten", **fields: Any) -> Json:
    """A message in a channel that mentions somebody."""
    entity = {"type": "mention", "mentioned": {"id": who, "name": name}, "text": f"<at>{name}</at>"}
    return message(f"<at>{name}</at> {text}", "channel", entities=[entity], **fields)


def click(verb: str, data: Json | None = None, **fields: Any) -> Json:
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data or {}}, "trigger": "manual"}
    return activity("invoke", name="adaptiveCard/action", value=value, **fields)


# --- what the bot knows -------------------------------------------------------------------------


def quote(text: str = "Alla nämnder ska påhittat samverka.", start: int = 100, **fields: Any) -> Quote:
    made = Quote(
        text=text,
        start=start,
        end=start + len(text),
        document="pahittad-2016",
        title="Påhittat tjänsteutlåtande",
        type="tjänsteutlåtande",
        status="remissvar",
        issuer="Påhittade nämnden",
        date="2016-10-25",
        dnr="1.2-3/2016",
        section=("Ärendet", "Förslag"),
        page=3,
        score=0.9,
        url=f"/documents/pahittad-2016#{start}-{start + len(text)}",
        standing="Förvaltningens bedömning, 2016-10-25 – inte ett beslut",
    )
    return replace(made, **fields)


def answer(question: str = "Vad ska nämnderna göra?", *quotes: Quote, **fields: Any) -> Answer:
    shown = quotes or (quote(also_in=(Place("annan", 1, 9, "En annan påhittad handling"),)),)
    made = Answer(question, "sv", Intent.OTHER, True, 0.9, shown, suggestions=("Vem ansvarar?",), generation="g1")
    return replace(made, **fields)


@dataclass
class KnownAnswers:
    """A `Service` whose answers are given beforehand; each question is kept."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    gate: asyncio.Event | None = None
    error: Exception | None = None

    async def ask(self, request: Request) -> Answer:
        self.asked.append(request)
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        return self.answers.get(request.question, answer(request.question))

    async def surroundings(self, document: str, start: int, end: int, language: str = "sv") -> Surroundings:
        for known in (answer(), *self.answers.values()):
            for one in (*known.quotes, *known.closest):
                if (one.document, one.start, one.end) == (document, start, end):
                    return Surroundings("Meningen före.", one, "Meningen efter.")
        raise NotQuotable("Stället finns inte.")


@dataclass
class World:
    """A running bot with everything round it."""

    client: TestClient[web.Request, web.Application]
    issuer: Issuer
    connector: StubConnector
    clients: StubClients
    service: Any  # KnownAnswers, in most tests
    records: Any
    tasks: Any

    async def post(self, body: Any, token: str | None = "", **options: Any) -> Any:
        """Posts as Teams does. `token`: "" for a good one, None for none at all."""
        if token == "":
            token = self.issuer.token()
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return await self.client.post("/api/messages", json=body, headers=headers, **options)

    async def ask(self, text: str, **fields: Any) -> Sent:
        """Asks in the personal chat, and returns the message that came back."""
        before = len(self.connector.messages)
        assert (await self.post(message(text, **fields))).status == 202
        return (await self.connector.wait_for(before + 1))[before]

    async def click(self, verb: str, data: Json | None = None) -> Json:
        reply = await self.post(click(verb, data))
        assert reply.status == 200
        return await reply.json()

    async def settled(self) -> None:
        """Waits until nothing is under way."""
        await self.tasks.drain(10)
