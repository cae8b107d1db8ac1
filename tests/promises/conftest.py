"""A coordinator's vault with nobody in it yet, and where a crash would be written."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.store.vault import Vault
from tests.casework.world import World


@pytest.fixture
def template(begun_vault: Path) -> Path:
    return begun_vault


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    return tmp_path / "crashes"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Every place where a program of this user leaves things."""
    home = tmp_path / "home"
    for name, folder in {
        "HOME": "",
        "USERPROFILE": "",
        "XDG_CONFIG_HOME": ".config",
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
        "TMPDIR": "tmp",
    }.items():
        (home / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(home)
    yield home
    tempfile.tempdir = None
