"""Undo and redo give back exactly what was, as one step an act, across restarts, or refuse."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.clock import utc_now
from coordtui.errors import UndoRefused
from coordtui.models.source import SourceResource
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts


def test_an_act_is_taken_back_and_repeated(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.rename, 1, "Ada L")
    assert ledger.can_undo() == "renamed Ada L"
    assert ledger.undo().label == "renamed Ada L"
    assert acts.names(ledger) == ["Ada"]
    assert (ledger.can_undo(), ledger.can_redo()) == ("added Ada", "renamed Ada L")
    assert ledger.undo().patient_id == 1
    assert acts.names(ledger) == []
    assert ledger.redo().label == "added Ada"
    assert ledger.redo().label == "renamed Ada L"
    assert acts.names(ledger) == ["Ada L"]
    assert ledger.can_redo() is None


def test_with_nothing_to_undo_or_redo_both_say_so(ledger: Ledger) -> None:
    with pytest.raises(UndoRefused, match="nothing to undo"):
        ledger.undo()
    with pytest.raises(UndoRefused, match="nothing to redo"):
        ledger.redo()
    ledger.do(acts.view, 1)
    with pytest.raises(UndoRefused, match="nothing to undo"):
        ledger.undo()


def test_a_new_act_ends_redo_but_a_view_does_not(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add, "Grace")
    ledger.undo()
    ledger.do(acts.view, 1)
    assert ledger.can_redo() == "added Grace"
    ledger.do(acts.add, "Joan")
    assert ledger.can_redo() is None
    ledger.undo()
    ledger.undo()
    assert acts.names(ledger) == []
    assert ledger.can_redo() == "added Ada"
    ledger.redo()
    assert ledger.redo().label == "added Joan"
    assert ledger.can_redo() is None


def test_both_survive_a_restart(vault: Vault, vault_dir: Path) -> None:
    ledger = Ledger(vault, "tester")
    ledger.do(acts.add, "Ada")
    ledger.do(acts.rename, 1, "Ada L")
    ledger.undo()
    vault.lock()
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        ledger = Ledger(again, "tester")
        assert (ledger.can_undo(), ledger.can_redo()) == ("added Ada", "renamed Ada L")
        ledger.redo()
        assert acts.names(ledger) == ["Ada L"]


def test_a_batch_is_one_step(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    before = acts.dump(ledger)
    ledger.do(acts.add_many, [f"patient {number}" for number in range(500)])
    after = acts.dump(ledger)
    ledger.undo()
    assert acts.dump(ledger) == before
    ledger.redo()
    assert acts.dump(ledger) == after


def test_many_changes_of_one_row_within_an_act_are_walked_back_in_order(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada", uid="a")
    ledger.do(acts.add, "Grace", uid="b")
    before = acts.dump(ledger)
    ledger.do(
        acts.run_sql,
        "UPDATE patient SET uid = 'c' WHERE id = 1",
        "UPDATE patient SET uid = 'a' WHERE id = 2",
        "UPDATE patient SET uid = 'b' WHERE id = 1",
        "INSERT INTO contact_point(patient_id, system, value, state) VALUES (1, 'phone', '1', 'ok')",
        "DELETE FROM contact_point",
    )
    after = acts.dump(ledger)
    ledger.undo()
    assert acts.dump(ledger) == before
    ledger.redo()
    assert acts.dump(ledger) == after


def test_rows_come_back_with_the_rows_that_refer_to_them(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add_phone, 1, "555-0100")
    before = acts.dump(ledger)
    ledger.do(acts.run_sql, "DELETE FROM contact_point", "DELETE FROM patient")
    ledger.undo()
    assert acts.dump(ledger) == before
    ledger.redo()
    assert acts.dump(ledger) == {"patient": [], "contact_point": []}


@pytest.mark.parametrize("value", [None, "", "0", "00ff", "Ünï 'quoted' \\ \"\n", "[DNR]", "😀", "\x00nul", "null"])
def test_a_text_comes_back_as_it_was(ledger: Ledger, value: str | None) -> None:
    ledger.do(acts.add, "Ada", note=value)
    before = acts.dump(ledger)
    ledger.do(acts.edit, 1, note="other")
    ledger.undo()
    assert acts.dump(ledger) == before
    ledger.undo()
    ledger.redo()
    assert acts.dump(ledger) == before


@pytest.mark.parametrize("body", [b"", b"\x00\xff\x00", bytes(range(256))])
def test_bytes_come_back_as_they_were(ledger: Ledger, body: bytes) -> None:
    @act("source.add")
    def keep(session: Session) -> Result:
        session.add(SourceResource(type="Patient", digest="d", imported_at=utc_now(), body=body))
        return Result(label="kept")

    @act("source.drop")
    def drop(session: Session) -> Result:
        session.execute(text("DELETE FROM source_resource"))
        return Result(label="dropped")

    def rows(session: Session) -> list[Any]:
        return [tuple(row) for row in session.execute(text("SELECT *, typeof(body) FROM source_resource"))]

    ledger.do(keep)
    before = ledger.read(rows)
    assert body in before[0]
    ledger.do(drop)
    ledger.undo()
    assert ledger.read(rows) == before


def test_undo_is_refused_when_a_recorded_act_changed_the_row_since(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.rename, 1, "Ada L")
    ledger.do(acts.stamp, 1, "sent")
    before, count = acts.dump(ledger), len(ledger.log())
    with pytest.raises(UndoRefused, match="patient 1 has changed since"):
        ledger.undo()
    assert acts.dump(ledger) == before
    assert len(ledger.log()) == count


def test_redo_is_refused_when_a_recorded_act_changed_the_row_since(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.rename, 1, "Ada L")
    ledger.undo()
    ledger.do(acts.stamp, 1, "sent")
    with pytest.raises(UndoRefused, match="patient 1 has changed since"):
        ledger.redo()
    assert acts.names(ledger) == ["Ada"]


def test_undoing_an_insert_is_refused_when_the_row_is_gone(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add_phone, 1, "555-0100")

    @act("purge", undoable=False)
    def purge(session: Session) -> Result:
        session.execute(text("DELETE FROM contact_point"))
        return Result(label="purged")

    ledger.do(purge)
    with pytest.raises(UndoRefused, match="contact point 1 has changed"):
        ledger.undo()


def test_undo_is_itself_an_act_with_the_verb_undo(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.undo()
    newest = ledger.log(1)[0]
    assert (newest.act, newest.summary, newest.patient_id) == ("undo", "added Ada", 1)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(["Ada", "Grace", ""])),
        st.tuples(st.just("rename"), st.integers(0, 3), st.sampled_from(["Joan", "Ada", ""])),
        st.tuples(st.just("remove"), st.integers(0, 3)),
        st.just(("view",)),
        st.just(("undo",)),
        st.just(("redo",)),
    ),
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_any_mixture_of_acts_undo_and_redo_behaves_like_two_stacks(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Vault.create_throwaway(Path(folder) / "vault") as vault:
        ledger = Ledger(vault, "tester")
        past: list[Any] = []
        future: list[Any] = []
        state = acts.dump(ledger)
        for verb, *args in steps:
            if verb == "view":
                ledger.do(acts.view, 1)
            elif verb == "undo" and past:
                ledger.undo()
                future.append(state)
                state = past.pop()
            elif verb == "redo" and future:
                ledger.redo()
                past.append(state)
                state = future.pop()
            elif verb in ("undo", "redo"):
                with pytest.raises(UndoRefused):
                    getattr(ledger, verb)()
            elif _do(ledger, verb, state, args):
                past.append(state)
                future.clear()
                state = acts.dump(ledger)
            assert acts.dump(ledger) == state
            assert (ledger.can_undo() is not None, ledger.can_redo() is not None) == (bool(past), bool(future))


def _do(ledger: Ledger, verb: str, state: dict[str, list[Any]], args: list[Any]) -> bool:
    """Do the step if it can be done; False when it changes nothing."""
    if verb == "add":
        ledger.do(acts.add, *args)
        return True
    ids = [row[0] for row in state["patient"]]
    if not ids:
        return False
    chosen = ids[args[0] % len(ids)]
    before = acts.dump(ledger)
    if verb == "rename":
        ledger.do(acts.rename, chosen, args[1])
    else:
        ledger.do(acts.remove, chosen)
    return acts.dump(ledger) != before
