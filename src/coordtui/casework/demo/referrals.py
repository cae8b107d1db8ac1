"""The referrals of a made-up person, each with the whole way that it came."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Final

from coordtui.casework.demo import referral_words as words
from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import AGENCIES, CLINICIANS
from coordtui.casework.demo.raised import by_rule
from coordtui.casework.demo.referral_path import Way, way_of
from coordtui.casework.demo.shapes import Order, Ref, Visit
from coordtui.models.appointment import AppointmentStatus
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.referral import Capacity, EventKind, Failure, Referral, ReferralEvent, ReferralLimit
from coordtui.models.referral import ReferralState as S
from coordtui.rules import referral as rules
from coordtui.rules.dates import add_business_days
from coordtui.rules.referral_ageing import Overrides, Span
from coordtui.rules.referral_import import failure_of
from coordtui.rules.referral_line import is_backward

OWN_LIMITS: Final[Overrides] = {(S.REPORT_RECEIVED, Urgency.ROUTINE, False): Span(5)}
"""What the coordinator of the demo set: a report is to be read within five days."""
_MATCHES: Final = {
    S.SCHEDULED: (AppointmentStatus.BOOKED,),
    S.NO_SHOW: (AppointmentStatus.NOSHOW,),
}
_MOVE_IDS: Final = {
    S.AWAITING_AUTH: "ask_auth", S.SENT: "send", S.RECEIVED: "receive", S.ACCEPTED: "accept", S.SCHEDULED: "schedule",
    S.ATTENDED: "attend", S.REPORT_RECEIVED: "report", S.ACKNOWLEDGED: "acknowledge", S.PATIENT_INFORMED: "inform",
    S.CLOSED_MET: "close_met", S.CLOSED_PARTLY: "close_partly", S.CLOSED_UNMET: "close_unmet", S.DECLINED: "decline",
    S.NO_SHOW: "no_show", S.CANCELLED_VISIT: "cancel_visit", S.ON_HOLD: "hold", S.CANCELLED: "cancel",
    S.ENTERED_IN_ERROR: "mistake",
}  # fmt: skip
_RESUMES: Final = 6
_KEYS: Final = {agency.name: key for key, agency in AGENCIES.items()}


def set_limits(rows: Any) -> None:
    """The coordinator's own limits."""
    for (state, urgency, social), span in OWN_LIMITS.items():
        rows.add(ReferralLimit, state=state, urgency=urgency, social=social, n=span.n, unit=span.unit)


def write_referrals(cast: Cast, visits: Sequence[tuple[int, Visit]]) -> None:
    """Add every referral with its history, in the order in which the person has them."""
    keys: list[int] = []
    for place, ref in enumerate(cast.person.refs):
        order = ref.order or cast.story.orders[ref.n]
        way = way_of(ref, order.social, cast.days.day(-ref.since), cast.number + place)
        keys.append(_Loop(cast, ref, order, way, place).write(keys, visits))


