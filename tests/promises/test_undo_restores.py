"""Promise 3: every act can be taken back, step by step to the very row, also after the vault was locked in between."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from coordtui.casework import follow_up as steps
from coordtui.casework.ranking import check_rank, settle_hook
from coordtui.casework.search_check import check_search
from coordtui.clock import Clock
from coordtui.exchange.fhir import import_paths
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.world import ZONE, World
from tests.conftest import PASSPHRASE
from tests.exchange.build import appointment, care_plan, condition, organization, patient, service_request, write
from tests.promises.histories import MODEST, History, histories, rows_of_everything

Rows = dict[str, list[tuple[Any, ...]]]


def rows(world: World) -> Rows:
    return world.read(rows_of_everything)


def check_undone_and_redone(world: World, stood: list[Rows]) -> None:
    """Undo goes back through `stood`, which are the records after each act, and redo through it again."""
    for before in reversed(stood[:-1]):
        world.ledger.undo()
        assert rows(world) == before
    for after in stood[1:]:
        world.ledger.redo()
        assert rows(world) == after
    assert world.ledger.can_redo() is None
    assert world.read(check_rank, world.day) == ()
    assert world.read(check_search).wrong == ()


def reopen(world: World) -> None:
    """Lock the vault and unlock it: the same day goes on in a new session."""
    folder = world.ledger.vault.folder
    world.ledger.vault.lock()
    clock = Clock(ZONE, source=lambda: world.at)
    world.ledger = Ledger(Vault.unlock(folder, PASSPHRASE), "Nora", settle_hook(clock))


@settings(MODEST, max_examples=max(4, MODEST.max_examples // 2))
@given(history=histories())
def test_each_undo_restores_the_rows_before_that_act_and_each_redo_those_after_it(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    told = History(tmp_path_factory.mktemp("history"))
    stood = [rows(told.world)]
    for name, arguments in history:
        if name == "go_back":
            continue
        told.happen(name, arguments)
        if (now := rows(told.world)) != stood[-1]:
            stood.append(now)
    with told.vault:
        check_undone_and_redone(told.world, stood)


def test_a_restart_forgets_no_step_of_undo_and_none_of_redo(world: World) -> None:
    stood = [rows(world)]
    patient_id = world.add("Rosa [DNR]", "Lopez", phone="617 555 0123")
    stood.append(rows(world))
    step = world.plan(patient_id, "food", 0, text="é" * 10_000)
    stood.append(rows(world))
    world.do(steps.snooze, [step], world.day + dt.timedelta(days=3), "'; --")
    stood.append(rows(world))
    reopen(world)
    with world.ledger.vault:
        world.ledger.undo()
        assert rows(world) == stood[2]
        reopen(world)
    with world.ledger.vault:
        assert rows(world) == stood[2]
        world.ledger.redo()
        assert rows(world) == stood[3]
        check_undone_and_redone(world, stood)


def test_an_import_is_one_step_whoever_and_whatever_it_brought(world: World, tmp_path: Path) -> None:
    """Three patients and what they share are many transactions; in between an edit here, and the same import again."""
    path = write(
        tmp_path / "in.json",
        organization(),
        patient("rosa"),
        patient("ana", given="Ana [/x]", mrn="78"),
        patient("li", given="丽", family="李", mrn="79"),
        *(condition(f"c{number}", subject=f"Patient/{who}") for number, who in enumerate(("rosa", "ana", "li"))),
        care_plan(),
        service_request(),
        appointment("visit", "booked", "2026-03-20T09:30:00-05:00"),
    )
    stood = [rows(world)]
    world.add("Ben", "Baker")
    stood.append(rows(world))
    report = import_paths(world.ledger, [path], world.moment)
    assert report.created["Patient"] == 3
    stood.append(rows(world))
    assert {name for name, found in stood[2].items() if found != stood[1][name]} >= {
        *(
            "patient",
            "condition",
            "care_plan",
            "referral",
            "appointment",
            "follow_up",
            "source_resource",
            "organization",
        )
    }
    again = import_paths(world.ledger, [path], world.moment)
    assert again.created == {}
    assert rows(world) == stood[2], "nothing that undo could take back"
    world.ledger.undo()
    assert rows(world) == stood[1]
    world.ledger.redo()
    reopen(world)
    with world.ledger.vault:
        check_undone_and_redone(world, stood)


def test_many_follow_ups_finished_at_once_are_one_step(world: World) -> None:
    patients = [world.add("Rosa", "Lopez"), world.add("Ana", "Diaz")]
    found = [world.plan(one, kind, 0) for one in patients for kind in ("food", "housing")]
    stood = [rows(world)]
    world.do(steps.complete, found, {})
    stood.append(rows(world))
    check_undone_and_redone(world, stood)
