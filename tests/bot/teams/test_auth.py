"""Who is let in: nobody but the Bot Framework, for an allowed tenant. Every token is signed with keys of our own."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core import ClaimsIdentity, ConnectionManager
from pydantic import SecretStr, ValidationError

from bot.config import Settings
from bot.tasks import BackgroundTasks
from bot.teams.app import Endpoint, dispatcher, mount
from bot.teams.auth import TokenCheck, Unauthenticated, check_caller, require_safe
from bot.teams.connection import FollowingAdapter, connections, require_no_anonymous
from bot.teams.settings import TeamsSettings
from knowledge.errors import BadConfiguration
from tests.bot.teams.conftest import MakeWorld
from tests.bot.teams.world import (
    APP,
    SERVICE_URL,
    TEAMS,
    TENANT,
    Issuer,
    KnownAnswers,
    OwnToken,
    World,
    activity,
    click,
    message,
    serve,
    serve_keys,
)

OTHER = "00000000-1111-4222-8333-444444444444"
NOW = int(time.time())


def part(content: object) -> str:
    """A part of a token, made by hand: the library refuses to make bad ones."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def alg_none(issuer: Issuer) -> str:
    return f"{part({'alg': 'none', 'kid': issuer.kid})}.{part(issuer.claims())}."


def hs256_with_the_public_key(issuer: Issuer) -> str:
    """The classic confusion: the public key, used as a shared secret."""
    public = issuer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'kid': issuer.kid})}.{part(issuer.claims())}"
    return f"{signed}.{part(hmac.digest(public, signed.encode(), 'sha256'))}"


def hs256_with_a_guess(issuer: Issuer) -> str:
    return jwt.encode(issuer.claims(), "x" * 32, algorithm="HS256", headers={"kid": issuer.kid})


def tampered(issuer: Issuer) -> str:
    head, _, signature = issuer.token().split(".")
    return f"{head}.{part(issuer.claims(extra=1))}.{signature}"


REJECTED: dict[str, Callable[[Issuer], str | None]] = {
    "no token": lambda issuer: None,
    "empty token": lambda issuer: " ",
    "not a token": lambda issuer: "inte-en-token",
    "not ASCII": lambda issuer: "åäö.åäö.åäö",
    "wrong key": lambda issuer: issuer.token(key=Issuer().key),
    "unknown kid": lambda issuer: issuer.token(headers={"kid": "en-annan"}),
    "no kid": lambda issuer: issuer.token(headers={}),
    "empty kid": lambda issuer: issuer.token(headers={"kid": ""}),
    "alg=none": alg_none,
    "HS256 with the public key": hs256_with_the_public_key,
    "HS256": hs256_with_a_guess,
    "PS256": lambda issuer: issuer.token(algorithm="PS256"),
    "tampered claims": tampered,
    "expired": lambda issuer: issuer.token(exp=NOW - 3600),
    "no exp": lambda issuer: issuer.token(exp=None),
    "exp is no number": lambda issuer: issuer.token(exp="i morgon"),
    "not yet valid": lambda issuer: issuer.token(nbf=NOW + 3600),
    "wrong audience": lambda issuer: issuer.token(aud=OTHER),
    "audience is a list": lambda issuer: issuer.token(aud=[APP, OTHER]),
    "no audience": lambda issuer: issuer.token(aud=None),
    "wrong issuer": lambda issuer: issuer.token(iss="https://example.org"),
    "another app of our own tenant": lambda issuer: issuer.token(
        iss=f"https://login.microsoftonline.com/{TENANT}/v2.0", tid=TENANT
    ),
    "no issuer": lambda issuer: issuer.token(iss=None),
    "tid of another tenant": lambda issuer: issuer.token(tid=OTHER),
    "foreign serviceUrl in the token": lambda issuer: issuer.token(serviceurl="https://evil.example/"),
    "no serviceUrl in the token": lambda issuer: issuer.token(serviceurl=None),
}


@pytest.mark.parametrize("name", REJECTED)
async def test_a_bad_token_is_refused(world: World, name: str) -> None:
    reply = await world.post(message("Släpp in mig"), token=REJECTED[name](world.issuer))
    assert (reply.status, await reply.json()) == (401, {"error": "unauthorized"})
    await world.settled()
    assert world.service.asked == [] and world.clients.asked_for == []


BY_THE_ACTIVITY = {"tid of another tenant", "foreign serviceUrl in the token"}


@pytest.mark.parametrize("name", sorted(set(REJECTED) - BY_THE_ACTIVITY))
async def test_the_token_check_alone_refuses_a_bad_token(issuer: Issuer, name: str) -> None:
    server = await serve_keys(issuer)
    check = TokenCheck(APP, jwt.PyJWKClient(str(server.make_url("/keys"))))
    assert (await check.identify(f"Bearer {issuer.token()}")).claims["aud"] == APP
    token = REJECTED[name](issuer)
    with pytest.raises(Unauthenticated):
        await check.identify(None if token is None else f"Bearer {token}")
    await server.close()


