"""The first prompt: shown before anything is loaded, and only where a passphrase is all but certain to be asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from coordtui.cli import door
from coordtui.store import folder
from coordtui.store.lockfile import VaultLock
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE

if os.name != "posix":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)
from tests.cli.person import Person

SLOW = ("typing", "pathlib", "enum", "re", "contextlib", "dataclasses", "datetime", "collections")


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, desk: Cli) -> Path:
    """The vault's folder, with everything as it is for a person who types `coordtui`."""
    monkeypatch.setattr(os, "isatty", lambda _fd: True)
    for name in ("COORDTUI_PASSWORD_FILE", "COORDTUI_PASSWORD_COMMAND", "COORDTUI_SETTINGS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COORDTUI_VAULT", str(desk.folder))
    return desk.folder


def test_nothing_is_loaded_before_the_prompt_stands_there() -> None:
    code = "import coordtui.__main__, sys; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-P", "-S", "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(door.__file__).parents[2])},
    )
    loaded = set(done.stdout.splitlines())
    assert "coordtui.cli.door" in loaded
    assert loaded.isdisjoint(SLOW)


def test_the_prompt_stands_there_at_once_is_answered_once_and_what_is_typed_early_counts(desk: Cli) -> None:
    with Person(env={"COORDTUI_VAULT": str(desk.folder)}) as person:
        person.waits_for("Passphrase: ")
        person.types("wrong\n")
        person.waits_for("This passphrase does not open the vault.\r\nPassphrase: ")
        person.types(f"{PASSPHRASE}\n")
        person.waits_for("Today")
        person.types("q")
        assert person.leaves() == 0
    assert "horse" not in person.seen
    assert person.seen.count("Passphrase: ") == 2


def test_where_something_else_has_to_be_said_it_stands_on_a_line_of_its_own(desk: Cli, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('theem = "dark"', encoding="utf-8")
    with Person(env={"COORDTUI_VAULT": str(desk.folder), "COORDTUI_SETTINGS": str(settings)}) as person:
        person.waits_for("Did you mean theme?")
        assert person.leaves() != 0
    assert "Passphrase: \r\ncoordtui: theem: There is no setting" in person.seen


def test_it_is_shown_for_a_vault_that_is_there(at_a_terminal: Path) -> None:
    assert door._asks()
    (at_a_terminal / folder.FAILURES).write_text("", encoding="ascii")
    assert not door._asks(), "after a failed try there may be a wait to tell of first"


def test_it_is_not_shown_where_the_vault_is_open_elsewhere(at_a_terminal: Path) -> None:
    held = VaultLock.take(at_a_terminal)
    assert not door._asks()
    held.release()
    assert door._asks()


@pytest.mark.parametrize("variable", ["COORDTUI_PASSWORD_FILE", "COORDTUI_PASSWORD_COMMAND"])
def test_it_is_not_shown_where_nobody_is_asked(
    at_a_terminal: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    assert door._asks()
    monkeypatch.setenv(variable, "x")
    assert not door._asks()


def test_it_is_not_shown_where_the_keyring_may_open_the_vault(at_a_terminal: Path) -> None:
    keys = at_a_terminal / folder.KEYS
    keys.write_bytes(keys.read_bytes().replace(b'"type": "passphrase"', b'"type": "keyring"'))
    assert folder.wants_keyring(at_a_terminal)
    assert not door._asks()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is not guessed")
@pytest.mark.parametrize("set_apart", [True, False])
def test_the_folder_is_the_one_that_the_options_find(
    at_a_terminal: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, set_apart: bool
) -> None:
    assert door.vault_folder() == str(at_a_terminal)
    monkeypatch.delenv("COORDTUI_VAULT")
    if set_apart:
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    else:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert door.vault_folder() == str(platformdirs.user_data_path("coordtui", appauthor=False))
    settings = platformdirs.user_config_path("coordtui", appauthor=False) / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('vault_dir = "/elsewhere"', encoding="utf-8")
    assert door.vault_folder() is None


def test_a_command_with_words_is_left_to_the_parser(at_a_terminal: Path) -> None:
    door.show(["today"])
    assert door.taken(door.PROMPT) is None
