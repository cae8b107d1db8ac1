"""What a person may answer at each step of a referral, and where each may lead, written down by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from coordtui.models.codes import Answer
from coordtui.models.referral import Capacity, Referral
from coordtui.models.referral import ReferralState as S

TODAY = dt.date(2026, 3, 4)

ANSWERS: dict[str, dict[str, str]] = {
    "ask_auth": {"how": "portal"},
    "send": {"how": "fax", "proof": "fax ok 10:14"},
    "ask_again": {"reason": "new capacity in June", "how": "phone", "proof": "Kim took it"},
    "receive": {"by": "Kim at the desk"},
    "accept": {},
    "decline": {"failure": "no_capacity"},
    "schedule": {
        "day": "2026-03-20",
        "time": "14:30",
        "told": "yes",
        "prep": "yes",
        "place": "Room 2",
        "failure": "cost",
    },
    "attend": {},
    "came": {"reason": "she came an hour late"},
    "no_show": {"failure": "transport"},
    "cancel_visit": {"failure": "provider_cancelled"},
    "report": {"author": "Dr. Lee", "document_on": "2026-03-04", "reference": "EHR, letters"},
    "acknowledge": {"who": "Dr. Okafor"},
    "inform": {"told": "normal heart, walk daily", "teach_back": "clear"},
    "close_met": {},
    "close_partly": {"failure": "cost"},
    "close_unmet": {"failure": "patient_declined"},
    "confirm": {"met": "yes", "words": "I can breathe again"},
    "ask_capacity": {"capacity": "capacity"},
    "requester_told": {"who": "Dr. Okafor"},
    "reroute": {"to": "Harbor Heart", "failure": "no_capacity"},
    "hold": {"reason": "travelling", "resume_on": "2026-04-06"},
    "resume": {},
    "cancel": {"reason": "no longer needed"},
    "mistake": {"reason": "wrong patient"},
}
"""Answers with which each step goes through."""

TERMINAL = {S.CLOSED_MET, S.CLOSED_PARTLY, S.CLOSED_UNMET, S.CANCELLED, S.ENTERED_IN_ERROR}
OPEN = set(S) - TERMINAL

# Forward and side edges as the domain sheet (§1.2) has them, written down a second time and by hand.
CLINICAL: dict[S, set[S]] = {
    S.DRAFT: {S.AWAITING_AUTH, S.SENT},
    S.AWAITING_AUTH: {S.SENT, S.CLOSED_UNMET},
    S.SENT: {S.RECEIVED, S.ACCEPTED, S.DECLINED},
    S.RECEIVED: {S.ACCEPTED, S.DECLINED, S.SCHEDULED},
    S.ACCEPTED: {S.SCHEDULED, S.DECLINED},
    S.DECLINED: {S.CLOSED_UNMET, S.SENT},
    S.SCHEDULED: {S.ATTENDED, S.NO_SHOW, S.CANCELLED_VISIT},
    S.NO_SHOW: {S.SCHEDULED, S.ATTENDED, S.CLOSED_UNMET},
    S.CANCELLED_VISIT: {S.SCHEDULED, S.ATTENDED, S.CLOSED_UNMET},
    S.ATTENDED: {S.REPORT_RECEIVED},
    S.REPORT_RECEIVED: {S.ACKNOWLEDGED},
    S.ACKNOWLEDGED: {S.PATIENT_INFORMED},
    S.PATIENT_INFORMED: {S.CLOSED_MET, S.CLOSED_PARTLY, S.CLOSED_UNMET},
}
SOCIAL: dict[S, set[S]] = {
    **CLINICAL,
    S.DRAFT: {S.SENT},
    S.ACCEPTED: {S.SCHEDULED, S.DECLINED, S.ATTENDED},
    S.ATTENDED: {S.PATIENT_INFORMED},
    S.REPORT_RECEIVED: {S.PATIENT_INFORMED},
}
LINE_BY_HAND = [
    *({S.DRAFT}, {S.AWAITING_AUTH}, {S.SENT}, {S.RECEIVED}, {S.DECLINED}, {S.ACCEPTED}),
    *({S.SCHEDULED, S.NO_SHOW, S.CANCELLED_VISIT}, {S.ATTENDED}, {S.REPORT_RECEIVED}, {S.ACKNOWLEDGED}),
    {S.PATIENT_INFORMED},
]


def edges(state: S, *, social: bool) -> set[S]:
    """Where a referral may go from `state`, backward moves included, holding and resuming left out."""
    if state is S.ENTERED_IN_ERROR:
        return set()
    ends = {S.ENTERED_IN_ERROR} | ({S.CANCELLED} if state in OPEN else set())
    if state in TERMINAL or state is S.ON_HOLD:
        return ends
    place = next(n for n, states in enumerate(LINE_BY_HAND) if state in states)
    back = {one for states in LINE_BY_HAND[:place] for one in states} - {S.DECLINED, S.NO_SHOW, S.CANCELLED_VISIT}
    if social:
        back -= {S.AWAITING_AUTH, S.REPORT_RECEIVED, S.ACKNOWLEDGED}
    return ends | back | (SOCIAL if social else CLINICAL).get(state, set())


def whole(state: S = S.DRAFT, **fields: Any) -> Referral:
    """A referral that nothing is missing of."""
    given = {
        "what": "Cardiology",
        "to_name": "Heart Clinic",
        "reason": "Chest pain",
        "indicated_on": TODAY,
        "consent": Answer.YES,
        "consent_on": TODAY,
        "capacity": Capacity.CAPACITY,
        "confirmed_on": TODAY,
        "since": TODAY,
        **fields,
    }
    return Referral(patient_id=1, state=state, **given)
