"""One transaction an act: journalled with what it changed, settled with it, or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.clock import Clock
from coordtui.models.queue_row import QueueRow
from coordtui.store.journal import Changed
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.store import acts


def test_an_act_that_raises_leaves_nothing(ledger: Ledger) -> None:
    @act("half")
    def half(session: Session) -> Result:
        acts.add(session, "Ada")
        raise RuntimeError("in the middle")

    count = len(ledger.log())
    with pytest.raises(RuntimeError):
        ledger.do(half)
    assert acts.names(ledger) == []
    assert len(ledger.log()) == count
    ledger.do(acts.add, "Grace")
    assert acts.names(ledger) == ["Grace"]


def test_a_function_that_is_no_act_cannot_be_journalled(ledger: Ledger) -> None:
    def plain(session: Session) -> Result:
        return Result(label="plain")

    with pytest.raises(TypeError, match="plain is not marked"):
        ledger.do(plain)


def test_an_act_that_changes_nothing_leaves_no_trace(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    count = len(ledger.log())
    assert ledger.do(acts.rename, 1, "Ada").label == "renamed Ada"
    assert len(ledger.log()) == count


def test_a_view_is_recorded_though_it_changes_nothing(ledger: Ledger) -> None:
    ledger.do(acts.view, 7)
    assert (ledger.log(1)[0].kind, ledger.log(1)[0].patient_id) == ("record", 7)


def test_what_an_act_changed_is_told(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    ledger.do(acts.add, "Grace")
    ledger.do(acts.add_phone, 1, "555-0100")
    settled = ledger.perform(acts.move_phone, 1, 2)
    assert settled.changed == Changed(frozenset({"contact_point"}), frozenset({1, 2}))
    assert ledger.perform_undo().changed == settled.changed
    assert ledger.perform(acts.view, 1).changed == Changed()


def rank(session: Session, patients: frozenset[int]) -> None:
    for person in patients:
        session.merge(QueueRow(person=person, ranked_on=acts.ADDED, changes_on=acts.ADDED))
        session.execute(text("UPDATE queue_row SET points = points + 1 WHERE person = :person"), {"person": person})


def ranked(ledger: Ledger) -> list[tuple[int, int]]:
    statement = text("SELECT person, points FROM queue_row ORDER BY person")
    return [(row.person, row.points) for row in ledger.read(lambda session: session.execute(statement).all())]


def test_derived_rows_are_settled_inside_every_act_undo_and_redo(vault: Vault) -> None:
    seen: list[frozenset[int]] = []

    def settle(session: Session, patients: frozenset[int]) -> None:
        seen.append(patients)
        rank(session, patients)

    ledger = Ledger(vault, "tester", settle)
    ledger.do(acts.add, "Ada")
    ledger.do(acts.view, 1)
    ledger.undo()
    ledger.redo()
    assert seen == [frozenset({1})] * 3
    assert len(ranked(ledger)) == 1


def test_an_act_whose_settling_fails_did_not_happen(vault: Vault) -> None:
    def settle(session: Session, patients: frozenset[int]) -> None:
        rank(session, patients)
        raise RuntimeError("no rank")

    ledger = Ledger(vault, "tester", settle)
    with pytest.raises(RuntimeError):
        ledger.do(acts.add, "Ada")
    assert acts.names(ledger) == []
    assert ranked(ledger) == []


def test_records_changed_while_settling_belong_to_the_act(vault: Vault) -> None:
    def settle(session: Session, patients: frozenset[int]) -> None:
        for person in patients:
            acts.edit(session, person, note="settled")

    ledger = Ledger(vault, "tester", settle)
    ledger.do(acts.add, "Ada")
    ledger.vault.arrival = None
    quiet = Ledger(vault, "tester")
    quiet.undo()
    assert acts.names(quiet) == []


def test_settling_sees_acts_that_concern_nobody(vault: Vault) -> None:
    seen: list[frozenset[int]] = []
    ledger = Ledger(vault, "tester", lambda _, patients: seen.append(patients))
    ledger.do(acts.run_sql, "INSERT INTO profile(name, zone, weekly_hours, role) VALUES ('me', 'UTC', 40, 'c')")
    assert seen == [frozenset()]


def test_derived_work_writes_its_tables_without_a_trace(ledger: Ledger) -> None:
    count = len(ledger.log())
    ledger.derive(rank, frozenset({0}))
    assert ranked(ledger) == [(0, 1)]
    assert len(ledger.log()) == count


def test_settings_are_kept_replaced_and_forgotten(ledger: Ledger) -> None:
    assert ledger.meta_get("place") is None
    ledger.meta_set("place", "queue:7")
    ledger.meta_set("place", "queue:8")
    assert ledger.meta_get("place") == "queue:8"
    ledger.meta_set("place", None)
    assert ledger.meta_get("place") is None


def test_the_stores_own_settings_are_out_of_reach(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="store's own"):
        ledger.meta_set("vault.keys_gen", "0")


def test_a_reading_sees_the_last_commit_and_holds_no_older_one(ledger: Ledger) -> None:
    ledger.do(acts.add, "Ada")
    assert acts.names(ledger) == ["Ada"]
    ledger.do(acts.add, "Grace")
    assert acts.names(ledger) == ["Ada", "Grace"]


def test_the_journal_writes_down_the_real_moment_and_the_actor(vault: Vault, clock: Clock) -> None:
    ledger = Ledger(vault, "Sam Coordinator", now=clock.source)
    ledger.do(acts.add, "Ada")
    assert [(entry.at, entry.actor) for entry in ledger.log()] == [
        ("2026-03-04T12:00:00.000+00:00", "Sam Coordinator")
    ] * 2


def test_a_moment_in_another_zone_is_written_in_utc(vault: Vault) -> None:
    zone = dt.timezone(dt.timedelta(hours=-5))
    ledger = Ledger(vault, "tester", now=lambda: dt.datetime(2026, 3, 4, 23, tzinfo=zone))
    assert ledger.log(1)[0].at == "2026-03-05T04:00:00.000+00:00"


def test_a_session_is_journalled_once(vault_dir: Path) -> None:
    with Vault.create_throwaway(vault_dir) as vault:
        Ledger(vault, "tester")
        assert [entry.act for entry in Ledger(vault, "tester").log()] == ["vault.create"]


def test_changes_of_keys_are_recorded(ledger: Ledger) -> None:
    ledger.change_passphrase("another passphrase")
    ledger.new_recovery_code()
    assert [entry.act for entry in ledger.log(2)] == ["vault.new_recovery_code", "vault.change_passphrase"]
    assert ledger.can_undo() is None


def test_what_happened_outside_of_acts_can_be_recorded(ledger: Ledger) -> None:
    ledger.record("export.csv", "exported 3 patients", patient_id=None)
    assert (ledger.log(1)[0].act, ledger.log(1)[0].summary) == ("export.csv", "exported 3 patients")
