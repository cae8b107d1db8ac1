"""The casework's own fixtures: a coordinator at work, with the queue kept by every act."""

from __future__ import annotations

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
