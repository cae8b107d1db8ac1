"""Fixtures for every floor. The vaults are real and encrypted; only the cost of the passphrase is lowered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.clock import Clock
from coordtui.store import keys
from coordtui.store.kdf import Cost
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault

PASSPHRASE = "correct horse battery staple"
TODAY = dt.date(2026, 3, 4)


@pytest.fixture(autouse=True)
def cheap_kdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """New passphrase slots cost almost nothing. There is no way to choose this outside of tests."""
    monkeypatch.setattr(keys, "calibrated_cost", lambda: Cost(8, 1, 1))


@pytest.fixture
def clock() -> Clock:
    """Noon in UTC on a Wednesday, standing still."""
    noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
    return Clock(zone="America/New_York", source=lambda: noon)


@pytest.fixture
def vault_dir(tmp_path: Path) -> Path:
    """Where a vault may be made; nothing is there yet."""
    return tmp_path / "vault"


@pytest.fixture
def vault(vault_dir: Path) -> Iterator[Vault]:
    """A new vault, unlocked, that `PASSPHRASE` opens. A test may lock it before its end."""
    made, _code = Vault.create(vault_dir, PASSPHRASE)
    with made:
        yield made


@pytest.fixture
def ledger(vault: Vault) -> Ledger:
    """The journalled core over `vault`, with no derived tables to settle."""
    return Ledger(vault, "tester")
