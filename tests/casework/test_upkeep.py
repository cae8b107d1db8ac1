"""After an update nothing of the old caseload is nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from coordtui.casework import search_index
from coordtui.casework.promises import nowhere
from coordtui.casework.upkeep import catch_up
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.conftest import PASSPHRASE
from tests.store.test_migrations import RELEASED


def test_what_an_older_vault_holds_gets_the_steps_that_the_new_rules_want(tmp_path: Path) -> None:
    shutil.copytree(RELEASED / "v1", tmp_path / "old")
    with Vault.unlock(tmp_path / "old", PASSPHRASE) as vault:
        assert [one.subject_kind for one in Ledger(vault, "tester").read(nowhere)] != []
        world = World(vault)
        world.do(catch_up)
        world.ledger.derive(search_index.rebuild)
        world.check()


def test_catching_up_twice_changes_nothing(tmp_path: Path) -> None:
    shutil.copytree(RELEASED / "v1", tmp_path / "old")
    with Vault.unlock(tmp_path / "old", PASSPHRASE) as vault:
        world = World(vault)
        world.do(catch_up)
        acts = vault_changes(vault)
        world.do(catch_up)
        assert vault_changes(vault) == acts


def vault_changes(vault: Vault) -> int:
    with vault.reader.connect() as connection:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM change").scalar_one()
    return count
