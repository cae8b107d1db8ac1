"""A coordinator's vault with nobody in it yet, and where a crash would be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.store.vault import Vault
from tests.casework.world import World


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    return tmp_path / "crashes"
