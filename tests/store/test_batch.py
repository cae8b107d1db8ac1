"""Acts done as a batch: each commits by itself, and undo takes all of them back in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session, select

from coordtui.acts import Result, act
from coordtui.errors import Refused, UndoRefused
from coordtui.models.patient import Patient
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
