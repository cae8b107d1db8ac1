"""The casework's own fixtures: a coordinator at work, with the queue kept by every act."""

from __future__ import annotations

import pytest

from coordtui.store.vault import Vault
from tests.casework.world import World


@pytest.fixture
def world(vault: Vault) -> World:
    return World(vault)
