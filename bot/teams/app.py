"""Wires the adapter: POST /api/messages, its checks, and the parts that answer."""

from __future__ import annotations

import logging
import os
import warnings

import jwt
from aiohttp import web
from microsoft_agents.hosting.core import ChannelServiceClientFactoryBase, ClaimsIdentity, TurnContext

from bot.config import Settings
from bot.incidents import report
from bot.records.types import Records
from bot.service import Service
from bot.tasks import BackgroundTasks
from bot.teams.actions import Actions
from bot.teams.answering import Answering
from bot.teams.auth import KEYS, TokenCheck, Unauthenticated, check_caller, require_safe
from bot.teams.cards import CardOptions
from bot.teams.connection import FollowingAdapter, clients_of, connections
from bot.teams.delivery import Delivery, text_message
from bot.teams.dispatch import Dispatch
from bot.teams.extension import Extension
from bot.teams.incoming import language_of, read_activity
from bot.teams.passing_on import PassingOn
from bot.teams.tour import Guide
from bot.texts import text
from bot.tour import Tour, open_tour
from knowledge.errors import BadRegister

PATH = "/api/messages"
KEYS_SECONDS = 3600
"""How long fetched keys are kept. They change within days, and an unknown one is fetched for at once."""

log = logging.getLogger("bot.teams")


def mount(
    app: web.Application,
    settings: Settings,
    service: Service,
    records: Records,
    tasks: BackgroundTasks,
    keys: jwt.PyJWKClient | None = None,
    clients: ChannelServiceClientFactoryBase | None = None,
) -> None:
    """Serves POST /api/messages. Raises BadConfiguration where the bot could not tell who is asking.

    Args:
        keys: the issuer's signing keys; the Bot Framework's unless given.
        clients: makes clients of the connector; with the app's own credentials unless given.
    """
    require_safe(settings.teams, os.environ)
    quieten()
    clients = clients or clients_of(connections(settings.teams))
    adapter = FollowingAdapter(settings.teams, clients, tasks)
    endpoint = Endpoint(settings, adapter, dispatcher(settings, service, records, tasks))
    check = TokenCheck(settings.teams.app_id, keys or jwt.PyJWKClient(KEYS, lifespan=KEYS_SECONDS, timeout=10))
    app.router.add_post(PATH, Door(check, endpoint).open)


def dispatcher(settings: Settings, service: Service, records: Records, tasks: BackgroundTasks) -> Dispatch:
    """The parts that answer, put together."""
    teams = settings.teams
    options = CardOptions(settings.public_url, can_ask_a_person=bool(teams.ask_a_person))
    answering = Answering(service, records, options, settings.language, teams.patience)
    guide = Guide(service, records, tour_of(settings), options)
    actions = Actions(service, records, options, PassingOn(teams.ask_a_person, options), guide)
    extension = Extension(service, options, settings.language)
    return Dispatch(answering, actions, extension, guide, records, tasks, settings.language)


def tour_of(settings: Settings) -> Tour:
    """A tour that cannot be read is a tour that is not offered; `knowledge check` says why."""
    try:
        return open_tour(settings.knowledge)
    except BadRegister as error:
        log.warning("the tour is left out: %s", error.message)
        return Tour(())


class Endpoint:
    """Takes an activity from a caller whose token has been checked, and hands it to the SDK."""

    def __init__(self, settings: Settings, adapter: FollowingAdapter, dispatch: Dispatch) -> None:
        self._settings = settings
        self._adapter = adapter
        self._dispatch = dispatch
        adapter.on_turn_error = self._turn_failed

    async def receive(self, request: web.Request, identity: ClaimsIdentity | None) -> web.Response:
        """400 for what is no activity, 401 for a caller or tenant that is not ours, 202 or a reply otherwise."""
        activity = await read_activity(request)
        try:
            check_caller(identity, activity, self._settings.teams)
        except Unauthenticated as refusal:
            return refused(refusal)
        try:
            lend_identity(request, identity)
            return await self._adapter.process(request, self._dispatch) or web.Response(status=202)
        except Exception as error:  # our own token could not be had, most likely: Teams may try again
            report(error)
            return web.Response(status=503)

    async def _turn_failed(self, context: TurnContext, error: Exception) -> None:
        code = report(error)
        language = language_of(context.activity, self._settings.language)
        try:
            await Delivery(context).send(text_message(text("teams.error", language, code=code)))
        except Exception as second:  # the connector is what failed: there is no way left to say so
            report(second)


class Door:
    """Lets a request through to the endpoint when its token is in order."""

    def __init__(self, check: TokenCheck, endpoint: Endpoint) -> None:
        self._check = check
        self._endpoint = endpoint

    async def open(self, request: web.Request) -> web.Response:
        try:
            identity = await self._check.identify(request.headers.get("Authorization"))
        except Unauthenticated as refusal:
            return refused(refusal)
        return await self._endpoint.receive(request, identity)


def lend_identity(request: web.Request, identity: ClaimsIdentity | None) -> None:
    """Puts the verified claims where the SDK looks for them: under a name that aiohttp would rather have typed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", web.NotAppKeyWarning)
        request["claims_identity"] = identity


def refused(refusal: Unauthenticated) -> web.Response:
    """The same for every reason; only the log knows which."""
    log.warning("refused a request to %s: %s", PATH, refusal)
    return web.json_response({"error": "unauthorized"}, status=401)


def quieten() -> None:
    """The SDK logs activities that it cannot read, with what is in them: only its silence keeps questions out."""
    logging.getLogger("microsoft_agents").setLevel(logging.CRITICAL)
