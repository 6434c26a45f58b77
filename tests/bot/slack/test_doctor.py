"""What is looked at before start, and the manifest."""

from __future__ import annotations

import asyncio
import json
from email.utils import formatdate
from time import time
from typing import Any

import pytest
import yaml
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.config import Settings
from bot.slack import doctor
from bot.slack.manifest import PATH, SCOPES, manifest
from bot.slack.settings import ChannelRule
from tests.bot.slack.fake import BOT_TOKEN, FakeSlack, Fault


def changed(settings: Settings, **slack: Any) -> Settings:
    return settings.model_copy(update={"slack": settings.slack.model_copy(update=slack)})


async def bad(settings: Settings) -> dict[str, str]:
    findings, _ = await doctor.examine(settings)
    assert all(finding.found and (finding.ok or finding.remedy) for finding in findings)
    return {finding.name: finding.found for finding in findings if not finding.ok}


async def test_all_is_well(fake: FakeSlack, settings: Settings) -> None:
    findings, identity = await doctor.examine(settings)
    assert [finding for finding in findings if not finding.ok] == []
    assert len(findings) == 7
    assert identity == await doctor.enter(settings)


async def test_check_is_for_a_program_without_a_loop(fake: FakeSlack, settings: Settings) -> None:
    found = await asyncio.to_thread(lambda: list(doctor.check(settings)))
    assert all(ok for _, ok, _, _ in found)
    assert ("Inloggning (auth.test)", True, "strategiboten i Påhittestad", "") in found


@pytest.mark.parametrize(
    ("change", "name", "found"),
    [
        ({"bot_token": SecretStr("")}, "Botens nyckel (SLACK_BOT_TOKEN)", "saknas"),
        ({"bot_token": SecretStr("xapp-1")}, "Botens nyckel (SLACK_BOT_TOKEN)", "ser inte ut som xoxb-…"),
        ({"app_token": SecretStr("")}, "Appens nyckel (SLACK_APP_TOKEN)", "saknas"),
        ({"mode": "http"}, "Signeringshemlighet (SLACK_SIGNING_SECRET)", "saknas"),
        ({"bot_token": SecretStr("xoxb-fel")}, "Inloggning (auth.test)", "nekas av Slack: invalid_auth"),
        ({"app_token": SecretStr("xapp-fel")}, "Socket Mode (apps.connections.open)", "nekas av Slack: invalid_auth"),
        ({"ask_a_person": "#fragor"}, "Fråga en person", "#fragor"),
    ],
)
async def test_what_is_wrong_is_named(
    fake: FakeSlack, settings: Settings, change: dict[str, Any], name: str, found: str
) -> None:
    assert await bad(changed(settings, **change)) == {name: found}


async def test_missing_scopes_are_named_but_do_not_stop_the_app(fake: FakeSlack, settings: Settings) -> None:
    fake.scopes = "chat:write, commands,app_mentions:read,channels:history,groups:history,im:history"
    assert await bad(settings) == {"Behörigheter": "saknas: assistant:write, reactions:write"}
    assert (await doctor.enter(settings)).user


@pytest.mark.parametrize("off", [-400, 400])
async def test_a_clock_that_is_wrong_is_said_and_stops_http_mode(fake: FakeSlack, settings: Settings, off: int) -> None:
    fake.date = formatdate(time() + off, usegmt=True)
    [(name, found)] = (await bad(settings)).items()
    assert name == "Klockan"
    assert 395 <= int(found.split()[0]) <= 405
    assert (await doctor.enter(settings)).user
    with pytest.raises(doctor.BadConfiguration, match="NTP"):
        await doctor.enter(changed(settings, mode="http", signing_secret=SecretStr("s")))


@pytest.mark.parametrize("fault", [Fault(), Fault(503)])
async def test_slack_out_of_reach_is_not_called_a_wrong_token(
    fake: FakeSlack, settings: Settings, fault: Fault
) -> None:
    fake.faults["auth.test"] += [fault] * 3
    assert list(await bad(settings)) == ["Inloggning (auth.test)"]
    fake.faults["auth.test"].clear()
    fake.faults["auth.test"] += [fault] * 3
    with pytest.raises(doctor.Unreachable):
        await doctor.enter(settings)


async def test_links_that_only_work_here_are_warned_of(fake: FakeSlack, settings: Settings) -> None:
    local = settings.model_copy(update={"server": settings.server.model_copy(update={"public_url": ""})})
    assert await bad(local) == {"Länkar till dokumenten": "http://127.0.0.1:8080 kan bara öppnas på den här datorn"}


async def test_no_finding_shows_a_token(fake: FakeSlack, settings: Settings) -> None:
    wrong = changed(settings, bot_token=SecretStr("xoxb-hemlig"), app_token=SecretStr("xapp-hemlig"))
    findings, _ = await doctor.examine(wrong)
    assert "hemlig" not in str(findings)


def test_the_manifest_asks_for_no_more_than_it_needs(tmp_path: Any) -> None:
    quiet = Settings(slack={"follow_threads": False})
    made = manifest(quiet)
    assert made["oauth_config"]["scopes"] == {"bot": list(SCOPES)}
    assert made["settings"]["socket_mode_enabled"] is True
    assert "message.channels" not in made["settings"]["event_subscriptions"]["bot_events"]
    assert "request_url" not in json.dumps(made)
    for seeing in (Settings(), Settings(slack={"follow_threads": False, "channels": {"C1": _every()}})):
        assert {"message.channels", "message.groups"} <= set(
            manifest(seeing)["settings"]["event_subscriptions"]["bot_events"]
        )


def _every() -> ChannelRule:
    return ChannelRule(when="every_question")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_manifest_is_within_slacks_limits(language: str) -> None:
    made = manifest(Settings(language=language, slack={"mode": "http"}, server={"public_url": "https://s.example"}))
    about = made["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4_000
    [shortcut] = made["features"]["shortcuts"]
    assert len(shortcut["name"]) <= 24
    assert not shortcut["name"].endswith("…")
    assert len(shortcut["description"]) <= 150
    assert made["settings"]["interactivity"]["request_url"] == f"https://s.example{PATH}"
    assert made["features"]["slash_commands"][0]["url"] == f"https://s.example{PATH}"
    assert 1 <= len(made["features"]["assistant_view"]["suggested_prompts"]) <= 4


def test_the_command_prints_a_manifest_that_can_be_pasted() -> None:
    from bot.commands.slack import app

    printed = CliRunner().invoke(app, ["manifest"], obj={"config": None, "data": None})
    assert printed.exit_code == 0, printed.output
    assert yaml.safe_load(printed.output)["features"]["slash_commands"][0]["command"] == "/strategi"
    assert BOT_TOKEN not in printed.output
