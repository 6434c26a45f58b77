"""Microsoft 365 Agents Playground, a Teams-like client, on 127.0.0.1 and without a network.

It is installed from npm into `build/playground`, at the versions and checksums of `package-lock.json`:
`python -m tests.bot.teams.playground`, or by the test that needs it.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiohttp import web

from bot.config import PROJECT
from tests import npm
from tests.bot.teams.world import SERVICE_URL, TENANT, Issuer, serve

HERE = Path(__file__).parent
FOLDER = PROJECT / "build" / "playground"
PROGRAM = FOLDER / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
START_SECONDS = 60.0


def install() -> None:
    """Raises tests.npm.Missing when the Playground cannot be had here."""
    npm.install(HERE, FOLDER)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def playground(port: int, bot: str, issuer: Issuer) -> AsyncIterator[str]:
    """Runs the Playground on the port, connected to the bot; yields its address for a browser."""
    proxy = await serve(signing_proxy(bot, issuer))
    address = f"http://127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        *("node", str(PROGRAM), "start", "-e", str(proxy.make_url("/api/messages")), "-c", "msteams"),
        *("-p", str(port), "--disable-telemetry", "--service-url", f"{address}/_connector"),
        cwd=FOLDER,
        env=os.environ | {"TEAMSAPPTESTER_BROWSER": "none"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await _listening(port, process)
        yield address
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        await proxy.close()


async def _listening(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            assert process.returncode is None, "the Playground ended before it was ready"
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return


def signing_proxy(bot: str, issuer: Issuer) -> web.Application:
    """Stands between the Playground and the bot, as the Bot Framework does.

    The Playground sends no token, and the addresses and tenant of a made-up place: the proxy signs, and
    says the address and tenant that the bot is configured for. The bot itself is as strict as ever.
    """

    async def forward(request: web.Request) -> web.Response:
        activity = await request.json()
        activity["serviceUrl"] = SERVICE_URL
        activity["locale"] = "sv-SE"
        activity["conversation"]["tenantId"] = TENANT
        activity["channelData"] = {"tenant": {"id": TENANT}}
        headers = {"Authorization": f"Bearer {issuer.token()}"}
        async with aiohttp.ClientSession() as session, session.post(bot, json=activity, headers=headers) as reply:
            return web.Response(status=reply.status, body=await reply.read(), content_type=reply.content_type)

    app = web.Application()
    app.router.add_post("/api/messages", forward)
    return app