@pytest.mark.parametrize("claim", ["iss", "aud", "serviceurl"])
def test_the_second_check_alone_refuses_other_claims(issuer: Issuer, claim: str) -> None:
    body = Activity.model_validate(message("?"))
    check_caller(ClaimsIdentity(issuer.claims()), body, TEAMS)
    for other in ("https://evil.example", None):
        with pytest.raises(Unauthenticated):
            check_caller(ClaimsIdentity(issuer.claims(**{claim: other})), body, TEAMS)


BAD_CALLERS = {
    "another tenant's conversation": message("?", conversation={"id": "a:1", "tenantId": OTHER}),
    "another tenant in the channel data": message("?", channelData={"tenant": {"id": OTHER}}),
    "no tenant at all": message("?", conversation={"id": "a:1"}, channelData=None),
    "a guest from another tenant": message("?", **{"from": {"id": "29:x", "tenantId": OTHER}}),
    "another channel": message("?", channelId="emulator"),
    "foreign serviceUrl": message("?", serviceUrl="https://evil.example/"),
    "serviceUrl of the same host, another path": message("?", serviceUrl="https://smba.trafficmanager.net/other/"),
}


@pytest.mark.parametrize("name", BAD_CALLERS)
async def test_a_good_token_does_not_excuse_a_foreign_activity(world: World, name: str) -> None:
    assert (await world.post(BAD_CALLERS[name])).status == 401
    await world.settled()
    assert world.service.asked == [] and world.clients.asked_for == []


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://user:pass@smba.trafficmanager.net/",
        "https://169.254.169.254/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
        "//evil.example",
        "inte en adress",
    ],
)
async def test_the_bots_token_goes_to_no_host_but_teams(world: World, address: str) -> None:
    """Even where token and activity agree on the address."""
    reply = await world.post(message("?", serviceUrl=address), token=world.issuer.token(serviceurl=address))
    assert reply.status == 401
    await world.settled()
    assert world.clients.asked_for == []


async def test_only_the_configured_hosts_when_some_are(make_world: MakeWorld) -> None:
    world = await make_world(TEAMS.model_copy(update={"allowed_service_hosts": ("teams.example",)}))
    assert (await world.post(message("?"))).status == 401
    there = "https://emea.teams.example/"
    reply = await world.post(message("?", serviceUrl=there), token=world.issuer.token(serviceurl=there))
    assert reply.status == 202


async def test_a_second_tenant_can_be_allowed(make_world: MakeWorld) -> None:
    world = await make_world(TEAMS.model_copy(update={"allowed_tenants": (TENANT, OTHER)}))
    body = message("?", conversation={"id": "a:1", "tenantId": OTHER.upper()}, channelData=None)
    assert (await world.post(body)).status == 202
    await world.connector.wait_for(1)


@pytest.mark.parametrize(
    "header", ["Basic abc", "Bearer", "bearer ", "Token x", "Bearer a b", "Bearer " + "x" * 5000, ", ,"]
)
async def test_a_strange_authorization_is_refused(world: World, header: str) -> None:
    reply = await world.client.post("/api/messages", json=message("?"), headers={"Authorization": header})
    assert reply.status == 401


MALFORMED = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"text"',
    b"\xff\xfe",
    b"[" * 100_000,
    json.dumps({}).encode(),
    json.dumps({"type": "message"}).encode(),
    *(
        json.dumps({name: value for name, value in message("?").items() if name != left_out}).encode()
        for left_out in ("type", "id", "channelId", "serviceUrl", "from", "recipient", "conversation")
    ),
    *(
        json.dumps(message("?") | {name: value}).encode()
        for name, value in {
            "type": 7,
            "conversation": "a:1",
            "from": [],
            "recipient": {"id": 4},
            "entities": "mention",
            "timestamp": "i går",
            "text": {"a": 1},
            "channelId": {},
            "attachments": {},
        }.items()
    ),
]


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: body[:60].decode(errors="replace"))
async def test_a_malformed_activity_is_a_bad_request(world: World, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {world.issuer.token()}", "Content-Type": "application/json"}
    reply = await world.client.post("/api/messages", data=body, headers=headers)
    assert reply.status == 400
    unknown = await world.client.post("/api/messages", data=body, headers={"Content-Type": "application/json"})
    assert unknown.status == 401  # what is wrong with it is not told to just anybody


async def test_an_unknown_charset_is_a_bad_request(world: World) -> None:
    headers = {
        "Authorization": f"Bearer {world.issuer.token()}",
        "Content-Type": "application/json; charset=påhittad",
    }
    assert (await world.client.post("/api/messages", data=b"{}", headers=headers)).status == 400


async def test_only_post_is_served(world: World) -> None:
    for method in ("GET", "PUT", "DELETE"):
        assert (await world.client.request(method, "/api/messages")).status == 405


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    field=st.sampled_from([*sorted(activity()), "entities", "value", "membersAdded", "name", "text", "deliveryMode"]),
    value=JSON,
    kind=st.sampled_from(["message", "invoke", "conversationUpdate"]),
)
async def test_no_activity_is_an_internal_error(world: World, field: str, value: object, kind: str) -> None:
    reply = await world.post(activity(kind, name="adaptiveCard/action", text="?") | {field: value})
    assert reply.status in (200, 202, 400, 401, 501)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(headers=st.dictionaries(st.sampled_from(["kid", "typ", "jku", "x5u", "crit"]), JSON, max_size=3), claims=JSON)
