"""`coordtui index` says whether everything can be found, and `index rebuild` sees to it; `verify` says it too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.casework.search_index import INDEXED_BY
from coordtui.errors import Exit
from coordtui.store.damage import look
from coordtui.store.engine import PAGE_SIZE
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE


def forget_names(cli: Cli) -> None:
    """As a fault of the program would: the records are as they were, and nobody is found by name."""

    def empty(session: Session) -> None:
        session.execute(text("INSERT INTO search_name(search_name) VALUES ('delete-all')"))

    with Vault.unlock(cli.folder, PASSPHRASE) as vault:
        Ledger(vault, "Nora").derive(empty)


def test_a_vault_that_was_indexed_in_other_words_is_indexed_anew_by_its_next_unlock(desk: Cli) -> None:
    forget_names(desk)
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        Ledger(vault, "Nora").meta_set(INDEXED_BY, "1")
    assert desk("show", "Rosa Lopez").code == Exit.DONE
    assert desk("index").code == Exit.DONE
    forget_names(desk)
    assert desk("index").code == Exit.FAILED, "once, and not at every unlock"


def test_a_whole_index_is_counted(desk: Cli) -> None:
    ran = desk("index")
    assert ran.code == Exit.DONE
    assert ran.out.endswith("records can be found by their words.\n")
    assert (desk("index", "--json").json["ok"], desk("index", "--json").json["wrong"]) == (True, [])


def test_what_is_not_found_is_named_by_number_and_found_again_once_the_index_is_made_anew(desk: Cli) -> None:
    forget_names(desk)
    assert desk("show", "Rosa Lopez").code == Exit.FAILED
    ran = desk("index")
    assert ran.code == Exit.FAILED
    assert "The search index is not what is recorded, among others: " in ran.out
    assert "patient 1" in ran.out
    assert "Lopez" not in ran.out
    assert "coordtui index rebuild" in ran.err
    assert {"table": "patient", "id": 1} in desk("index", "--json").json["wrong"]
    rebuilt = desk("index", "rebuild")
    assert rebuilt.code == Exit.DONE
    assert rebuilt.out.startswith("The search index is made anew: ")
    assert desk("index", "rebuild", "--json").json["records"] == desk("index", "--json").json["records"]
    assert desk("index").code == desk("show", "Rosa Lopez").code == Exit.DONE


def test_verify_says_it_and_repairs_it(desk: Cli) -> None:
    forget_names(desk)
    ran = desk("verify")
    assert ran.code == Exit.FAILED
    assert "the search index is not what is recorded, among others: patient" in " ".join(ran.out.split())
    assert "coordtui verify --repair" in ran.err
    assert desk("verify", "--repair").code == Exit.DONE
    assert desk("index").code == Exit.DONE


KEPT = Path(__file__).parents[1] / "store" / "vaults"
"""A vault that each earlier version made, with Rosa Lopez in it."""


@pytest.mark.parametrize("version", ["v1", "v3"])
def test_a_vault_from_before_the_index_has_one_after_its_first_unlock(cli: Cli, version: str) -> None:
    shutil.copytree(KEPT / version, cli.folder)
    assert cli("show", "Rosa Lopez").code == Exit.DONE
    assert cli("index").code == Exit.DONE


def test_what_is_salvaged_of_a_vault_from_before_the_index_is_found(cli: Cli) -> None:
    shutil.copytree(KEPT / "v3", cli.folder)
    damage(cli.folder, "contact")
    target = cli.folder.with_name("new")
    cli("salvage", "--into", str(target))
    salvaged = Cli(target, cli.password_file, cli._capture)
    assert salvaged("index").code == salvaged("show", "Rosa Lopez").code == Exit.DONE


def test_a_damaged_index_loses_no_record(desk: Cli) -> None:
    page = damage(desk.folder, "search_name_data")
    ran = desk("verify")
    assert ran.code == Exit.DAMAGED
    assert f"Of the search index, which holds nothing of its own: page {page}." in " ".join(ran.out.split())
    target = desk.folder.with_name("new")
    assert desk("salvage", "--into", str(target)).code == Exit.DONE
    salvaged = Cli(target, desk.password_file, desk._capture)
    assert salvaged("index").code == salvaged("show", "Rosa Lopez").code == Exit.DONE


def damage(folder: Path, table: str) -> int:
    """Damages the first page of a table; returns its number."""
    root = open_root(folder, PASSPHRASE)
    page = min(number for number, owner in look(folder, root).owner.items() if owner == table)
    data = bytearray((folder / "vault.db").read_bytes())
    data[page * PAGE_SIZE - 2000] ^= 1
    (folder / "vault.db").write_bytes(data)
    return page
