"""The closed loop over random histories: no illegal move by any path, nothing stranded, going back is written down."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.acts import Result
from coordtui.casework import referral
from coordtui.casework.appointment import record_outcome
from coordtui.casework.base import OPEN, table
from coordtui.casework.patient import close_case, reopen_case
from coordtui.casework.people import on_caseload
from coordtui.casework.promises import nowhere
from coordtui.casework.referral_steps import STEP_KINDS
from coordtui.errors import Refused
from coordtui.models.appointment import Appointment, AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.follow_up import FollowUp
from coordtui.models.referral import Capacity, EventKind, Referral, ReferralEvent
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import is_open, kind_for
from coordtui.rules.referral_moves import MOVES, is_backward, legal
from coordtui.store.vault import Vault
from tests.casework.objects import add_referral
from tests.casework.referrals import complete_draft
from tests.casework.world import World
from tests.rules.loop import ANSWERS, edges

_RANDOM = int(os.environ.get("COORDTUI_HISTORIES", "0"))
LENGTH = 30
MODEST = settings(  # the same few histories every time; COORDTUI_HISTORIES=200 walks as many new ones
    max_examples=_RANDOM or 6,
    deadline=None,
    derandomize=not _RANDOM,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
_F, _R, _E = table(FollowUp).c, table(Referral).c, table(ReferralEvent).c
STEP_IDS = [move.id for move in MOVES]
FORWARD = ["send", "receive", "accept", "schedule", "attend", "report", "acknowledge", "inform", "confirm"]
MANY = st.lists(st.integers(0, 99), min_size=1, max_size=4)

# --- what must hold --------------------------------------------------------------------------------------------------


def hold(session: Session) -> None:
    """Every open referral has who, since when, when to look again, and exactly the step that its state calls for."""
    for one in session.scalars(select(Referral)).all():
        open_steps = session.scalars(
            select(FollowUp).where(
                _F.subject_kind == "referral", _F.subject_id == one.id, _F.status == OPEN, _F.kind.in_(STEP_KINDS)
            )
        ).all()
        works = is_open(one.state) and on_caseload(session, one.patient_id)
        assert [step.kind for step in open_steps] == ([kind_for(one.urgency, one.social)] if works else [])
        if is_open(one.state):
            assert one.ball in Ball
            assert one.since is not None
            assert one.next_check_on is not None
            assert {"cancel", "mistake"} <= {move.id for move in legal(one)}
        else:
            assert (one.next_check_on, one.held_from) == (None, None) or one.closed_on is None
        assert all(step.ball is one.ball for step in open_steps)
        assert (one.held_from is None) or one.state is S.ON_HOLD


def states(session: Session) -> dict[int, tuple[S, bool, S | None]]:
    rows = session.execute(select(_R.id, _R.state, _R.social, _R.held_from))
    return {key: (state, social, held) for key, state, social, held in rows}


def moves_of(session: Session, key: int) -> list[ReferralEvent]:
    kinds = (EventKind.MOVE, EventKind.REROUTED)
    return list(session.scalars(select(ReferralEvent).where(_E.referral_id == key, _E.kind.in_(kinds)).order_by(_E.id)))


def possible(session: Session, key: int) -> set[str]:
    return {offer.move.id for offer in referral.offered(session, session.get_one(Referral, key)) if not offer.reason}


Stood = dict[int, tuple[S, bool, S | None]]


def went_legally(world: World, before: Stood) -> None:
    """Whatever moved went along an edge of the loop, and its history says so, with the reason where it went back."""
    for key, (state, _, _) in world.read(states).items():
        came_from, social, held = before.get(key, (None, False, None))
        if came_from is None or came_from is state:
            continue
        resumed = came_from is S.ON_HOLD and state is (held or S.SENT)
        assert resumed or state is S.ON_HOLD or state in edges(came_from, social=social)
        *_, event = world.read(moves_of, key)
        assert (event.from_state, event.to_state) == (came_from, state)
        assert event.backward is is_backward(came_from, state)
        assert not event.backward or event.text or event.failure


# --- what happens ----------------------------------------------------------------------------------------------------

F = TypeVar("F", bound=Callable[..., None])
STEPS: dict[str, st.SearchStrategy[dict[str, Any]]] = {}


def step(**arguments: st.SearchStrategy[Any]) -> Callable[[F], F]:
    def mark(fn: F) -> F:
        STEPS[fn.__name__] = st.fixed_dictionaries(arguments)
        return fn

    return mark


class History:
    """Two people, a few referrals, and what a coordinator does with them; every act may be refused."""

    def __init__(self, vault: Vault) -> None:
        self.world = World(vault)
        self.people = [self.world.add(), self.world.add("Ana", "Diaz")]
        for social in (False, True):
            self.world.do(referral.create, complete_draft(self.people[0], social=social))

    def attempt(self, fn: Any, *args: Any) -> Result | None:
        before = self.world.read(states)
        try:
            result = self.world.do(fn, *args)
        except Refused:
            if self.world.read(states) != before:
                raise AssertionError("a refused act changed something") from None
            return None
        went_legally(self.world, before)
        return result

    def keys(self) -> list[int]:
        return sorted(self.world.read(states))

    def some(self, which: Sequence[int]) -> list[int]:
        keys = self.keys()
        return [keys[each % len(keys)] for each in which]

    def a_person(self, which: int) -> int:
        return self.people[which % 2]

    @step(which=st.integers(0, 99), social=st.booleans(), whole=st.booleans(), urgency=st.sampled_from(Urgency))
    def create(self, which: int, social: bool, whole: bool, urgency: Urgency) -> None:
        lacking: dict[str, Any] = {} if whole else {"consent": Answer.UNKNOWN, "reason": None}
        draft = complete_draft(self.a_person(which), social=social, urgency=urgency, **lacking)
        self.attempt(referral.create, draft)

    @step(which=st.integers(0, 99), state=st.sampled_from(S), social=st.booleans())
    def bring(self, which: int, state: S, social: bool) -> None:
        add_referral(self.world, self.a_person(which), state, social=social)

    @step(which=MANY, move=st.sampled_from([*STEP_IDS, *FORWARD * 4]), answers=st.booleans())
    def move(self, which: list[int], move: str, answers: bool) -> None:
        given = ANSWERS.get(move, {"reason": "written down wrongly"}) if answers else {}
        self.attempt(referral.move, self.some(which), move, dict(given))

    @step(which=MANY, offered=st.integers(0, 99), many=st.booleans())
    def move_what_can(self, which: list[int], offered: int, many: bool) -> None:
        """One of the steps that are legal for the first, for all of them that can take it."""
        keys = self.some(which)
        moves = sorted(self.world.read(possible, keys[0]))
        if not moves:
            return
        move = moves[offered % len(moves)]
        able = self.world.read(referral.sort_moves, keys if many else keys[:1], move, self.world.day)
        given = dict(ANSWERS.get(move, {"reason": "written down wrongly"}))
        if move in ("send", "ask_again"):
            given |= {"why": "the only one in town"} | ({"auth": "not-needed"} if move == "send" else {})
        if move == "hold":
            given["resume_on"] = "+9"
        assert able.can
        assert self.attempt(referral.move, able.can, move, given) is not None

    @step(which=st.integers(0, 99), urgency=st.sampled_from(Urgency), social=st.booleans())
    def edit(self, which: int, urgency: Urgency, social: bool) -> None:
        (key,) = self.some([which])
        draft = self.world.read(referral.draft_of, key)
        fields = {"urgency": urgency, "social": social, "reason": "pain", "consent": Answer.YES, "to_name": "Clinic"}
        fields |= {"consent_on": min(self.world.day, dt.date(2026, 3, 4)), "indicated_on": dt.date(2026, 3, 18)}
        self.attempt(referral.edit, key, draft.model_copy(update=fields))

    @step(
        which=st.integers(0, 99),
        what=st.sampled_from(
            ["check", "nudge", "note", "confirm", "tell", "room", "reroute", "unclear", "part", "limit", "clear"]
        ),
        days=st.integers(-2, 20),
        state=st.sampled_from(S),
    )
    def note(self, which: int, what: str, days: int, state: S) -> None:
        (key,) = self.some([which])
        day = self.world.day + dt.timedelta(days=days)
        patient = self.world.read(lambda s: s.get_one(Referral, key).patient_id)
        acts: dict[str, tuple[Any, ...]] = {
            "check": (referral.check, key, day),
            "nudge": (referral.nudged, key, "Kim", None),
            "note": (referral.note, key, "[/x] called"),
            "confirm": (referral.move, [key], "confirm", {"met": "yes" if days % 2 else "no", "on": day.isoformat()}),
            "tell": (referral.move, [key], "requester_told", {"who": "Dr. Okafor", "on": day.isoformat()}),
            "room": (referral.move, [key], "ask_capacity", {"capacity": list(Capacity)[days % 4].value}),
            "reroute": (referral.move, [key], "reroute", {"to": "Another place", "failure": "no_capacity"}),
            "unclear": (
                referral.move,
                [key],
                "inform",
                {**ANSWERS["inform"], "teach_back": "not-yet", "again_on": "+3"},
            ),
            "part": (referral.refer_part, key, complete_draft(patient, "A part")),
            "limit": (referral.set_limit, state, Urgency.ROUTINE, days % 2 == 0, abs(days), "business"),
            "clear": (referral.clear_limit, state, Urgency.ROUTINE, days % 2 == 0),
        }
        self.attempt(*acts[what])

    @step(which=st.integers(0, 99), status=st.sampled_from(AppointmentStatus))
    def visit(self, which: int, status: AppointmentStatus) -> None:
        visits = self.world.read(lambda s: list(s.scalars(select(table(Appointment).c.id))))
        if visits:
            self.attempt(record_outcome, visits[which % len(visits)], status)

    @step(which=st.integers(0, 99), again=st.booleans())
    def close_or_reopen(self, which: int, again: bool) -> None:
        self.attempt(*((reopen_case, self.a_person(which)) if again else (close_case, self.a_person(which), "moved")))
        if not again and which % 3:
            self.attempt(reopen_case, self.a_person(which))

    @step(days=st.sampled_from([1, 1, 3, 8, 30]))
    def time_passes(self, days: int) -> None:
        self.world.later(days)

    @step(redo=st.booleans(), times=st.integers(1, 3))
    def go_back(self, redo: bool, times: int) -> None:
        ledger = self.world.ledger
        for _ in range(times):
            if redo and ledger.can_redo() is not None:
                ledger.redo()
            elif not redo and ledger.can_undo() is not None and len(self.keys()) > 2:
                ledger.undo()

    # --- bringing everything home ---

    def bring_home(self) -> None:
        """From wherever a history left them, all open referrals can still be taken to a met need, by legal steps."""
        for person in self.people:
            self.attempt(reopen_case, person)
        for _ in range(4):  # a part may have to be closed before its whole
            for key in self.keys():
                self._home(key)
        assert not [key for key, (state, _, _) in self.world.read(states).items() if is_open(state)]

    def _home(self, key: int) -> None:
        for _ in range(16):
            one = self.world.read(lambda s: s.get_one(Referral, key))
            if not is_open(one.state):
                return
            self._fill(one, key)
            here = self.world.read(possible, key)
            move = next((each for each in HOMEWARD if each in here), None)
            if move is None:
                return
            answers = ANSWERS[move] | ({"auth": "not-needed"} if move == "send" else {})
            late = {"day": self.world.day.isoformat()} if move == "schedule" else {}
            assert self.attempt(referral.move, [key], move, answers | late) is not None

    def _fill(self, one: Referral, key: int) -> None:
        """What a person would do so that the next step is legal."""
        if one.state in (S.DRAFT, S.AWAITING_AUTH, S.DECLINED):
            whole = {"reason": "pain", "consent": Answer.YES, "consent_on": dt.date(2026, 3, 4)}
            whole |= {"to_name": one.to_name or "Clinic"}
            whole |= {"indicated_on": dt.date(2026, 3, 18), "auth_needed": Answer.NO}
            self.attempt(referral.edit, key, self.world.read(referral.draft_of, key).model_copy(update=whole))
            self.attempt(referral.move, [key], "ask_capacity", ANSWERS["ask_capacity"])
        if one.state is S.PATIENT_INFORMED and one.confirmed_on is None:
            self.attempt(referral.move, [key], "confirm", ANSWERS["confirm"])


HOMEWARD = (
    *("close_met", "inform", "acknowledge", "report", "attend", "schedule", "accept", "receive", "send", "ask_again"),
    "resume",
)


def histories() -> st.SearchStrategy[list[tuple[str, dict[str, Any]]]]:
    names = sorted(STEPS) + ["move_what_can"] * 6
    one = st.sampled_from(names).flatmap(lambda name: st.tuples(st.just(name), STEPS[name]))
    return st.lists(one, min_size=LENGTH, max_size=LENGTH)


@MODEST
@given(history=histories())
def test_no_history_strands_a_referral_or_moves_one_where_it_may_not_go(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, dict[str, Any]]]
) -> None:
    vault, _ = Vault.create(tmp_path_factory.mktemp("loop") / "vault", "correct horse battery staple")
    with vault:
        told = History(vault)
        for name, arguments in history:
            getattr(told, name)(**arguments)
            told.world.read(hold)
            assert told.world.read(nowhere) == ()
        told.bring_home()
        told.world.read(hold)
        told.world.check()
