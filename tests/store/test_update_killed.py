"""An update from each earlier version, killed between any two steps, leaves a vault that opens and has every row.

`benchmarks/faults.py` kills it at its writes and at random moments too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coordtui.store import backup, engine, files, journal, migrations
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE
from tests.store.test_migrations import RELEASED, rows_of
from tests.store.test_rekey import Camera

STEPS = ((engine, "copy_database"), (files, "sync_file"), (backup, "backup"), (migrations, "reshape"))


@pytest.mark.parametrize("version", sorted(folder.name for folder in RELEASED.iterdir()))
def test_a_kill_between_two_steps_of_an_update_loses_nothing(version: str, tmp_path: Path) -> None:
    old, shots = tmp_path / "old", tmp_path / "shots"
    shutil.copytree(RELEASED / version, old)
    before = {name: len(rows) for name, rows in rows_of(old).items() if name not in ("act", "meta", "sqlite_sequence")}
    camera = Camera(old, shots)
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in (*STEPS, (journal, "install_triggers")):
            camera.around(patch, owner, name)
        Vault.unlock(old, PASSPHRASE).lock()
    assert len(camera.names) >= 10
    for name in camera.names[::2] + camera.names[-1:]:
        with Vault.unlock(shots / name, PASSPHRASE) as vault:
            assert all(check.ok for check in verify(Ledger(vault, "tester"))), name
        after = {table: len(rows) for table, rows in rows_of(shots / name).items()}
        assert {table: after[table] for table in before} == before, name
        assert not list((shots / name).glob(".*")), name
