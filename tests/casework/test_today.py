"""The queue of a day: its rows and sums, the day that changes, other days, and what stands behind a row."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete

from coordtui.casework import today as queue
from coordtui.casework.acuity import assess
from coordtui.casework.base import among, table
from coordtui.casework.contact import log_contact
from coordtui.casework.follow_up import snooze
from coordtui.casework.patient import close_case, record_death
from coordtui.casework.quick_note import capture
from coordtui.errors import InvalidInput, NotFound
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.models.care_plan import Barrier
from coordtui.models.codes import Ball
from coordtui.models.contact import Outcome
from coordtui.models.patient import CarePreference
from coordtui.models.queue_row import QueueRow
from tests.casework.objects import add_referral, bring, limit_of
from tests.casework.world import World, call

_Q = table(QueueRow).c
HIGH = AcuityDraft(utilisation=4, clinical=4, social=3)


def test_an_empty_vault_has_an_empty_queue(world: World) -> None:
    empty = world.today()
    assert (empty.counts, empty.rows, empty.later, empty.total) == (dict.fromkeys(range(5), 0), (), 0, 0)
    assert empty == world.today(stored=False)


def test_a_row_is_a_person_with_stacked_reasons_that_add_up(world: World) -> None:
    rosa = world.add(phone="617 555 0123", language="Spanish")
    world.do(assess, rosa, HIGH)
    food = world.plan(rosa, "food")
    world.do(bring, [Barrier(patient_id=rosa, category="transport", severity=3)])
    (row,) = world.today().rows
    assert (row.patient, row.follow_up_id, row.tier, row.level) == ("Rosa Lopez", food, 2, Level.HIGH)
    assert (row.phone, row.language) == ("(617) 555-0123", "es")
    assert [str(reason) for reason in row.reasons] == [
        "food due today (+32)",
        "food (+16)",
        "high acuity (+10)",
        "1 severe barrier (+2)",
        "1 more (+3)",
    ]
    assert row.points == sum(reason.points for reason in row.reasons) == 63
    assert [(item.kind, item.due_on) for item in row.more] == [("introduce", dt.date(2026, 3, 9))]
    world.check()


def test_counts_are_rows_by_tier_and_the_rest_is_counted_too(world: World) -> None:
    rosa, ana, bo = world.add(), world.add("Ana"), world.add("Bo")
    world.plan(rosa, "crisis")
    world.do(snooze, [world.plan(ana, "food")], world.day + dt.timedelta(days=3), None)
    world.plan(bo, "pending_result", days=20, ball=Ball.PAYER)
    world.plan(bo, "education", days=30)
    found = world.today()
    assert found.counts == {0: 1, 1: 0, 2: 0, 3: 2, 4: 0}
    assert (found.deferred, found.waiting, found.scheduled, found.later) == (1, 1, 1, 0)
    assert sum(found.counts.values()) == len(found.rows) == found.total
    world.check()


def test_someone_with_nothing_due_soon_is_counted_as_later(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    world.do(log_contact, call(rosa, Outcome.REACHED_PATIENT, step.follow_up_id))
    found = world.today()
    assert (found.rows, found.later, found.scheduled) == ((), 1, 1)
    assert found == world.today(stored=False)


def test_the_dead_and_the_closed_are_not_counted_as_later(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    world.do(close_case, rosa, "moved")
    world.do(record_death, ana, "2026-03")
    found = world.today()
    assert ([row.kind for row in found.rows], found.later) == (["close_record"], 0)
    assert found == world.today(stored=False)


def test_the_order_is_tier_then_points_then_clock_then_longest_silence_then_name(world: World) -> None:
    names = ["Zoe", "Ana", "Bo", "Cy"]
    zoe, ana, bo, cy = (world.add(name) for name in names)
    world.do(log_contact, call(ana, Outcome.REACHED_PATIENT))
    for key in (zoe, ana, bo, cy):
        world.plan(key, "food")
    world.plan(zoe, "crisis")
    world.do(assess, cy, HIGH)
    assert [row.patient.split()[0] for row in world.today().rows] == ["Zoe", "Cy", "Bo", "Ana"]


def test_a_limit_shows_the_best_rows_and_the_sums_stay(world: World) -> None:
    for name in ("Ana", "Bo", "Cy"):
        world.plan(world.add(name), "food")
    whole, part = world.today(), world.today(limit=2)
    assert part.rows == whole.rows[:2]
    assert part.counts == whole.counts


def test_the_queue_can_be_narrowed(world: World) -> None:
    rosa, ana = world.add(language="Spanish"), world.add("Ana")
    world.plan(rosa, "food")
    add_referral(world, ana, what="Cardiology")
    world.do(assess, ana, HIGH)
    everyone = {row.patient_id for row in world.today().rows}
    assert everyone == {rosa, ana}

    def narrowed(filter: str) -> set[int | None]:
        return {row.patient_id for row in world.today(filter=filter).rows}

    assert narrowed("lopez") == {rosa, ana}
    assert narrowed("rosa lang:es") == {rosa}
    assert narrowed("kind:food") == {rosa}
    assert narrowed("level:high") == {ana}
    assert narrowed("-level:high due:today") == {rosa}
    assert narrowed("nobody") == set()
    assert narrowed("engagement:new") == {rosa, ana}
    assert world.today(filter="kind:food").counts[2] == 1
    assert world.today(filter="kind:food").total == 2
    assert world.today(filter="kind:food", stored=False) == world.today(filter="kind:food")
    with pytest.raises(InvalidInput) as bad:
        world.today(filter="mood:good")
    assert bad.value.field == "filter"


def test_a_new_day_ranks_again_whose_day_has_come(world: World) -> None:
    rosa = world.add()
    soon = world.row(rosa)
    world.day = dt.date(2026, 3, 9)
    due = world.row(rosa)  # the kept row is out of date, so the queue was ranked in memory
    assert (soon.tier, due.tier) == (3, 2)
    assert world.ledger.derive(queue.refresh, world.day) == 1
    assert world.ledger.derive(queue.refresh, world.day) == 0
    assert world.row(rosa) == due
    world.check()


def test_who_has_open_work_and_lost_the_row_gets_it_back(world: World) -> None:
    rosa = world.add()
    world.add("Ana")
    world.do(capture, "call the pharmacy")
    before = world.today()
    lost = (rosa, queue.NOBODY)
    world.ledger.derive(lambda session: session.execute(delete(table(QueueRow)).where(among(_Q.person, lost))))
    assert len(world.today().rows) == len(before.rows) - 2
    assert world.ledger.derive(queue.refresh, world.day) == 2
    assert world.today() == before
    assert world.ledger.derive(queue.refresh, world.day) == 0


def test_a_clock_set_back_never_shows_tomorrows_queue(world: World) -> None:
    rosa = world.add()
    world.go_to(dt.date(2026, 3, 12))
    late = world.row(rosa)
    world.day = dt.date(2026, 3, 4)
    early = world.row(rosa)
    assert (late.tier, early.tier) == (2, 3)
    assert world.ledger.derive(queue.refresh, world.day) == 1
    world.check()


def test_another_day_is_ranked_in_memory_and_stores_nothing(world: World) -> None:
    rosa = world.add()
    before = world.today()
    other = world.read(queue.today, dt.date(2026, 3, 20), stored=False)
    assert other.rows[0].reasons[0].text == "introduction overdue since 9 Mar"
    assert world.today() == before
    assert world.row(rosa).tier == 3


def test_an_override_of_acuity_ends_in_the_queue_on_its_day(world: World) -> None:
    rosa = world.add()
    world.plan(rosa, "food")
    until = world.day + dt.timedelta(days=1)
    world.do(
        assess,
        rosa,
        AcuityDraft(
            utilisation=4, clinical=4, social=3, override=Level.COMPLEX, override_reason="fell", override_until=until
        ),
    )
    assert world.row(rosa).level is Level.COMPLEX
    world.later(2)
    assert world.row(rosa).level is Level.HIGH
    assert "high acuity" in [reason.text for reason in world.row(rosa).reasons]
    world.check()


def test_notes_to_file_stand_in_one_row_that_is_nobodys(world: World) -> None:
    world.do(capture, "call the clinic")
    world.do(capture, "forms [for] Ana")
    (row,) = world.today().rows
    assert (row.patient_id, row.patient, row.tier, len(row.more)) == (None, "Notes to file", 4, 1)
    assert world.today(filter="clinic").rows == (row,)
    view = world.read(queue.preview, queue.NOBODY, world.day)
    assert [step.text for step in view.open] == ["File: call the clinic", "File: forms [for] Ana"]
    assert "note to file" in world.read(queue.why, queue.NOBODY, world.day).lines[0]


def test_a_limit_of_the_day_counts_to_its_end_in_the_coordinators_zone(world: World) -> None:
    rosa = world.add()
    late = dt.datetime(2026, 3, 7, 2, tzinfo=dt.UTC)  # Friday evening in New York
    world.plan(rosa, "appeal_deadline", days=1, limit_at=late)
    row = world.row(rosa)
    assert (row.tier, row.limit_at) == (1, late)
    assert "21:00" not in row.reasons[0].text
    world.later(2)
    assert world.row(rosa).reasons[0].text == "appeal 1 day overdue"


def test_the_preview_says_what_to_know_before_dialling(world: World) -> None:
    rosa = world.add(
        given="Rosa",
        preferred_name="Rosi",
        pronouns="she/her",
        birth_date="1957-06-03",
        language="es",
        interpreter="yes",
        phone="617 555 0123",
        voicemail="no",
        who_may_answer="her son",
        safety_note="Do not call after 6",
    )
    add_referral(world, rosa)
    world.do(assess, rosa, HIGH)
    view = world.read(queue.preview, rosa, world.day)
    assert (view.preferred_name, view.pronouns, view.age, view.language) == ("Rosi", "she/her", "68", "es")
    assert (view.interpreter.value, view.level, view.score) == ("yes", Level.HIGH, 11)
    assert view.safe_contact == ("Do not call after 6", "No voicemail", "May answer: her son")
    assert [way.value for way in view.phones] == ["(617) 555-0123"]
    assert [(step.kind, step.ball) for step in view.open] == [
        ("introduce", Ball.ME),
        ("referral", Ball.RECIPIENT),
    ]
    with pytest.raises(NotFound):
        world.read(queue.preview, 99, world.day)


def test_the_preview_lists_what_is_open_in_the_order_of_the_queue(world: World) -> None:
    rosa = world.add()
    world.plan(rosa, "pending_result", ball=Ball.PAYER, next_check_on=world.day)
    safety = world.plan(rosa, "critical_result", days=2)
    assert world.row(rosa).follow_up_id == safety
    assert [step.kind for step in world.read(queue.preview, rosa, world.day).open] == [
        "critical_result",
        "pending_result",
        "introduce",
    ]


def test_a_code_word_and_no_mail_are_shown_too(world: World) -> None:
    rosa = world.add()
    world.do(bring, [CarePreference(patient_id=rosa, code_word="blue", do_not_mail=True, days_to_avoid="Saturday")])
    assert world.read(queue.preview, rosa, world.day).safe_contact == (
        "Voicemail: not asked yet, leave no details",
        "Code word: blue",
        "Do not send mail",
        "Days to avoid: Saturday",
    )


def test_why_tells_the_arithmetic_and_what_would_move_the_row(world: World) -> None:
    rosa = world.add()
    (step,) = world.open(rosa)
    world.do(log_contact, call(rosa, Outcome.NO_ANSWER, step.follow_up_id))
    told = world.read(queue.why, rosa, world.day)
    assert "first contact (+6) · 1 failed attempt (+2)" in told.lines[0]
    assert "a reach resets 1 failed attempt (-2)" in told.moves
    assert world.read(queue.why, 99, world.day).lines == ("Not in the queue today.",)


def test_rows_of_some_persons_are_as_the_queue_shows_them(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    world.do(close_case, ana, "moved")
    assert world.read(queue.rows_of, (rosa, ana), world.day) == {rosa: world.row(rosa)}


def test_rebuilding_gives_what_was_kept(world: World) -> None:
    for name in ("Ana", "Bo"):
        world.plan(world.add(name), "appeal_deadline", limit_at=limit_of(dt.date(2026, 3, 6)))
    before = world.today()
    world.ledger.derive(queue.rebuild, world.day)
    assert world.today() == before
    world.check()
