"""Long work on the vault that is stopped, at whichever step: nothing is half done, and nothing is left behind."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.errors import Stopped
from coordtui.pace import Tell
from coordtui.store import engine
from coordtui.store.backup import backup, restore
from coordtui.store.backups import make, rehearse
from coordtui.store.engine import driver_of, stoppable
from coordtui.store.keys import open_root
from coordtui.store.ledger import Ledger
from coordtui.store.salvage import salvage
from coordtui.store.vault import Vault
from coordtui.store.verify import Check, verify
from tests.conftest import PASSPHRASE
from tests.store import acts
from tests.store.test_migrations import RELEASED, rows_of

NOW = dt.datetime(2026, 3, 4, 15, tzinfo=dt.UTC)
CHECKING = ["authenticating", "reading", "the journal"]
BACKING_UP = ["copying the vault", *CHECKING, "comparing every byte", "writing the backup", "unpacking the backup"]
RESTORING = ["unpacking the backup", "comparing every byte", *CHECKING, "what the records refer to", "the records"]
REKEYING = ["copying the vault", "the journal", "sealing the journal anew", *CHECKING]
UPDATING = ["copying the vault", "authenticating", "reading", *BACKING_UP[4:], "bringing the vault up to date"]
SALVAGING = ["looking at every page", "reading the records", "writing the new vault", *CHECKING, "the records"]


def until(step: str) -> Tell:
    """Told of that step, it is stopped."""

    def tell(_done: int, _total: int, what: str = "", _unit: str = "", /) -> None:
        if what.startswith(step):
            raise Stopped(f"Stopped at {step}.")

    return tell


def steps(work: Callable[[Tell], object]) -> set[str]:
    """What the work is told to be at, when it is left alone; without numbers."""
    seen: set[str] = set()

    def tell(done: int, total: int, what: str = "", unit: str = "", /) -> None:
        assert 0 <= done <= (total or done), (what, done, total)
        seen.add("".join(char for char in what if not char.isdigit() and char != ",").replace("  ", " "))

    work(tell)
    return seen


@pytest.fixture
def filled(vault: Vault) -> Vault:
    Ledger(vault, "tester").do(acts.add_many, [f"patient {number}" for number in range(200)])
    return vault


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_that_is_stopped_leaves_no_file_and_keeps_the_older_ones(filled: Vault, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    older, _ = make(filled, folder, NOW, 1)
    later = NOW.replace(hour=23)
    for step in BACKING_UP:
        with pytest.raises(Stopped, match=step):
            make(filled, folder, later, 1, until(step))
        assert left(folder) == [older.name], step
    told = steps(lambda tell: make(filled, folder, later, 1, tell))
    assert told == {*BACKING_UP, "authenticating pages", "reading pages"} - {"authenticating", "reading"}
    assert len(left(folder)) == 1, "and the next one is made as ever"


def test_acts_go_on_between_the_steps_of_a_copy_which_stays_that_of_its_beginning(
    filled: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_STEP", 8)
    ledger = Ledger(filled, "tester")
    copied: list[int] = []

    def tell(done: int, total: int, what: str = "", unit: str = "", /) -> None:
        if what == "copying the vault":
            ledger.do(acts.add, f"meanwhile {len(copied)}")
            copied.append(done)

    manifest = backup(filled, tmp_path / "b", tell=tell)
    assert len(copied) > 3
    assert copied == sorted(set(copied)), "it never begins again"
    assert manifest.acts + len(copied) == ledger.log(1)[0].seq
    restore(tmp_path / "b", tmp_path / "new", PASSPHRASE)
    with Vault.unlock(tmp_path / "new", PASSPHRASE) as again:
        assert not any(name.startswith("meanwhile") for name in acts.names(Ledger(again, "tester")))


def test_a_restore_or_a_drill_that_is_stopped_changes_nothing(filled: Vault, vault_dir: Path, tmp_path: Path) -> None:
    file = tmp_path / "backups" / "b.ctbackup"
    file.parent.mkdir()
    backup(filled, file)
    Ledger(filled, "tester").do(acts.add, "later")
    filled.lock()
    around = left(vault_dir.parent)
    for step in RESTORING:
        with pytest.raises(Stopped, match=step):
            restore(file, vault_dir, PASSPHRASE, tell=until(step))
        with pytest.raises(Stopped, match=step):
            rehearse(file, PASSPHRASE, tell=until(step))
        assert (left(vault_dir.parent), left(file.parent)) == (around, [file.name]), step
    with Vault.unlock(vault_dir, PASSPHRASE) as vault:
        assert acts.names(Ledger(vault, "tester"))[-1] == "later"


def test_a_check_that_is_stopped_raises_and_says_nothing_of_the_vault(filled: Vault) -> None:
    ledger = Ledger(filled, "tester")
    for step in (*CHECKING, "the tables", "what the records refer to", "the records"):
        with pytest.raises(Stopped, match=step):
            verify(ledger, tell=until(step))
    assert all(check.ok for check in verify(ledger))


def test_a_statement_that_never_ends_is_stopped_in_its_midst_and_the_connection_works_on(filled: Vault) -> None:
    ledger = Ledger(filled, "tester")
    asked: list[int] = []

    def endless(session: Session) -> Check:
        session.execute(text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"))
        raise AssertionError("it ended")

    def tell(_done: int, _total: int, what: str = "", _unit: str = "", /) -> None:
        asked.append(what == "endless")
        if sum(asked) > 3:
            raise Stopped("Stopped.")

    with pytest.raises(Stopped):
        verify(ledger, (endless,), tell)
    assert len(acts.names(ledger)) == 200

    def once(session: Session) -> None:
        with stoppable(driver_of(session.connection()), lambda: 1 / 0):
            endless(session)

    with pytest.raises(ZeroDivisionError):  # whatever is raised is not lost in the driver
        ledger.read(once)


def test_a_change_of_all_keys_that_is_stopped_leaves_the_old_ones_in_force(filled: Vault, vault_dir: Path) -> None:
    ledger = Ledger(filled, "tester")
    for step in REKEYING:
        with pytest.raises(Stopped, match=step):
            ledger.rekey("another horse, another staple", until(step))
        assert not list(vault_dir.glob("*.next*")), step
    ledger.do(acts.add, "after")
    filled.lock()
    with Vault.unlock(vault_dir, PASSPHRASE) as vault:
        assert len(acts.names(Ledger(vault, "tester"))) == 201
        told = steps(lambda tell: Ledger(vault, "tester").rekey("another horse, another staple", tell))
    assert told == {*REKEYING, "authenticating pages", "reading pages"} - {"authenticating", "reading"}


def test_an_update_that_is_stopped_leaves_the_vault_as_it_was_and_the_next_one_is_told_too(tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(RELEASED / "v1", old)
    rows = rows_of(old)

    def update(tell: Tell) -> None:
        Vault.open(old, open_root(old, PASSPHRASE), watch=lambda: nullcontext(tell)).lock()

    for step in UPDATING:
        with pytest.raises(Stopped, match=step):
            update(until(step))
        assert rows_of(old) == rows, step
        assert not list(old.glob("*.partial")), step
    told = steps(update)
    assert told == {*UPDATING, "authenticating pages", "reading pages"} - {"authenticating", "reading"}
    assert steps(update) == set(), "of one that is up to date nothing is told"


def test_a_salvage_that_is_stopped_leaves_nothing(filled: Vault, vault_dir: Path, tmp_path: Path) -> None:
    filled.lock()
    around = left(tmp_path)
    for step in SALVAGING:
        root = open_root(vault_dir, PASSPHRASE)
        try:
            with pytest.raises(Stopped, match=step):
                salvage(vault_dir, root, tmp_path / "new", "tester", lambda _: (), until(step))
        finally:
            root.wipe()
        assert left(tmp_path) == around, step
    with Vault.unlock(vault_dir, PASSPHRASE) as vault:
        assert len(acts.names(Ledger(vault, "tester"))) == 200
