"""Committed acts whose write-ahead log was cut or damaged while the vault was closed do not vanish without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts

NAMES = [f"patient {number}" for number in range(12)]


@pytest.fixture
def killed(vault: Vault, vault_dir: Path, tmp_path: Path) -> Path:
    """The folder as a kill leaves it after a dozen acts."""
    ledger = Ledger(vault, "tester")
    for name in NAMES:
        ledger.do(acts.add, name)
    left = tmp_path / "killed"
    shutil.copytree(vault_dir, left)
    assert (left / "vault.db-wal").stat().st_size > 0
    return left


def opened(path: Path) -> tuple[list[str], str, bool]:
    with Vault.unlock(path, PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        return acts.names(ledger), vault.notice, any(entry.act == "vault.loss" for entry in ledger.log())


def test_after_a_kill_every_act_is_there_and_nothing_is_said(killed: Path) -> None:
    assert opened(killed) == (NAMES, "", False)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_cut_log_is_told_and_journalled(killed: Path, share: float) -> None:
    log = killed / "vault.db-wal"
    with log.open("r+b") as file:
        file.truncate(int(log.stat().st_size * share))
    names, notice, journalled = opened(killed)
    assert names == NAMES[: len(names)]
    assert len(names) < len(NAMES)
    assert "last acts" in notice
    assert journalled


def test_a_flipped_bit_in_the_log_is_told(killed: Path) -> None:
    log = killed / "vault.db-wal"
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 4
    log.write_bytes(data)
    names, notice, journalled = opened(killed)
    assert len(names) < len(NAMES)
    assert notice
    assert journalled


def test_a_log_that_is_gone_is_told(killed: Path) -> None:
    (killed / "vault.db-wal").unlink()
    names, notice, _ = opened(killed)
    assert len(names) < len(NAMES)
    assert notice


def test_it_is_told_once(killed: Path) -> None:
    (killed / "vault.db-wal").unlink()
    opened(killed)
    assert opened(killed)[1] == ""
