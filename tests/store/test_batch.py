"""Acts done as a batch: each fails by itself, and undo takes all of them back in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from coordtui.acts import Result, act
from coordtui.errors import CoordError, Refused, UndoRefused
from coordtui.models.patient import Patient
from coordtui.store import shared
from coordtui.store.engine import driver_of
from coordtui.store.journal import open_act, verify_chain
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts


def names(ledger: Ledger) -> list[str]:
    return ledger.read(lambda session: list(session.exec(select(Patient.name).order_by(Patient.name))))


def import_three(ledger: Ledger) -> None:
    with ledger.batch():
        for name in ("Ada", "Bo", "Cy"):
            ledger.do(acts.add, name)


def test_a_batch_is_undone_and_redone_as_one_step(ledger: Ledger) -> None:
    ledger.do(acts.add, "Zoe")
    import_three(ledger)
    assert ledger.undo().label == "added Ada and 2 more"
    assert names(ledger) == ["Zoe"]
    assert ledger.can_undo() == "added Zoe"
    assert ledger.redo().label == "added Ada and 2 more"
    assert names(ledger) == ["Ada", "Bo", "Cy", "Zoe"]
    ledger.undo()
    ledger.undo()
    assert names(ledger) == []
    ledger.redo()
    ledger.redo()
    assert names(ledger) == ["Ada", "Bo", "Cy", "Zoe"]
    with pytest.raises(UndoRefused):
        ledger.redo()


def test_a_batch_survives_a_restart(vault: Vault, vault_dir: Path) -> None:
    import_three(Ledger(vault, "tester"))
    vault.lock()
    with Vault.unlock(vault_dir, PASSPHRASE, "passphrase") as again:
        ledger = Ledger(again, "tester")
        ledger.undo()
        assert names(ledger) == []


def test_the_log_says_of_every_act_of_a_batch_that_it_is_undone(ledger: Ledger) -> None:
    import_three(ledger)
    ledger.undo()
    done = [entry for entry in ledger.log() if entry.act == "patient.add"]
    assert [entry.undone for entry in done] == [True, True, True]


def test_what_was_done_before_a_batch_broke_off_is_still_one_step(ledger: Ledger) -> None:
    def break_off() -> None:
        with ledger.batch():
            ledger.do(acts.add, "Ada")
            ledger.do(acts.add, "Bo")
            raise Refused("the file ended here")

    with pytest.raises(Refused):
        break_off()
    ledger.do(acts.add, "Cy")
    ledger.undo()
    assert names(ledger) == ["Ada", "Bo"]
    ledger.undo()
    assert names(ledger) == []


def test_a_batch_with_a_row_changed_since_is_not_undone_in_part(ledger: Ledger) -> None:
    import_three(ledger)

    @act("patient.touch", undoable=False)
    def touch(session: Session) -> Result:
        session.exec(select(Patient).where(Patient.name == "Bo")).one().note = "seen"
        return Result(label="touched")

    ledger.do(touch)
    with pytest.raises(UndoRefused):
        ledger.undo()
    assert names(ledger) == ["Ada", "Bo", "Cy"]


def commits(ledger: Ledger) -> list[str]:
    """Filled with the commits of the writer from now on."""
    found: list[str] = []
    event.listen(ledger.vault.writer, "commit", lambda _: found.append("commit"))
    return found


def test_the_acts_of_a_batch_are_committed_together_and_a_large_batch_in_parts(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = commits(ledger)
    import_three(ledger)
    assert len(made) == 1
    monkeypatch.setattr(shared, "_LARGE", 1)
    import_three(ledger)
    assert len(made) == 1 + 3
    assert ledger.read(lambda session: verify_chain(session.connection(), ledger.vault.audit_key)) == 7
    ledger.undo()
    assert names(ledger) == ["Ada", "Bo", "Cy"]


def test_an_act_of_a_batch_that_fails_takes_back_itself_and_none_before_it(ledger: Ledger) -> None:
    @act("patient.fail")
    def fail(session: Session) -> Result:
        acts.add(session, "Bo")
        raise Refused("not this one")

    with ledger.batch():
        ledger.do(acts.add, "Ada")
        with pytest.raises(Refused):
            ledger.do(fail)
        ledger.do(acts.add, "Cy")
    assert names(ledger) == ["Ada", "Cy"]
    assert [entry.summary for entry in ledger.log(2)] == ["added Cy", "added Ada"]
    assert ledger.read(lambda session: verify_chain(session.connection(), ledger.vault.audit_key)) == 3


def test_a_batch_that_the_database_gave_up_says_so_and_leaves_a_vault_that_works(ledger: Ledger) -> None:
    @act("patient.break")
    def break_off(session: Session) -> Result:
        driver_of(session.connection()).rollback()  # what SQLite does by itself when the disk is full
        raise ValueError("disk")

    with ledger.batch():
        ledger.do(acts.add, "Ada")
        with pytest.raises(CoordError, match="last acts were not kept"):
            ledger.do(break_off)
        ledger.do(acts.add, "Bo")
    assert names(ledger) == ["Bo"]


def test_a_batch_whose_commit_is_refused_is_no_hindrance_to_the_next(ledger: Ledger) -> None:
    def left_open() -> None:
        with ledger.batch():
            ledger.do(acts.add, "Ada")
            ledger.derive(lambda session: open_act(session.connection()))

    with pytest.raises(IntegrityError):
        left_open()
    import_three(ledger)
    assert names(ledger) == ["Ada", "Bo", "Cy"]
