"""The app package and the doctor."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from bot.commands.teams import app
from bot.config import ServerSettings, Settings
from bot.teams.commands import read_command
from bot.teams.doctor import check as examine
from bot.teams.manifest import check, manifest, translation
from bot.teams.package import write_package
from knowledge.errors import BadConfiguration
from tests.bot.teams.world import APP, TEAMS

SETTINGS = Settings(teams=TEAMS, server=ServerSettings(public_url="https://strategi.example"))


def test_the_package_holds_what_teams_wants(tmp_path: Path) -> None:
    file = tmp_path / "app.zip"
    write_package(SETTINGS, file)
    with ZipFile(file) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    made = json.loads(contents["manifest.json"])
    assert made["bots"][0]["botId"] == made["id"] == APP
    assert set(made["bots"][0]["scopes"]) == {"personal", "team", "groupChat"}
    assert [one["title"] for one in made["bots"][0]["commandLists"][0]["commands"]] == [
        "hjälp", "ansvar", "inriktningar", "introduktion",
    ]  # fmt: skip
    assert {one["type"] for one in made["composeExtensions"][0]["commands"]} == {"query", "action"}
    assert made["validDomains"] == ["strategi.example"]
    assert not {"permissions", "authorization", "webApplicationInfo", "devicePermissions"} & set(made)
    assert {*made["icons"].values(), "en.json", "manifest.json"} == set(contents)
    assert TEAMS.app_secret.get_secret_value().encode() not in b"".join(contents.values())


@pytest.mark.parametrize(("name", "side"), [("color.png", 192), ("outline.png", 32)])
def test_the_icons_have_the_size_that_teams_wants(tmp_path: Path, name: str, side: int) -> None:
    write_package(SETTINGS, tmp_path / "app.zip")
    image = ZipFile(tmp_path / "app.zip").read(name)
    assert image[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", image[16:24]) == (side, side)


def test_the_same_settings_give_the_same_package(tmp_path: Path) -> None:
    files = [tmp_path / "a.zip", tmp_path / "b.zip"]
    for file in files:
        write_package(SETTINGS, file)
    assert files[0].read_bytes() == files[1].read_bytes()


def test_every_command_of_the_menu_is_understood_in_both_languages() -> None:
    menu = [one["title"] for one in manifest(SETTINGS)["bots"][0]["commandLists"][0]["commands"]]
    english = [words for place, words in translation().items() if place.startswith("bots") and place.endswith("title")]
    assert [read_command(word)[0] for word in menu] == [read_command(word)[0] for word in english]


def test_the_translation_has_every_text_of_the_manifest() -> None:
    made = manifest(SETTINGS)
    for place in translation():
        if place == "$schema":
            continue
        here = made
        for step in place.replace("[", ".").replace("]", "").split("."):
            here = here[int(step)] if isinstance(here, list) else here[step]
        assert isinstance(here, str) and here


@pytest.mark.parametrize("address", ["", "http://strategi.example", "strategi.example", "https://"])
def test_an_address_that_teams_cannot_reach_is_refused(address: str) -> None:
    with pytest.raises(BadConfiguration, match=r"public_url"):
        manifest(Settings(teams=TEAMS, server=ServerSettings(public_url=address)))


def test_what_breaks_the_schema_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="min-bot"):
        manifest(SETTINGS.model_copy(update={"teams": TEAMS.model_copy(update={"app_id": "min-bot"})}))
    with pytest.raises(BadConfiguration, match="localization"):
        check({"name.short": "x" * 31}, "localization")


def test_the_command_writes_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_APP_ID", APP)
    config = tmp_path / "strategibot.yaml"
    config.write_text("server:\n  public_url: https://strategi.example\n", encoding="utf-8")
    monkeypatch.setenv("STRATEGIBOT_CONFIG", str(config))
    out = tmp_path / "app.zip"
    result = CliRunner().invoke(app, ["package", "--out", str(out)])
    assert result.exit_code == 0 and str(out) in result.output
    assert ZipFile(out).testzip() is None


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be written"):
        write_package(SETTINGS, tmp_path / "ingen mapp" / "app.zip")


def test_the_doctor_stops_at_what_is_missing() -> None:
    (found,) = examine(Settings())
    assert found[1] is False and "TEAMS_APP_ID" in found[3]


def test_the_doctor_tells_that_microsoft_cannot_be_reached() -> None:
    """Nothing outside this machine can be reached in a test."""
    configuration, package, token = examine(SETTINGS)
    assert (configuration[1], package[1], token[1]) == (True, True, False)
    assert "TEAMS_APP_SECRET" in token[3]
    assert TEAMS.app_secret.get_secret_value() not in str(token)
