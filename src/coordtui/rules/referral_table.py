"""The closed loop as data: every step that a referral may take, from where to where, and what each asks for.

Sources: domain sheet §1.2 (states, owners, exits, reasons), AHRQ (teach-back). What may be done with the table stands
in `rules/referral_moves.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import STATES, is_open
from coordtui.rules.referral_fields import (
    AUTH,
    CAPACITIES,
    HOW,
    NOTE,
    ON,
    PREP,
    REASON,
    TEACH_BACK,
    YES_NO,
    Field,
    failure,
)
from coordtui.rules.referral_line import CLINICAL_ONLY, LINE, before


@dataclass(frozen=True, slots=True)
class Move:
    """One step. `label` is what happened, as a person says it; `key` is one letter, the same wherever it is offered.

    `target` None: a mark leaves the state as it is, and resuming goes back to the state before the hold.
    `sources` are where a clinical referral may take it, `social_sources` a social one. The backward moves share the
    key `B`: the screen asks which.
    """

    id: str
    key: str
    label: str
    sources: frozenset[S]
    target: S | None
    fields: tuple[Field, ...]
    social_sources: frozenset[S]
    backward: bool = False
    mark: bool = False

    def leaves(self, *, social: bool) -> frozenset[S]:
        """The states from which it may be taken."""
        return self.social_sources if social else self.sources


def _move(
    id: str,
    key: str,
    label: str,
    sources: Iterable[S],
    target: S | None,
    *fields: Field,
    social: Iterable[S] | None = None,
    backward: bool = False,
    mark: bool = False,
) -> Move:
    asked = (*fields, ON, NOTE)
    clinical = frozenset(sources)
    social_sources = clinical if social is None else frozenset(social)
    return Move(id, key, label, clinical, target, asked, social_sources, backward, mark)


_OPEN = frozenset(state for state in S if is_open(state))
_GIVEN = frozenset({S.ATTENDED, S.REPORT_RECEIVED, S.ACKNOWLEDGED, S.PATIENT_INFORMED})
STUCK = frozenset({S.DECLINED, S.NO_SHOW, S.CANCELLED_VISIT})
_PROOF = Field("proof", "Proof", required=True, hint="The fax confirmation, the message number, or who took the call.")
_HOW = Field("how", "How it went", "choice", True, HOW)
_WHY = Field("why", "Why there all the same", hint="The place said that it has no room now.")
_SENDING = (_HOW, _PROOF)
_CAPACITY_CHOICES = tuple((one.value, words) for one, words in CAPACITIES.items())

_FORWARD = (
    _move("ask_auth", "P", "asked the payer", {S.DRAFT}, S.AWAITING_AUTH, Field("how", "How it was asked"), social=()),
    _move(
        "send", "f", "sent it", {S.DRAFT, S.AWAITING_AUTH}, S.SENT,
        *_SENDING,
        Field("auth", "Authorization", "choice", choices=AUTH),
        Field("auth_number", "Authorization number"),
        _WHY,
    ),
    _move("ask_again", "f", "asked them again", {S.DECLINED}, S.SENT, REASON, *_SENDING, _WHY, backward=True),
    _move("receive", "v", "they have it", {S.SENT}, S.RECEIVED, Field("by", "Who confirmed it", required=True)),
    _move("accept", "a", "accepted", {S.SENT, S.RECEIVED}, S.ACCEPTED, Field("by", "Who accepted it")),
    _move(
        "schedule", "b", "visit booked", {S.RECEIVED, S.ACCEPTED, S.NO_SHOW, S.CANCELLED_VISIT}, S.SCHEDULED,
        Field("day", "Day of the visit", "day", True, when="any"),
        Field("time", "Time", hint="Like 14:30."),
        Field("place", "Where"),
        Field("told", "The patient knows of it", "answer", True, YES_NO),
        Field("prep", "What to prepare", "choice", True, PREP, hint="Understood, nothing to prepare, or not yet."),
        Field("prep_note", "Why not yet"),
        failure("What stood in the way last time", required=False),
    ),
    _move("attend", "h", "visit took place", {S.SCHEDULED}, S.ATTENDED, social={S.SCHEDULED, S.ACCEPTED}),
    _move("came", "h", "came after all", {S.NO_SHOW, S.CANCELLED_VISIT}, S.ATTENDED, REASON),
    _move(
        "report", "t", "report came", {S.ATTENDED}, S.REPORT_RECEIVED,
        Field("author", "Who wrote it", required=True),
        Field("document_on", "Date of the report", "day", True),
        Field("reference", "Where it is kept", required=True),
        social=(),
    ),
    _move(
        "acknowledge", "A", "requester has read it", {S.REPORT_RECEIVED}, S.ACKNOWLEDGED,
        Field("who", "Who read it", required=True),
        social=(),
    ),
    _move(
        "inform", "i", "patient told", {S.ACKNOWLEDGED}, S.PATIENT_INFORMED,
        Field("told", "What the patient was told: result and plan", required=True),
        Field("teach_back", "Said back in own words", "choice", True, TEACH_BACK),
        Field("again_on", "When to explain again", "day", when="future"),
        social={S.ATTENDED, S.REPORT_RECEIVED, S.ACKNOWLEDGED},
    ),
    _move("close_met", "m", "close: need met", {S.PATIENT_INFORMED}, S.CLOSED_MET),
    _move("close_partly", "M", "close: partly met", {S.PATIENT_INFORMED}, S.CLOSED_PARTLY, failure()),
    _move(
        "close_unmet", "Z", "close: need not met", STUCK | {S.AWAITING_AUTH, S.PATIENT_INFORMED}, S.CLOSED_UNMET,
        failure(),
    ),
)  # fmt: skip

_MARKS = (
    _move(
        "confirm", "Y", "patient says whether the need is met", _GIVEN, None,
        Field("met", "The need is met", "answer", True, YES_NO),
        Field("words", "In the patient's words"),
        mark=True,
    ),
    _move(
        "ask_capacity", "S", "asked whether there is room", (), None,
        Field("capacity", "What they said", "choice", True, _CAPACITY_CHOICES),
        social={S.DRAFT, S.AWAITING_AUTH, S.SENT, S.RECEIVED, S.DECLINED},
        mark=True,
    ),
    _move(
        "requester_told", "A", "requester knows the outcome", {S.ACKNOWLEDGED, S.PATIENT_INFORMED}, None,
        Field("who", "Who knows of it", required=True),
        social=_GIVEN,
        mark=True,
    ),
)  # fmt: skip

_TURNS = (
    _move("decline", "D", "they declined", {S.SENT, S.RECEIVED, S.ACCEPTED}, S.DECLINED, failure("Why they declined")),
    _move("no_show", "N", "patient did not come", {S.SCHEDULED}, S.NO_SHOW, failure()),
    _move("cancel_visit", "C", "visit cancelled", {S.SCHEDULED}, S.CANCELLED_VISIT, failure("Why it was cancelled")),
    _move(
        "reroute", "O", "send it to another place", {S.DECLINED}, S.CLOSED_UNMET,
        Field("to", "The new place", "provider", True),
        failure("Why the first one declined"),
    ),
    _move(
        "hold", "H", "put on hold", _OPEN - {S.ON_HOLD}, S.ON_HOLD,
        REASON, Field("resume_on", "When to take it up again", "day", True, when="future"),
    ),
    _move("resume", "T", "take it up again", {S.ON_HOLD}, None),
    _move("cancel", "K", "call it off", _OPEN, S.CANCELLED, REASON, failure("To be counted as", required=False)),
    _move("mistake", "E", "entered in error", frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, REASON),
)  # fmt: skip


def _back(target: S) -> Move:
    sources = {state for state in LINE if before(target, state)}
    if target is S.SENT:
        sources.discard(S.DECLINED)  # asking again is a step of its own, with its proof
    elif target is S.SCHEDULED:
        sources |= {S.NO_SHOW, S.CANCELLED_VISIT}  # the visit stands after all
    social = set() if target in CLINICAL_ONLY else sources
    label = f"back to: {STATES[target].label}"
    return _move(f"back_to_{target.value}", "B", label, sources, target, REASON, social=social, backward=True)


_SIDE = frozenset({S.DECLINED, S.NO_SHOW, S.CANCELLED_VISIT, S.PATIENT_INFORMED})
_BACKWARD = tuple(_back(state) for state in LINE if state not in _SIDE)

MOVES: tuple[Move, ...] = (*_FORWARD, *_MARKS, *_TURNS, *_BACKWARD)
"""Every step, in the order in which a screen lists them."""
