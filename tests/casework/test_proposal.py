"""What the dialog shows before a contact commits is what the act then does, for every outcome and choice."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.contact import Logged, log_contact, proposal
from coordtui.casework.contact_views import contacts
from coordtui.casework.follow_up import detail
from coordtui.models.contact import Channel, ContactDraft, Outcome
from coordtui.models.follow_up import FollowUp, FollowUpStatus
from coordtui.rules.contact import OUTCOMES, counts
from tests.casework.objects import add_plan
from tests.casework.world import World

_F = table(FollowUp).c
PAIRS = [(outcome, channel) for outcome in Outcome for channel in OUTCOMES[outcome].channels]
KINDS = (None, "routine_contact", "discharge_contact", "safety_follow_up", "plan_review", "letter", "find_number")


def newest(session: Session) -> int:
    key: int = session.execute(select(func.max(_F.id))).scalar_one()
    return key


def draft_for(world: World, patient_id: int, outcome: Outcome, channel: Channel, turn: int) -> ContactDraft:
    """A draft whose kind, choice of settling and own date go round with `turn`."""
    kind = KINDS[turn % len(KINDS)]
    step = None
    if kind == "plan_review":
        add_plan(world, patient_id)
        step = next(each.follow_up_id for each in world.open(patient_id) if each.kind == kind)
    elif kind is not None:
        step = world.plan(patient_id, kind)
    return ContactDraft(
        patient_id=patient_id,
        follow_up_id=step,
        outcome=outcome,
        channel=channel,
        settle=turn % 3 != 0,
        next_kind="education" if turn % 7 == 3 else None,
        next_on=world.day + dt.timedelta(days=turn % 20) if turn % 5 == 4 else None,
    )


@pytest.mark.parametrize("start", range(4))
def test_the_proposal_is_what_happens(world: World, start: int) -> None:
    turns = itertools.count(start * 5)
    for outcome, channel in PAIRS[start::4]:
        rosa = world.add()
        draft = draft_for(world, rosa, outcome, channel, next(turns))
        shown, last = world.read(proposal, draft, world.moment), world.read(newest)
        logged: Logged = world.do(log_contact, draft).value

        assert (logged.next_on, logged.settled, logged.words) == (shown.due_on, shown.settle, shown.words)
        next_step = world.read(detail, logged.next_follow_up_id) if logged.next_follow_up_id else None
        assert (next_step is None) == (shown.due_on is None)
        if next_step is not None:
            assert (next_step.due_on, next_step.status) == (shown.due_on, FollowUpStatus.OPEN)
            assert next_step.kind == (shown.kind or world.read(detail, draft.follow_up_id).kind)
            raised = logged.next_follow_up_id != draft.follow_up_id
            assert raised == (shown.kind is not None)
            assert world.read(newest) == last + raised
        if draft.follow_up_id is not None and outcome is not Outcome.DECEASED:
            view = world.read(detail, draft.follow_up_id)
            assert (view.status is FollowUpStatus.DONE) == shown.settle
            if shown.kind and shown.stays_on and not shown.settle:
                assert view.due_on == shown.stays_on
        (kept,) = world.read(contacts, rosa)
        assert (kept.reached, kept.counts) == (OUTCOMES[outcome].reached, counts(outcome, channel))
        world.check()


def test_logging_on_no_follow_up_never_closes_one(world: World) -> None:
    for outcome, channel in {outcome: (outcome, channel) for outcome, channel in PAIRS}.values():
        if outcome is Outcome.DECEASED:
            continue
        rosa = world.add()
        (step,) = world.open(rosa)
        world.do(log_contact, ContactDraft(patient_id=rosa, outcome=outcome, channel=channel))
        assert world.read(detail, step.follow_up_id).status is FollowUpStatus.OPEN
    world.check()
