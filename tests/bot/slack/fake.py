"""A small Slack: the Web API, Socket Mode and response_url over loopback, with faults on demand.

It keeps the messages, reactions and views that a workspace would hold, refuses what Block Kit refuses, and delivers
an envelope again on the next connection when it was not acknowledged on the last one.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from bot.slack.manifest import SCOPES
from tests.bot.slack.blockkit import problems, view_problems

BOT, BOT_ID, TEAM = "U0BOT", "B0BOT", "T0TEAM"
BOT_TOKEN, APP_TOKEN = "xoxb-fake", "xapp-fake"


@dataclass
class Fault:
    """What happens to the next call of a method. `status` 0: the connection breaks."""

    status: int = 0
    error: str = ""
    after: bool = False  # break only when the call has been carried out
    retry_after: str = "0"


@dataclass
class Call:
    method: str
    args: dict[str, Any]
    at: float = field(default_factory=time.perf_counter)


class FakeSlack:
    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.faults: dict[str, deque[Fault]] = defaultdict(deque)
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.whispers: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.reactions: set[tuple[str, str, str]] = set()
        self.statuses: dict[tuple[str, str], str] = {}
        self.views: dict[str, dict[str, Any]] = {}
        self.homes: dict[str, dict[str, Any]] = {}
        self.refused: list[str] = []
        self.acknowledged: dict[str, tuple[float, Any]] = {}
        self.sent: dict[str, dict[str, Any]] = {}
        self.sent_at: dict[str, float] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.page = 200
        self.scopes = ",".join(SCOPES)
        self.date: str | None = None
        self.redeliver = True
        self.strict = True  # checks blocks; off where time is measured
        self._numbers = itertools.count(1)

    # --- the server

    @asynccontextmanager
    async def serve(self, port: int | None = None) -> AsyncIterator[FakeSlack]:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_get("/link", self._link)
        self.server = TestServer(app, host="127.0.0.1", port=port)
        await self.server.start_server()
        try:
            yield self
        finally:
            for socket in list(self.sockets):
                await socket.close()
            await self.server.close()

    @property
    def url(self) -> str:
        return str(self.server.make_url("/api/"))

    @property
    def response_url(self) -> str:
        return str(self.server.make_url(f"/respond/{next(self._numbers)}"))

    def ts(self) -> str:
        return f"1700000000.{next(self._numbers):06}"

    async def until(self, condition: Callable[[], Any], seconds: float = 30) -> Any:
        """Waits until the condition holds, and returns what it gave."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):  # noqa: ASYNC110 (what is waited for may be in a database)
                await asyncio.sleep(0.005)
        return found

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = dict(request.query)
        if request.method == "POST":
            args |= await request.json() if "json" in request.content_type else dict(await request.post())
        fault = self.faults[method].popleft() if self.faults[method] else None
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        headers = {"x-oauth-scopes": self.scopes} | ({"Date": self.date} if self.date else {})
        self.calls.append(Call(method, args))
        if fault and not fault.after:
            if fault.status == 0 and not fault.error:
                assert request.transport is not None
                request.transport.close()
                return web.Response()
            if fault.status == 429:
                return web.json_response(
                    {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": fault.retry_after}
                )
            if fault.error:
                return web.json_response({"ok": False, "error": fault.error}, headers=headers)
            return web.Response(status=fault.status, text="<html>trouble</html>", content_type="text/html")
        if token != expected:
            return web.json_response({"ok": False, "error": "invalid_auth"}, headers=headers)
        handler = getattr(self, "do_" + method.replace(".", "_"), None)
        outcome = handler(args) if handler else {"error": "unknown_method"}
        if fault:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        return web.json_response({"ok": "error" not in outcome} | outcome, headers=headers)

    async def _respond(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.calls.append(Call("response_url", body))
        fault = self.faults["response_url"].popleft() if self.faults["response_url"] else None
        if fault:
            return web.Response(status=fault.status or 500, headers={"Retry-After": fault.retry_after})
        if wrong := self._wrong(body):
            return web.Response(status=400, text=wrong)
        self.responses.append(body)
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets) + 1})
        self.sockets.append(socket)
        if self.redeliver:
            for envelope in self.sent.values():
                if envelope["envelope_id"] not in self.acknowledged:
                    await socket.send_json(envelope | {"retry_attempt": 1})
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                receipt = json.loads(message.data)
                self.acknowledged.setdefault(receipt["envelope_id"], (time.perf_counter(), receipt.get("payload")))
        self.sockets.remove(socket)
        return socket

    # --- the Web API

    def _wrong(self, args: dict[str, Any]) -> str:
        blocks = args.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        if not args.get("text"):
            return "no_text"
        found = problems(blocks) if blocks and self.strict else []
        self.refused += found
        return "invalid_blocks" if found else ""

    def do_auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"user_id": BOT, "bot_id": BOT_ID, "team_id": TEAM, "user": "strategiboten", "team": "Påhittestad"}

    def do_apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": str(self.server.make_url("/link")).replace("http:", "ws:")}

    def do_chat_postMessage(self, args: dict[str, Any]) -> dict[str, Any]:
        if wrong := self._wrong(args):
            return {"error": wrong}
        message = {"ts": self.ts(), "user": BOT, "bot_id": BOT_ID} | args
        self.messages[args["channel"]].append(message)
        self.statuses.pop((args["channel"], args.get("thread_ts", "")), None)  # as Slack does
        return {"ts": message["ts"], "channel": args["channel"]}

    def do_chat_update(self, args: dict[str, Any]) -> dict[str, Any]:
        if wrong := self._wrong(args):
            return {"error": wrong}
        for message in self.messages[args["channel"]]:
            if message["ts"] == args["ts"]:
                message |= args
                return {"ts": args["ts"]}
        return {"error": "message_not_found"}

    def do_chat_postEphemeral(self, args: dict[str, Any]) -> dict[str, Any]:
        if wrong := self._wrong(args):
            return {"error": wrong}
        self.whispers.append(args)
        return {"message_ts": self.ts()}

    def do_conversations_replies(self, args: dict[str, Any]) -> dict[str, Any]:
        thread = [
            message
            for message in self.messages[args["channel"]]
            if args["ts"] in (message["ts"], message.get("thread_ts"))
        ]
        start = int(args.get("cursor") or 0)
        end = start + min(self.page, int(args["limit"]))
        more = {"response_metadata": {"next_cursor": str(end)}} if end < len(thread) else {}
        return {"messages": thread[start:end], "has_more": bool(more)} | more

    def do_reactions_add(self, args: dict[str, Any]) -> dict[str, Any]:
        self.reactions.add((args["channel"], args["timestamp"], args["name"]))
        return {}

    def do_reactions_remove(self, args: dict[str, Any]) -> dict[str, Any]:
        mark = (args["channel"], args["timestamp"], args["name"])
        if mark not in self.reactions:
            return {"error": "no_reaction"}
        self.reactions.remove(mark)
        return {}

    def do_assistant_threads_setStatus(self, args: dict[str, Any]) -> dict[str, Any]:
        key = (args["channel_id"], args["thread_ts"])
        if args["status"]:
            self.statuses[key] = args["status"]
        else:
            self.statuses.pop(key, None)
        return {}

    def do_assistant_threads_setTitle(self, _: dict[str, Any]) -> dict[str, Any]:
        return {}

    def do_assistant_threads_setSuggestedPrompts(self, _: dict[str, Any]) -> dict[str, Any]:
        return {}

    def do_views_open(self, args: dict[str, Any]) -> dict[str, Any]:
        view = json.loads(args["view"]) if isinstance(args["view"], str) else args["view"]
        if found := view_problems(view):
            self.refused += found
            return {"error": "invalid_arguments"}
        name = f"V{next(self._numbers)}"
        self.views[name] = view
        return {"view": {"id": name}}

    do_views_push = do_views_open

    def do_views_update(self, args: dict[str, Any]) -> dict[str, Any]:
        if args["view_id"] not in self.views:
            return {"error": "not_found"}
        opened = self.do_views_open(args)
        if "view" in opened:
            self.views[args["view_id"]] = self.views.pop(opened["view"]["id"])
        return opened

    def do_views_publish(self, args: dict[str, Any]) -> dict[str, Any]:
        view = json.loads(args["view"]) if isinstance(args["view"], str) else args["view"]
        if found := problems(view["blocks"], 100):
            self.refused += found
            return {"error": "invalid_arguments"}
        self.homes[args["user_id"]] = view
        return {}

    # --- what people do

    async def deliver(self, kind: str, payload: dict[str, Any], name: str = "", socket: int = -1) -> str:
        """Sends an envelope over a connection (the newest one); returns its id."""
        await self.until(lambda: self.sockets)
        envelope = {
            "type": kind,
            "envelope_id": name or f"E{next(self._numbers)}",
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        self.sent[envelope["envelope_id"]] = envelope
        self.sent_at.setdefault(envelope["envelope_id"], time.perf_counter())
        await self.sockets[socket].send_json(envelope)
        return envelope["envelope_id"]

    async def event(self, event: dict[str, Any], **options: Any) -> str:
        return await self.deliver("events_api", self.callback(event), **options)

    def callback(self, event: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": "A0APP",
            "event_id": f"Ev{next(self._numbers)}",
            "event": event,
        }

    def write(self, text: str, *, user: str = "UANNA", channel: str = "C0ALLA", thread: str = "") -> dict[str, Any]:
        """A message is written; returns it as the events tell of it (without their type)."""
        message = {"ts": self.ts(), "user": user, "text": text, "channel": channel, "team": TEAM}
        message["channel_type"] = "im" if channel.startswith("D") else "channel"
        if thread:
            message["thread_ts"] = thread
        self.messages[channel].append(message)
        return dict(message)

    async def say(self, text: str, **where: str) -> dict[str, Any]:
        """Somebody writes, and Slack tells the app as it would: a mention comes twice."""
        message = self.write(text, **where)
        await self.event(message | {"type": "message"})
        if f"<@{BOT}>" in text and message["channel_type"] == "channel":
            await self.event(message | {"type": "app_mention"})
        return message

    async def command(self, text: str, *, user: str = "UANNA", channel: str = "C0ALLA") -> str:
        return await self.deliver(
            "slash_commands",
            {
                "command": "/strategi",
                "text": text,
                "user_id": user,
                "channel_id": channel,
                "team_id": TEAM,
                "response_url": self.response_url,
                "trigger_id": "trigger",
            },
        )

    def click_payload(self, action: dict[str, Any], *, user: str = "UANNA", **where: Any) -> dict[str, Any]:
        """`where`: message=…, ephemeral=channel, or view=…; see Slack's block_actions."""
        payload: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user},
            "trigger_id": "trigger",
            "actions": [{"type": "button", "block_id": "b", **action}],
        }
        if message := where.get("message"):
            payload |= {
                "channel": {"id": message["channel"]},
                "message": {key: message[key] for key in ("ts", "thread_ts", "text") if key in message},
                "container": {"type": "message", "channel_id": message["channel"], "message_ts": message["ts"]},
                "response_url": self.response_url,
            }
        elif channel := where.get("ephemeral"):
            payload |= {
                "channel": {"id": channel},
                "container": {
                    "type": "message",
                    "channel_id": channel,
                    "message_ts": where.get("ts", "1700000000.5"),
                    "is_ephemeral": True,
                },
                "response_url": self.response_url,
            }
        else:
            payload["view"] = {"state": {"values": {}}} | where["view"]
            payload["container"] = {"type": "view"}
        return payload

    async def click(self, action: dict[str, Any], **where: Any) -> str:
        return await self.deliver("interactive", self.click_payload(action, **where))

    async def submit(self, view: str, values: dict[str, Any], *, user: str = "UANNA", closed: bool = False) -> str:
        held = self.views[view]
        return await self.deliver(
            "interactive",
            {
                "type": "view_closed" if closed else "view_submission",
                "team": {"id": TEAM},
                "user": {"id": user},
                "view": {
                    "id": view,
                    "type": "modal",
                    "callback_id": held.get("callback_id", ""),
                    "private_metadata": held.get("private_metadata", ""),
                    "state": {"values": values},
                },
            },
        )

    # --- what can be seen

    def posted(self, channel: str = "C0ALLA", thread: str = "") -> list[dict[str, Any]]:
        """The bot's messages."""
        return [
            message
            for message in self.messages[channel]
            if message["user"] == BOT and (not thread or message.get("thread_ts") == thread)
        ]

    def called(self, method: str) -> list[dict[str, Any]]:
        return [call.args for call in self.calls if call.method == method]

    def seconds_to_receipt(self, envelope: str) -> float:
        return self.acknowledged[envelope][0] - self.sent_at[envelope]
