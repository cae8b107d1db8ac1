"""A real vault to import into."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.clock import Clock
from coordtui.store.vault import Vault
from tests.exchange.bench import Bench


@pytest.fixture
def bench(vault: Vault, clock: Clock, tmp_path: Path) -> Bench:
    return Bench(vault, clock, tmp_path / "in")
