"""Everything on a page that is whole comes out of a damaged vault, and what is missing is named."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from coordtui.errors import Refused, VaultDamaged, VaultInUse
from coordtui.store import damage
from coordtui.store.engine import PAGE_SIZE
from coordtui.store.frames import read_log
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.readable import Readable
from coordtui.store.salvage import Salvaged, salvage
from coordtui.store.vault import Vault
from coordtui.store.verify import Check, Extra, verify
from tests.conftest import PASSPHRASE
from tests.store import acts

NAMES = [f"patient {number}" for number in range(150)]
LONG = "a long word " * 900
"""Longer than two pages."""


@pytest.fixture(scope="module")
def made(blank_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locked vault with 150 people, phones, a very long note and an undone act; its journal covers many pages."""
    folder = tmp_path_factory.mktemp("salvage") / "vault"
    shutil.copytree(blank_vault, folder)
    with Vault.unlock(folder, PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        ledger.do(acts.add_many, NAMES)
        for patient_id in range(1, 21):
            ledger.do(acts.add_phone, patient_id, f"212-555-{patient_id:04}")
        ledger.do(acts.edit, 7, note=LONG)
        ledger.do(acts.rename, 8, "renamed")
        ledger.do(acts.add, "taken back")
        ledger.undo()
        ledger.meta_set("draft", "half a sentence")
    return folder


@pytest.fixture
def damaged(made: Path, tmp_path: Path) -> Path:
    """A copy, for the test to damage."""
    folder = tmp_path / "vault"
    shutil.copytree(made, folder)
    return folder


def seen(folder: Path) -> Readable:
    root = open_root(folder, PASSPHRASE)
    try:
        return damage.look(folder, root)
    finally:
        root.wipe()


def pages_of(folder: Path, name: str) -> list[int]:
    return [number for number, owner in seen(folder).owner.items() if owner == name]


def hurt(folder: Path, *pages: int) -> None:
    data = bytearray((folder / "vault.db").read_bytes())
    for number in pages:
        data[number * PAGE_SIZE - 2000] ^= 1
    (folder / "vault.db").write_bytes(data)


def nothing_more(_: Vault) -> tuple[Extra, ...]:
    """The tables of these tests have no ranks and no follow-ups."""
    return ()


def salvaged(folder: Path, into: str = "new") -> Salvaged:
    root = open_root(folder, PASSPHRASE)
    try:
        return salvage(folder, root, folder.with_name(into), "tester", nothing_more)
    finally:
        root.wipe()


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with Vault.unlock(folder, PASSPHRASE) as vault:
        return dict(acts.dump(Ledger(vault, "tester")))


def missing(done: Salvaged) -> dict[str, int]:
    return {table.name: len(table.missing) + table.refused for table in done.tables if table.missing or table.refused}


def test_a_whole_vault_comes_out_row_by_row_with_its_journal_and_its_secrets(damaged: Path) -> None:
    before = sorted(path.name for path in damaged.iterdir())
    done = salvaged(damaged)
    assert (done.whole, done.damage, done.acts_whole, done.acts_lost) == (True, (), done.acts, 0)
    assert sorted(path.name for path in damaged.iterdir()) == before
    assert rows(done.folder) == rows(damaged)
    with Vault.unlock(done.folder, PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        assert ledger.log(3)[2].act == "vault.salvage"
        assert ledger.meta_get("draft") == "half a sentence"
        assert all(check.ok for check in verify(ledger))
        ledger.undo()
        assert "renamed" not in acts.names(ledger)
        ledger.do(acts.add, "the next one")
        assert ledger.log(1)[0].patient_id == len(NAMES) + 2, "a number that was given out is not given out again"


def test_every_readable_page_is_told_what_it_belongs_to(damaged: Path) -> None:
    found = seen(damaged)
    assert sorted(found.owner) == list(range(1, found.pages.count + 1))
    assert damage.words(found) == []
    assert len(pages_of(damaged, "patient")) > 3
    long_row = next(row for row in found.rows["patient"].values() if LONG in row)
    assert long_row
    assert found.unreadable == {}


@pytest.mark.parametrize("which", [0, 1, -1])
def test_a_table_that_lost_a_page_is_rebuilt_from_the_journal(damaged: Path, which: int) -> None:
    """The root of its tree, a leaf of it, and a page over which its long row goes on."""
    before, page = rows(damaged), pages_of(damaged, "patient")[which]
    hurt(damaged, page)
    done = salvaged(damaged)
    assert (done.whole, missing(done)) == (True, {})
    assert f"Of patient: page {page}." in done.damage
    assert next(table for table in done.tables if table.name == "patient").rebuilt > 0 or which == 0
    assert rows(done.folder) == before


def test_without_the_list_of_tables_every_row_is_found_by_its_shape(damaged: Path) -> None:
    before = rows(damaged)
    hurt(damaged, *pages_of(damaged, "the list of tables"))
    done = salvaged(damaged)
    assert (done.whole, missing(done), done.acts_lost) == (True, {}, 0)
    assert rows(done.folder) == before


def test_a_journal_with_a_hole_is_kept_up_to_it_and_sealed_anew_behind_it(damaged: Path) -> None:
    before = rows(damaged)
    hurt(damaged, pages_of(damaged, "act")[-1], pages_of(damaged, "change")[-1])
    done = salvaged(damaged)
    assert 0 <= done.acts_whole < done.acts
    assert rows(done.folder) == before
    with Vault.unlock(done.folder, PASSPHRASE) as vault:
        checks = {check.name: check.ok for check in verify(Ledger(vault, "tester"))}
    assert all(checks.values())


def test_notes_about_a_person_whose_own_record_is_lost_are_kept_under_a_stand_in(damaged: Path) -> None:
    hurt(damaged, *pages_of(damaged, "patient"), *pages_of(damaged, "change"))
    done = salvaged(damaged)
    patients = next(table for table in done.tables if table.name == "patient")
    assert patients.stand_ins == tuple(range(1, 21))
    assert missing(done)["patient"] >= len(NAMES) - 20
    assert not done.whole
    after = rows(done.folder)
    assert len(after["contact_point"]) == 20
    assert [row[4] for row in after["patient"][:1]] == ["Unreadable record 1"]
    assert done.checks == ()


def test_frames_of_the_log_behind_a_broken_one_are_read(made: Path, tmp_path: Path) -> None:
    live, broken = tmp_path / "live", tmp_path / "broken"
    shutil.copytree(made, live)
    with Vault.unlock(live, PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        for number in range(12):
            ledger.do(acts.add, f"in the log {number}")
        shutil.copytree(live, broken)
    log = broken / "vault.db-wal"
    data = bytearray(log.read_bytes())
    data[len(data) // 2] ^= 4
    log.write_bytes(data)
    assert read_log(log).broken
    with Vault.unlock(broken, PASSPHRASE) as vault:
        assert len(acts.names(Ledger(vault, "tester"))) < len(NAMES) + 12
        assert "salvage" in vault.notice
    (aside,) = broken.glob("broken-log-*")
    done = salvaged(aside, "new")
    with Vault.unlock(done.folder, PASSPHRASE) as vault:
        assert acts.names(Ledger(vault, "tester"))[-12:] == [f"in the log {number}" for number in range(12)]


def test_a_record_whose_last_change_may_be_lost_is_named(damaged: Path) -> None:
    """Patient 7 got its long note, and patient 8 its name, in changes behind those of the import."""
    hurt(damaged, *pages_of(damaged, "patient")[1:], pages_of(damaged, "change")[-1])
    done = salvaged(damaged)
    patients = next(table for table in done.tables if table.name == "patient")
    assert patients.rebuilt > 0
    assert patients.unsure
    assert not done.whole


def test_an_open_vault_and_a_folder_with_other_things_are_left_alone(damaged: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "letter").write_text("mine")
    with pytest.raises(Refused, match="not empty"):
        salvaged(damaged)
    root = open_root(damaged, PASSPHRASE)
    with Vault.unlock(damaged, PASSPHRASE), pytest.raises(VaultInUse):
        salvage(damaged, root, tmp_path / "other", "tester", nothing_more)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "vault"]


def test_a_database_without_one_readable_page_is_said_to_be_lost(damaged: Path) -> None:
    size = (damaged / "vault.db").stat().st_size
    (damaged / "vault.db").write_bytes(bytes(size))
    with pytest.raises(VaultDamaged, match="No page"):
        salvaged(damaged)
    assert [path.name for path in damaged.parent.iterdir()] == ["vault"]


def test_the_new_vault_has_two_generations_of_its_key_file_and_is_checked_for_what_the_caller_knows(
    damaged: Path,
) -> None:
    def promises(_: Session) -> Check:
        return Check("promises", False, "one is nowhere")

    root = open_root(damaged, PASSPHRASE)
    done = salvage(damaged, root, damaged.with_name("new"), "tester", lambda _: (promises,))
    assert [check.split(".")[0] for check in done.checks] == ["promises: one is nowhere"]
    (done.folder / "vault.keys").write_bytes(b"damaged")
    assert len(rows(done.folder)["patient"]) == len(NAMES)


def test_a_disk_that_fails_half_way_leaves_nothing(damaged: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Vault) -> tuple[Extra, ...]:
        raise OSError(28, "No space left on device")

    root = open_root(damaged, PASSPHRASE)
    with pytest.raises(Exception, match="full"):
        salvage(damaged, root, damaged.with_name("new"), "tester", fail)
    assert [path.name for path in damaged.parent.iterdir()] == ["vault"]


def test_a_kill_in_the_midst_of_the_last_frame_is_no_break(made: Path, tmp_path: Path) -> None:
    """Its header is written before its page, over a page of an older log."""
    killed = tmp_path / "killed"
    shutil.copytree(made, tmp_path / "live")
    with Vault.unlock(tmp_path / "live", PASSPHRASE) as vault:
        Ledger(vault, "tester").do(acts.add, "Ada")
        shutil.copytree(tmp_path / "live", killed)
    log = killed / "vault.db-wal"
    data = bytearray(log.read_bytes())
    last = read_log(log).frames[-1].offset
    data[last + 24 : last + 24 + PAGE_SIZE] = data[32 + 24 : 32 + 24 + PAGE_SIZE]
    log.write_bytes(data)
    found = read_log(log)
    assert (found.broken, found.chained < len(found.frames)) == (False, True)
    (killed / "vault.db-shm").unlink()  # which would say that the last act was acknowledged
    with Vault.unlock(killed, PASSPHRASE) as vault:
        assert vault.notice == ""
    assert not list(killed.glob("broken-log-*"))


def test_what_is_no_log_has_no_frames(tmp_path: Path) -> None:
    for data in (b"", b"short", bytes(32), bytes(20_000)):
        (tmp_path / "log").write_bytes(data)
        assert read_log(tmp_path / "log").frames == ()
    assert read_log(tmp_path / "nowhere").frames == ()


def test_a_log_of_rubbish_hides_nothing_of_the_database(damaged: Path) -> None:
    before = rows(damaged)
    (damaged / "vault.db-wal").write_bytes(b"\xff" * 20_000)
    found = seen(damaged)
    assert found.pages.damaged == tuple(range(found.pages.count - 3, found.pages.count + 1))
    done = salvaged(damaged)
    assert done.whole
    assert rows(done.folder) == before


@settings(max_examples=5, deadline=dt.timedelta(seconds=30))
@given(data=st.data())
def test_whatever_pages_are_lost_no_row_is_invented(
    made: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("lost") / "vault"
    shutil.copytree(made, folder)
    before = rows(folder)
    count = seen(folder).pages.count
    hurt(folder, *data.draw(st.sets(st.integers(1, count), max_size=count // 2)))
    done = salvaged(folder)
    assert done.checks == ()
    after = rows(done.folder)
    stand_ins = {key for table in done.tables if table.name == "patient" for key in table.stand_ins}
    known = {row[0]: row for row in before["patient"]}
    for row in after["patient"]:
        assert row[0] in stand_ins or row[0] == len(NAMES) + 1 or row == known[row[0]] or row[0] in (7, 8)
    if done.whole:
        assert after == before
    shutil.rmtree(folder.parent)
