"""The adapter: the SDK's, with every door that it leaves ajar closed, and turns that follow the reply."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from microsoft_agents.activity import Activity, ActivityTypes, DeliveryModes, InvokeResponse
from microsoft_agents.authentication.msal import MsalAuth
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import (
    AccessTokenProviderBase,
    AgentAuthConfiguration,
    ChannelServiceClientFactoryBase,
    ClaimsIdentity,
    ConnectionManager,
    OutboundHostValidator,
    RestChannelServiceClientFactory,
    TurnContext,
)

from bot.tasks import BackgroundTasks
from bot.teams.auth import ISSUER
from bot.teams.settings import TeamsSettings
from knowledge.errors import BadConfiguration

TokenProvider = Callable[[AgentAuthConfiguration], AccessTokenProviderBase]


def connections(settings: TeamsSettings, provider: TokenProvider = MsalAuth) -> ConnectionManager:
    """The one connection: a single-tenant app with a client secret. Raises BadConfiguration."""
    configuration = AgentAuthConfiguration(
        client_id=settings.app_id,
        tenant_id=settings.tenant_id,
        client_secret=settings.app_secret.get_secret_value(),
        anonymous_allowed=False,
        validate_issuer=True,
        issuers=[ISSUER],
    )
    manager = ConnectionManager(provider, {"SERVICE_CONNECTION": configuration})
    require_no_anonymous(manager)
    return manager


def require_no_anonymous(manager: ConnectionManager) -> None:
    """Raises BadConfiguration when the connection would let anybody in."""
    if manager.get_default_connection_configuration().ANONYMOUS_ALLOWED:
        raise BadConfiguration("The Teams connection allows anonymous access.", "Remove ANONYMOUS_ALLOWED.")


class FollowingAdapter(CloudAdapter):
    """Answers the connector at once; what the bot has to say follows in a background task.

    Only an invoke (a button, a search) and `expectReplies` are waited for: their answer is the response.
    """

    def __init__(
        self, settings: TeamsSettings, clients: ChannelServiceClientFactoryBase, tasks: BackgroundTasks
    ) -> None:
        hosts = list(settings.allowed_service_hosts)
        super().__init__(
            channel_service_client_factory=clients,
            host_validator=OutboundHostValidator(hosts, enabled=True, include_default_microsoft_hosts=not hosts),
        )
        self._tasks = tasks

    async def process_activity(
        self,
        claims_identity: ClaimsIdentity,
        activity: Activity,
        callback: Callable[[TurnContext], Awaitable[object]],
    ) -> InvokeResponse | None:
        turn = super().process_activity(claims_identity, activity, callback)
        if activity.type == ActivityTypes.invoke or activity.delivery_mode == DeliveryModes.expect_replies:
            return await turn
        self._tasks.start(turn, name="teams turn")
        return None


def clients_of(manager: ConnectionManager) -> ChannelServiceClientFactoryBase:
    """Makes a client of the connector for each turn."""
    return RestChannelServiceClientFactory(manager)