async def test_no_token_is_an_internal_error(world: World, headers: dict, claims: object) -> None:
    token = f"{part(headers | {'alg': 'RS256'})}.{part(claims)}.AAAA"
    assert (await world.post(message("?"), token=token)).status == 401


# --- the middleware is missing ------------------------------------------------------------------


@pytest.mark.parametrize("identity", [None, ClaimsIdentity(), ClaimsIdentity({"aud": APP})])
async def test_an_endpoint_without_its_token_check_answers_nobody(
    world: World, identity: ClaimsIdentity | None
) -> None:
    configuration = Settings(teams=TEAMS)
    tasks = BackgroundTasks()
    adapter = FollowingAdapter(TEAMS, world.clients, tasks)
    endpoint = Endpoint(configuration, adapter, dispatcher(configuration, world.service, world.records, tasks))

    async def unchecked(request: web.Request) -> web.Response:
        return await endpoint.receive(request, identity)

    app = web.Application()
    app.router.add_post("/api/messages", unchecked)
    async with TestClient(await serve(app)) as client:
        for body in (message("Släpp in mig"), click("useful")):
            assert (await client.post("/api/messages", json=body)).status == 401
    assert world.service.asked == []


async def test_keys_that_cannot_be_fetched_let_nobody_in(issuer: Issuer) -> None:
    check = TokenCheck(APP, jwt.PyJWKClient("http://127.0.0.1:9/keys", timeout=1))
    with pytest.raises(Unauthenticated, match="ConnectionError"):
        await check.identify(f"Bearer {issuer.token()}")


async def test_the_claims_of_a_good_token(world: World, issuer: Issuer) -> None:
    reply = await world.post(message("?"), token=issuer.token(serviceurl=SERVICE_URL.rstrip("/")))
    assert reply.status == 202  # a closing slash makes no difference


# --- refusing to start --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "environment", "about"),
    [
        ({"app_id": ""}, {}, "TEAMS_APP_ID"),
        ({"app_id": "min-bot"}, {}, "TEAMS_APP_ID"),
        ({"tenant_id": "common"}, {}, "TEAMS_TENANT_ID"),
        ({"tenant_id": ""}, {}, "TEAMS_TENANT_ID"),
        ({"allowed_tenants": ("*",)}, {}, "allowed_tenants"),
        ({"app_secret": SecretStr("")}, {}, "TEAMS_APP_SECRET"),
        ({}, {"CONNECTIONS__SERVICE_CONNECTION__SETTINGS__ANONYMOUS_ALLOWED": "true"}, "ANONYMOUS_ALLOWED"),
        ({}, {"anonymous_allowed": " True "}, "anonymous_allowed"),
    ],
)
async def test_an_unsafe_configuration_does_not_start(
    world: World, monkeypatch: pytest.MonkeyPatch, changes: dict, environment: dict, about: str
) -> None:
    teams = TEAMS.model_copy(update=changes)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = web.Application()
    with pytest.raises(BadConfiguration, match=about) as refusal:
        mount(app, Settings(teams=teams), KnownAnswers(), world.records, BackgroundTasks())
    assert TEAMS.app_secret.get_secret_value() not in str(refusal.value)
    assert not app.router.routes()


def test_anonymous_access_cannot_be_configured() -> None:
    with pytest.raises(ValidationError):
        TeamsSettings.model_validate({"anonymous_allowed": True})


def test_a_connection_that_allows_anonymous_is_refused() -> None:
    manager = connections(TEAMS, OwnToken)
    configuration = manager.get_default_connection_configuration()
    assert configuration.VALIDATE_ISSUER and not configuration.ANONYMOUS_ALLOWED
    configuration.ANONYMOUS_ALLOWED = True
    with pytest.raises(BadConfiguration):
        require_no_anonymous(ConnectionManager(OwnToken, {"SERVICE_CONNECTION": configuration}))


def test_a_safe_configuration_starts() -> None:
    require_safe(TEAMS, {"CONNECTIONS__SERVICE_CONNECTION__SETTINGS__ANONYMOUS_ALLOWED": "false"})
