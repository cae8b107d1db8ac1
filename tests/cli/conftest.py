"""The command line on a real vault: run in this process, or as a program of its own, with or without a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coordtui.casework.search_index import INDEXED_BY
from coordtui.cli.entry import main
from coordtui.rules.search_text import EDITION
from coordtui.store import keys
from coordtui.store.kdf import Cost
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.conftest import PASSPHRASE


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout; nothing else may be there."""
        return json.loads(self.out)


class Cli:
    """Runs commands on the vault of a test, with the passphrase from a file."""

    def __init__(self, folder: Path, password_file: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.folder, self.password_file, self._capture = folder, password_file, capture

    def before(self, on: str | None = None) -> list[str]:
        words = ["--vault", str(self.folder), "--password-file", str(self.password_file)]
        return [*words, "--on", on] if on else words

    def __call__(self, *words: str, on: str | None = None) -> Ran:
        return self.bare(*self.before(on), *words)

    def bare(self, *words: str) -> Ran:
        """With no option before the command but those given."""
        self._capture.readouterr()
        code = main(words)
        printed = self._capture.readouterr()
        return Ran(code, printed.out, printed.err)


def program(*words: str, env: dict[str, str] | None = None, stdin: str | None = None) -> Ran:
    """coordtui as a process of its own, without a terminal."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "coordtui", *words],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        input=stdin,
        start_new_session=True,  # no controlling terminal either
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(autouse=True)
def no_settings_of_mine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What the person who runs the tests has set must not matter."""
    for name in [name for name in os.environ if name.startswith("COORDTUI_") and name != "COORDTUI_REALDATA"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COORDTUI_SETTINGS", str(tmp_path / "no-settings.toml"))
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase"
    path.write_text(PASSPHRASE + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def cli(vault_dir: Path, password_file: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """Where there is no vault yet."""
    return Cli(vault_dir, password_file, capsys)


ROSA, JOHN, MEI = 1, 2, 3


DAY = "2026-03-04"


@dataclass(frozen=True)
class Made:
    """A vault made once and copied for each test that needs it."""

    folder: Path
    code: str


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("made") / "vault"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "calibrated_cost", lambda: Cost(8, 1, 1))
        vault, code = Vault.create(folder, PASSPHRASE)
    with vault:
        world = World(vault)
        world.add("Rosa", "Lopez", birth_date="1961-04-02", phone="212-555-0142", language="es")
        world.add("John [DNR]", "Doe", identifier="MRN-77")
        world.add("Mei", "Tan", birth_date="1990")
        world.plan(ROSA, "discharge_contact", days=0, text="call after discharge")
        world.ledger.meta_set(INDEXED_BY, EDITION)
    return Made(folder, code)


@pytest.fixture
def desk(cli: Cli, made: Made, vault_dir: Path) -> Cli:
    """A vault with three people: Rosa Lopez, John [DNR] Doe, Mei Tan. It is locked; `--on` 2026-03-04 is its day."""
    shutil.copytree(made.folder, vault_dir)
    return cli