class _Loop:
    """One referral while its rows are made. `turn` picks what is said."""

    def __init__(self, cast: Cast, ref: Ref, order: Order, way: Way, place: int) -> None:
        self.cast, self.ref, self.order, self.way = cast, ref, order, way
        self.turn = cast.number + 3 * place
        self.agency = _KEYS.get(order.to)
        self.doctor = next((key for key, one in CLINICIANS.items() if one.agency == self.agency != "clinic"), None)
        asks = cast.story.doctor
        self.asks = ("okoye", "lind")[self.turn % 2] if asks == self.doctor else asks
        self.failure = ref.failure or failure_of(ref.state, ref.reason)

    @property
    def began(self) -> dt.date:
        return self.way[0].day

    def write(self, others: Sequence[int], visits: Sequence[tuple[int, Visit]]) -> int:
        cast, ref = self.cast, self.ref
        visit = self._visit(visits)
        row = self._row(others, visit)
        key = cast.rows.add(Referral, patient_id=cast.patient_id, **vars(row))
        self._history(key, row, visit)
        if cast.living:
            wanted = rules.wanted(row, cast.days.today, OWN_LIMITS)
            by_rule(cast, "referral", key, wanted, row.since, missed=ref.missed)
        return key

    def _visit(self, visits: Sequence[tuple[int, Visit]]) -> tuple[int, Visit] | None:
        for key, visit in visits:
            place = self.cast.story.places[visit.n]
            missed = visit.status is AppointmentStatus.NOSHOW
            if missed and visit.days is not None and self.cast.days.day(visit.days) != self.way[-1].day:
                continue
            if place.place == self.order.to and visit.status in _MATCHES.get(self.ref.state, ()):
                return key, visit
        return None

    # --- the record ----------------------------------------------------------------------------------------------

    def _row(self, others: Sequence[int], visit: tuple[int, Visit] | None) -> SimpleNamespace:
        cast, ref, order, days = self.cast, self.ref, self.order, self.cast.days
        since = self.way[-1].day
        over, draft = not rules.is_open(ref.state), ref.state is S.DRAFT
        states = [step.state for step in self.way]
        soon = 2 if ref.urgency is not Urgency.ROUTINE else 10
        row = SimpleNamespace(
            what=order.what,
            category="social" if order.social else "clinical",
            social=order.social,
            to_name=order.to,
            to_organization_id=cast.town.agencies.get(self.agency or ""),
            to_practitioner_id=cast.town.clinicians.get(self.doctor or ""),
            from_name=CLINICIANS[self.asks].name,
            from_practitioner_id=cast.town.clinicians[self.asks],
            reason=order.reason,
            question=None if order.social or draft else words.QUESTIONS[self.turn % len(words.QUESTIONS)],
            urgency=ref.urgency,
            state=ref.state,
            state_reason=ref.reason or (words.WAITS if ref.state is S.ON_HOLD else None),
            failure=self.failure,
            indicated_on=None if draft else self.began + dt.timedelta(days=soon),
            limit_on=None,
            ball=rules.ball_of(ref.state, social=order.social),
            since=since,
            ordered_on=self.began.isoformat(),
            consent=Answer.UNKNOWN if draft else Answer.YES,
            consent_on=None if draft else self.began,
            auth_needed=self._auth_needed(states),
            auth_number=f"PA-{40_000 + 37 * self.turn}" if S.AWAITING_AUTH in states[:-1] else None,
            capacity=Capacity.CAPACITY if order.social and S.SENT in states else None,
            capacity_on=self.began if order.social and S.SENT in states else None,
            parent_id=None if ref.part_of is None else others[ref.part_of],
            rerouted_from_id=None if ref.after is None else others[ref.after],
            appointment_id=visit[0] if visit else None,
            held_from=states[-2] if ref.state is S.ON_HOLD else None,
            resume_on=days.day(_RESUMES) if ref.state is S.ON_HOLD else None,
            confirmed_on=since if ref.state is S.CLOSED_MET else None,
            acknowledged_on=self._acknowledged(),
            closed_on=since if over else None,
        )
        return SimpleNamespace(**vars(row), next_check_on=self._check_on(row, visit))

    def _auth_needed(self, states: list[S]) -> Answer:
        if S.AWAITING_AUTH in states:
            return Answer.YES
        return Answer.UNKNOWN if self.order.social or self.ref.state is S.DRAFT else Answer.NO

    def _acknowledged(self) -> dt.date | None:
        return next((step.day for step in self.way if step.state is S.ACKNOWLEDGED), None)

    def _check_on(self, row: SimpleNamespace, visit: tuple[int, Visit] | None) -> dt.date | None:
        day = None if visit is None or visit[1].days is None else self.cast.days.day(visit[1].days)
        found = row.resume_on or rules.next_check(_with_check(row), OWN_LIMITS, visit_on=day)
        return found if rules.is_open(row.state) else None

    # --- its history ---------------------------------------------------------------------------------------------

    def _history(self, key: int, row: SimpleNamespace, visit: tuple[int, Visit] | None) -> None:
        first = EventKind.REROUTED if self.ref.after is not None else EventKind.MOVE
        self._event(key, first, self.began, S.DRAFT, text=self._note(S.DRAFT))
        if row.capacity is not None:
            told = {"move": "ask_capacity", "capacity": row.capacity.value}
            self._event(key, EventKind.CAPACITY, self.began, None, text="Asked without a name.", details=told)
        for before, step in pairwise(self.way):
            if step.state is S.CLOSED_MET:
                said = words.CONFIRMED[self.turn % len(words.CONFIRMED)]
                self._event(
                    key, EventKind.CONFIRMED, before.day, None, text=said, details={"move": "confirm", "met": "yes"}
                )
            details = {**self._details(step.state, step.day, visit), "move": _MOVE_IDS[step.state]}
            failure = self.failure if step.state in (self.ref.state, S.DECLINED) else None
            self._event(
                key, EventKind.MOVE, step.day, step.state, before=before.state, text=self._note(step.state),
                details=details, failure=failure,
            )  # fmt: skip
        self._asked_again(key, row)

    def _asked_again(self, key: int, row: SimpleNamespace) -> None:
        for number in range(self.ref.missed):
            day = add_business_days(row.since, 3 + 2 * number)
            if day < self.cast.days.today:
                self._event(key, EventKind.CHECK, day, None, text="No news.")
        if self.ref.missed and rules.is_open(row.state):
            day = add_business_days(self.cast.days.today, -1)
            said = words.NUDGED[self.turn % len(words.NUDGED)]
            whom = {Ball.PATIENT: self.cast.name, Ball.PAYER: "the health plan"}.get(row.ball, self.order.to)
            self._event(key, EventKind.NUDGE, day, None, text=said, details={"to_whom": whom})

    def _note(self, state: S) -> str:
        if state is self.ref.state and self.ref.reason:
            return self.ref.reason[:1].upper() + self.ref.reason[1:] + "."
        told = (words.SOCIAL_NOTES if self.order.social else {}).get(state) or words.NOTES[state]
        return told[(self.turn * (1 + len(state)) + self.turn // 3) % len(told)]

    def _details(self, state: S, day: dt.date, visit: tuple[int, Visit] | None) -> dict[str, str]:
        """The answers that rules/referral_moves.py asks for at the step into `state`."""
        desk = words.DESKS[self.turn % len(words.DESKS)]
        doctor = CLINICIANS[self.doctor].name if self.doctor else self.order.to
        by_fax = self.agency is not None and AGENCIES[self.agency].fax is not None
        pages = 3 + self.turn % 3
        found: dict[S, Mapping[str, str]] = {
            S.AWAITING_AUTH: {"how": "portal"},
            S.SENT: {"how": "fax", "proof": f"{pages} pages, fax confirmation"} if by_fax else
                    {"how": "phone", "proof": desk},
            S.RECEIVED: {"by": desk},
            S.ACCEPTED: {"by": doctor if self.turn % 2 else desk},
            S.SCHEDULED: self._booked(day, visit),
            S.ON_HOLD: {"resume_on": self.cast.days.day(_RESUMES).isoformat()},
            S.REPORT_RECEIVED: {"author": doctor, "document_on": day.isoformat(), "reference": "chart, under letters"},
            S.ACKNOWLEDGED: {"who": CLINICIANS[self.asks].name},
            S.PATIENT_INFORMED: {"told": words.TOLD[self.turn % len(words.TOLD)],
                                 "teach_back": "clear" if self.turn % 3 else "clear-after-reteach"},
        }  # fmt: skip
        return dict(found.get(state, {}))

    def _booked(self, day: dt.date, visit: tuple[int, Visit] | None) -> dict[str, str]:
        after = next((step.day for step in self.way if step.state in (S.ATTENDED, S.NO_SHOW, S.CANCELLED_VISIT)), None)
        hour, minute = 9 + self.turn % 7, 15 * (self.turn % 4)
        on = after or add_business_days(day, 9)
        if visit is not None and visit[1].days is not None:
            on, hour, minute = self.cast.days.day(visit[1].days), visit[1].hour, visit[1].minute
        booked = {"day": on.isoformat(), "time": f"{hour:02}:{minute:02}", "place": self.order.to, "told": "yes"}
        return {**booked, "prep": "yes" if self.turn % 3 else "none"}

    def _event(
        self,
        key: int,
        kind: EventKind,
        day: dt.date,
        state: S | None,
        *,
        before: S | None = None,
        text: str | None = None,
        details: Mapping[str, str] | None = None,
        failure: Failure | None = None,
    ) -> None:
        self.cast.rows.add(
            ReferralEvent,
            patient_id=self.cast.patient_id,
            referral_id=key,
            kind=kind,
            happened_on=day,
            noted_at=self.cast.days.at(day, 9 + self.turn % 7, 5 * (self.turn % 12)),
            from_state=before,
            to_state=state,
            backward=before is not None and state is not None and is_backward(before, state),
            failure=failure,
            text=text,
            details=json.dumps(details, ensure_ascii=False) if details else None,
        )


def _with_check(row: SimpleNamespace) -> Any:
    return SimpleNamespace(**vars(row), next_check_on=None)
