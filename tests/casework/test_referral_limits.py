"""The user's own limits for referrals, why they failed, and what a chart tells of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest

from coordtui.casework import follow_up, referral
from coordtui.casework.chart import chart
from coordtui.casework.patient import record_death
from coordtui.casework.referral_steps import overrides
from coordtui.casework.referral_views import failures
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.codes import Urgency
from coordtui.models.follow_up import FollowUpDraft
from coordtui.models.referral import Failure, ReferralEvent
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral_ageing import limits
from tests.casework.objects import add_referral, bring
from tests.casework.queries import asked_by, listening
from tests.casework.referrals import begin, booked, look, read, take
from tests.casework.world import World

# --- the user's own limits -------------------------------------------------------------------------------------------


def test_a_limit_of_ones_own_moves_the_clocks_and_the_checks_that_stood_on_it(world: World) -> None:
    rosa = world.add()
    plain, by_hand = begin(world, rosa), begin(world, rosa)
    for key in (plain, by_hand):
        take(world, key, "send")
    world.do(referral.check, by_hand, dt.date(2026, 3, 17))
    assert world.do(referral.set_limit, S.SENT, Urgency.ROUTINE, False, 2, "business").value == "2 business days"
    assert look(world, plain).limit_on == dt.date(2026, 3, 6)
    assert [read(world, key).next_check_on for key in (plain, by_hand)] == [dt.date(2026, 3, 6), dt.date(2026, 3, 17)]
    new = begin(world, rosa)
    take(world, new, "send")
    assert read(world, new).next_check_on == dt.date(2026, 3, 6)
    social = begin(world, rosa, social=True)
    take(world, social, "send")
    assert read(world, social).next_check_on == dt.date(2026, 3, 11)
    own = world.read(overrides)
    assert own.keys() == {(S.SENT, Urgency.ROUTINE, False)}
    assert [str(limits(S.SENT, Urgency.ROUTINE, False, each)) for each in (own, {})] == [
        "2 business days",
        "5 business days",
    ]
    world.check()
    world.do(referral.clear_limit, S.SENT, Urgency.ROUTINE, False)
    assert read(world, plain).next_check_on == dt.date(2026, 3, 11)
    assert not world.read(overrides)
    with pytest.raises(Refused, match="shipped one"):
        world.do(referral.clear_limit, S.SENT, Urgency.ROUTINE, False)
    world.ledger.undo()
    assert read(world, plain).next_check_on == dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("state", "n", "unit", "error"),
    [
        (S.CLOSED_MET, 2, "business", Refused),
        (S.SENT, -1, "business", InvalidInput),
        (S.SENT, 9999, "calendar", InvalidInput),
        (S.SENT, 2, "moons", InvalidInput),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(
    world: World, state: S, n: int, unit: str, error: type[Refused]
) -> None:
    with pytest.raises(error):
        world.do(referral.set_limit, state, Urgency.ROUTINE, False, n, unit)
    assert not world.read(overrides)


def test_the_limits_of_social_referrals_are_a_table_of_their_own(world: World) -> None:
    world.do(referral.set_limit, S.SCHEDULED, Urgency.ROUTINE, True, 10, "calendar")
    world.do(referral.set_limit, S.SCHEDULED, Urgency.ROUTINE, True, 9, "calendar")
    for social, words in ((True, "9 days"), (False, "30 days")):
        assert str(limits(S.SCHEDULED, Urgency.ROUTINE, social, world.read(overrides))) == words


# --- reading ---------------------------------------------------------------------------------------------------------


def test_reasons_are_counted_once_a_referral_and_not_for_mistakes(world: World) -> None:
    rosa = world.add()
    rerouted, missed, mistake = (begin(world, rosa) for _ in range(3))
    for key in (rerouted, mistake):
        take(world, key, "send", "decline")
    take(world, rerouted, "reroute")
    take(world, mistake, "mistake")
    take(world, missed, "send", "accept", "schedule", "no_show", "schedule", "no_show")
    assert world.read(failures, world.day, world.day) == (
        (Failure.NO_CAPACITY, "no capacity", 1),
        (Failure.TRANSPORT, "transport", 1),
    )
    assert world.read(failures, dt.date(2026, 1, 1), dt.date(2026, 3, 3)) == ()


def test_a_chart_carries_the_referrals_with_what_happened_to_them(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    take(world, key, "send", "decline")
    (view,) = world.read(chart, rosa, world.day).referrals
    assert (view.label, view.failure, view.limit_on) == ("declined", Failure.NO_CAPACITY, dt.date(2026, 3, 9))
    assert [event.to_label for event in view.history] == ["draft", "sent", "declined"]
    assert view.history[1].details == (("How it went", "fax"), ("Proof", "fax ok 10:14"))
    assert view.history[2].failure == "no capacity"


def test_a_history_that_came_from_elsewhere_is_shown_as_far_as_it_can_be_read(world: World) -> None:
    rosa = world.add()
    sent = add_referral(world, rosa)
    odd = ('{"note": "x", "n": 3}', "not json", "[1]", None, '{"met": "yes"}')
    events = [
        ReferralEvent(patient_id=rosa, referral_id=sent.key, happened_on=world.day, noted_at=world.at, details=text)
        for text in odd
    ]
    world.do(bring, events)
    seen = [event.details for event in look(world, sent.key).history]
    assert seen == [(("Note", "x"),), (), (), (), (("The need is met", "yes"),)]


def test_a_referral_of_the_dead_is_still_read(world: World) -> None:
    rosa = world.add()
    key = begin(world, rosa)
    world.do(record_death, rosa, None)
    assert look(world, key).label == "draft"
    with pytest.raises(NotFound):
        look(world, 99)


# --- many of them ----------------------------------------------------------------------------------------------------


def queries(world: World, act: Callable[[], object]) -> int:
    with listening(world) as asked:
        act()
    return len(asked.statements)


def test_a_new_limit_asks_the_vault_as_often_for_many_referrals_as_for_few(world: World) -> None:
    asked = []
    for more in (2, 20):
        sent = [add_referral(world, world.add(f"P{more}-{n}")) for n in range(more)]
        asked.append(
            queries(world, partial(world.do, referral.set_limit, S.SENT, Urgency.ROUTINE, False, more, "business"))
        )
        limit = look(world, sent[0].key).limit_on
        for one in sent:
            stands = read(world, one.key)
            (step,) = (step for step in world.open(stands.patient_id) if step.kind == "referral")
            assert stands.next_check_on == step.due_on == limit
    assert asked[0] == asked[1]
    world.check()


def test_a_new_limit_leaves_what_it_does_not_change(world: World) -> None:
    rosa = world.add()
    booked(world, rosa)
    mine = begin(world, rosa, "Dentist")
    (step,) = (step for step in world.open(rosa) if "Dentist" in step.text)
    world.do(follow_up.edit, step.follow_up_id, FollowUpDraft(kind=step.kind, due_on=dt.date(2026, 3, 30)))
    before = world.open(rosa)
    world.do(referral.set_limit, S.DRAFT, Urgency.ROUTINE, False, 1, "business")
    assert world.open(rosa) == before
    assert read(world, mine).next_check_on == dt.date(2026, 3, 30)


def test_sorting_for_a_bulk_step_asks_the_vault_as_often_for_many_as_for_few(world: World) -> None:
    rosa, ana = world.add(), world.add("Ana")
    keys = [begin(world, rosa) for _ in range(6)]
    dead = begin(world, ana)
    world.do(record_death, ana, None)
    able = world.read(referral.sort_moves, [*keys, dead], "send", world.day)
    assert (able.can, [key for key, _ in able.cannot]) == (tuple(keys), [dead])
    few, many = (
        len(asked_by(world, referral.sort_moves, some, "send", world.day).statements) for some in (keys[:2], keys)
    )
    assert few == many
