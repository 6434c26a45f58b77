"""Teams on the one server, beside the web chat."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from aiohttp.test_utils import TestClient

from bot import teams
from bot.batching import BatchingService
from bot.config import ServerSettings, Settings
from bot.records.store import open_records
from bot.server import create_app
from tests.bot.teams.world import TEAMS, World, activity, serve


async def test_teams_is_served_beside_the_web_chat(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, teams=TEAMS, server=ServerSettings(public_url="https://strategi.example"))
    app = create_app(settings, BatchingService(), await open_records(settings), mounts=[teams.mount])
    async with TestClient(await serve(app)) as client:
        assert (await client.get("/healthz")).status == 200
        reply = await client.post("/api/messages", json=activity())
        assert (reply.status, await reply.json()) == (401, {"error": "unauthorized"})
        assert (await client.get("/api/messages")).status == 405


async def test_a_body_that_is_too_large_is_refused(world: World) -> None:
    reply = await world.post(activity(text="x" * 2**21))
    assert reply.status == 413


def test_the_sdk_is_loaded_only_where_teams_is_on() -> None:
    code = "import sys, bot.config, bot.commands.teams; sys.exit('microsoft_agents' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
