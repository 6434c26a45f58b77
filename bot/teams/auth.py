"""Who may speak to the bot: the Bot Framework itself, on behalf of an allowed tenant, and nobody else.

The token is checked here with PyJWT, since the SDK's own check accepts a token without an expiry, any
of several issuers, and no token at all where anonymous access is on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import jwt
from microsoft_agents.activity import Activity
from microsoft_agents.hosting.core import ClaimsIdentity

from bot.teams.settings import TeamsSettings
from knowledge.errors import BadConfiguration

ISSUER = "https://api.botframework.com"
KEYS = "https://login.botframework.com/v1/.well-known/keys"
CHANNEL = "msteams"
SERVICE_URL = "serviceurl"  # the claim
LEEWAY = 300  # seconds; Microsoft's recommendation for clocks that differ


class Unauthenticated(Exception):
    """The caller is not who we answer. Its text is for the log: the caller learns nothing from it."""


class TokenCheck:
    """Checks the bearer token of a request against the Bot Framework's published keys."""

    def __init__(self, app_id: str, keys: jwt.PyJWKClient) -> None:
        self._app_id = app_id
        self._keys = keys

    async def identify(self, authorization: str | None) -> ClaimsIdentity:
        """The verified claims. Raises Unauthenticated for anything but a valid, unexpired token for us."""
        scheme, _, token = (authorization or "").strip().partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("no bearer token")
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            if not isinstance(kid, str) or not kid:
                raise Unauthenticated("the token names no key")
            key = await asyncio.to_thread(self._keys.get_signing_key, kid)
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud", SERVICE_URL], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise Unauthenticated(type(error).__name__) from None
        return ClaimsIdentity(claims, authentication_type="Bearer")


def check_caller(identity: ClaimsIdentity | None, activity: Activity, settings: TeamsSettings) -> None:
    """Raises Unauthenticated unless token and activity agree, and both are of Teams and an allowed tenant.

    The address to answer to is the activity's `serviceUrl`, and the bot sends its own token there: it must
    be the one that the token names. The claims are checked again, so that a route that lost its token
    check still answers nobody.
    """
    claims: Mapping[str, Any] = identity.claims if identity else {}
    if claims.get("iss") != ISSUER or claims.get("aud") != settings.app_id:
        raise Unauthenticated("no verified claims")
    if activity.channel_id is None or activity.channel_id.channel != CHANNEL:
        raise Unauthenticated("another channel")
    if _address(activity.service_url) != _address(claims.get(SERVICE_URL)):
        raise Unauthenticated("another service address than the token's")
    tenants = set(_tenants(activity, claims))
    if not tenants or not tenants <= settings.tenants:
        raise Unauthenticated("another tenant")


def _address(url: object) -> str:
    return str(url).rstrip("/").lower()


def _tenants(activity: Activity, claims: Mapping[str, Any]) -> list[str]:
    """Every tenant that is named, in lower case: one foreign one among them is enough to refuse."""
    channel_data = activity.channel_data if isinstance(activity.channel_data, dict) else {}
    tenant = channel_data.get("tenant")
    named = (
        activity.conversation.tenant_id,
        tenant.get("id") if isinstance(tenant, dict) else None,
        activity.from_property.tenant_id if activity.from_property else None,
        claims.get("tid"),
    )
    return [str(one).lower() for one in named if one]


def require_safe(settings: TeamsSettings, environment: Mapping[str, str]) -> None:
    """Raises BadConfiguration, with the remedy, where the bot could not tell who is asking."""
    for name, value, variable in (
        ("app_id", settings.app_id, "TEAMS_APP_ID"),
        ("tenant_id", settings.tenant_id, "TEAMS_TENANT_ID"),
        *(("allowed_tenants", tenant, "teams.allowed_tenants") for tenant in settings.allowed_tenants),
    ):
        if not _is_guid(value):
            raise BadConfiguration(
                f"teams.{name} is not the id of an app registration or a tenant.",
                f"Set {variable} to the id that the Azure portal shows, such as 8a1e4d5c-….",
            )
    if not settings.app_secret.get_secret_value():
        raise BadConfiguration("teams.app_secret is empty.", "Set TEAMS_APP_SECRET to the app's client secret.")
    for variable, value in environment.items():
        if variable.upper().endswith("ANONYMOUS_ALLOWED") and value.strip().lower() in {"1", "true", "yes", "on"}:
            raise BadConfiguration(
                f"{variable} asks for anonymous access, which this bot never gives.", f"Remove {variable}."
            )


def _is_guid(value: str) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False
