"""Whatever can be typed stands in the README: commands, options, keys, JSON keys, exit codes."""

from __future__ import annotations

import importlib
import re
from dataclasses import fields
from pathlib import Path

import pytest

from coordtui import settings
from coordtui.cli.parser import build
from coordtui.errors import Exit
from tests.cli import test_caseload, test_import, test_journal, test_show, test_today
from tests.readme import BLOCKS, README, commands, written

TEXT = README.read_text(encoding="utf-8")


def _blocks() -> list[str]:
    return re.findall(r"<!-- begin (\w+)", TEXT)


def test_the_generated_tables_are_those_of_the_program() -> None:
    assert sorted(_blocks()) == sorted(BLOCKS)
    assert written(TEXT) == TEXT, "python3 make.py docs writes them"


def test_every_command_is_documented() -> None:
    assert [one.words for one in commands(build()) if f"`coordtui {one.words}" not in TEXT] == []


def test_every_verb_has_help_and_stands_in_the_readme() -> None:
    importlib.import_module("coordtui.screens.keys")
    from coordtui.verbs import all_verbs

    verbs = all_verbs()
    assert verbs
    assert [verb.id for verb in verbs if not verb.help.endswith(".") or verb.help.replace("|", "\\|") not in TEXT] == []


@pytest.mark.parametrize("code", Exit)
def test_every_exit_code_is_documented(code: Exit) -> None:
    assert re.search(rf"^\| {code.value} \|", TEXT, re.MULTILINE)


@pytest.mark.parametrize(
    "keys",
    [
        test_today.KEYS | test_today.ROW_KEYS,
        test_caseload.ROW_KEYS,
        test_show.KEYS,
        test_import.KEYS,
        test_journal.KEYS,
        {"ok", "checks", "name", "detail"},
    ],
    ids=["today", "caseload", "show", "import", "log", "verify"],
)
def test_every_json_key_is_documented(keys: set[str]) -> None:
    assert [key for key in sorted(keys) if f"`{key}`" not in TEXT and f"`{key}:" not in TEXT] == []


def test_the_settings_that_are_shown_are_all_there_are_and_can_be_read(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert shown is not None
    file = tmp_path / "settings.toml"
    file.write_text(shown[1], encoding="utf-8")
    loaded = settings.load(file)
    named = set(re.findall(r"^\[?(\w+)", shown[1], re.MULTILINE))
    assert named == {field.name for field in fields(loaded)}


def test_the_two_commands_are_as_printed() -> None:
    assert "python3 make.py demo" in TEXT
    assert "python3 make.py test" in TEXT
