"""The tables of the search index: there in every vault, without texts, and copied whole wherever the vault is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.store import search
from coordtui.store.backup import backup, restore
from coordtui.store.engine import unguarded
from coordtui.store.layouts import layouts
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import verify
from tests.conftest import PASSPHRASE


def put(ledger: Ledger, index: str, row_id: int, words: str) -> None:
    statement = text(f"INSERT INTO {index}(rowid, words) VALUES (:row, :words)")
    ledger.derive(lambda session: session.execute(statement, {"row": row_id, "words": words}))


def found(ledger: Ledger, index: str, words: str) -> list[int]:
    statement = text(f"SELECT rowid FROM {index} WHERE words MATCH :words ORDER BY rowid")
    return ledger.read(lambda session: list(session.scalars(statement, {"words": words})))


@pytest.fixture
def ledger(vault: Vault) -> Ledger:
    """With a document in each index."""
    opened = Ledger(vault, "tester")
    for index in search.INDEXES:
        put(opened, index, 7, "rosa łopez 山 田")
    return opened


@pytest.mark.parametrize("index", search.INDEXES)
def test_a_document_is_found_by_its_tokens_and_its_text_is_not_kept(ledger: Ledger, index: str) -> None:
    assert found(ledger, index, '"ros" * "山 田"') == [7]
    assert found(ledger, index, '"田 山"') == []
    assert ledger.read(lambda session: session.execute(text(f"SELECT words FROM {index}")).all()) == [(None,)]
    ledger.derive(lambda session: session.execute(text(f"DELETE FROM {index} WHERE rowid = 7")))
    assert found(ledger, index, '"rosa"') == []


def test_a_copy_of_the_vault_and_one_under_other_keys_are_searched_at_once(ledger: Ledger, tmp_path: Path) -> None:
    backup(ledger.vault, tmp_path / "copy.ctbackup")
    ledger.rekey(PASSPHRASE)
    assert [found(ledger, index, '"rosa"') for index in search.INDEXES] == [[7], [7]]
    restore(tmp_path / "copy.ctbackup", tmp_path / "restored", PASSPHRASE)
    with Vault.unlock(tmp_path / "restored", PASSPHRASE) as restored:
        copied = Ledger(restored, "tester")
        assert [found(copied, index, '"rosa"') for index in search.INDEXES] == [[7], [7]]
        assert all(check.ok for check in verify(copied))


def test_a_missing_table_of_the_index_is_a_fault_of_the_schema(ledger: Ledger) -> None:
    with ledger.vault.writer.begin() as connection, unguarded(connection):
        search.drop(connection)
    wrong = {check.name: check.detail for check in verify(ledger) if not check.ok}
    assert wrong.keys() == {"schema"}
    assert "missing or altered: search_name, search_name_config," in wrong["schema"]


def test_no_stray_row_of_a_salvage_is_taken_for_one_of_the_index(ledger: Ledger) -> None:
    known = ledger.read(lambda session: layouts(session.connection()))
    assert known.keys().isdisjoint(search.TABLES)
    assert {"patient", "meta", "act"} <= known.keys()


def test_an_act_that_fails_takes_its_documents_back(ledger: Ledger) -> None:
    def fail(session: Session) -> None:
        session.execute(text("INSERT INTO search_record(rowid, words) VALUES (8, 'rosa')"))
        session.execute(text("DELETE FROM search_record WHERE rowid = 7"))
        raise ValueError

    with pytest.raises(ValueError):
        ledger.derive(fail)
    assert found(ledger, "search_record", '"rosa"') == [7]
