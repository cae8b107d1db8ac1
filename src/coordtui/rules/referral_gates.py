"""Why a step of a referral is not legal yet, and what would make it so.

Sources: domain sheet §1.2 (what each state needs before it is left), SDOH Clinical Care IG v3 (capacity is asked
before a social referral, without naming the person).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

from coordtui.models.codes import Answer
from coordtui.models.referral import Capacity, Failure
from coordtui.models.referral import ReferralState as S
from coordtui.rules.referral import ReferralView
from coordtui.rules.words import shorten

Why = tuple[str, str]
"""What stands in the way and what would make it possible; ("", "") when nothing does."""
FREE: Why = ("", "")
NO_ROOM = frozenset({Capacity.NO_CAPACITY, Capacity.WAITLIST})


class Movable(ReferralView, Protocol):
    """What the steps need of a referral, beyond what the queue needs; the record itself has it."""

    @property
    def reason(self) -> str | None: ...
    @property
    def consent(self) -> Answer: ...
    @property
    def consent_on(self) -> dt.date | None: ...
    @property
    def auth_needed(self) -> Answer: ...
    @property
    def auth_number(self) -> str | None: ...
    @property
    def capacity(self) -> Capacity | None: ...
    @property
    def held_from(self) -> S | None: ...
    @property
    def confirmed_on(self) -> dt.date | None: ...
    @property
    def acknowledged_on(self) -> dt.date | None: ...
    @property
    def failure(self) -> Failure | None: ...


def missing(view: Movable) -> tuple[str, ...]:
    """What a draft still lacks before it may leave, in words."""
    lacks = (
        (view.consent is not Answer.YES, "the patient's consent"),
        (view.consent is Answer.YES and view.consent_on is None, "the day of the consent"),
        (not (view.reason or "").strip(), "the reason"),
        (view.indicated_on is None, "the day by which it is clinically indicated"),
    )
    return tuple(words for lacking, words in lacks if lacking)


def _may_go_out(view: Movable) -> Why:
    """At every step that hands it to someone: a consent may have been taken back since the last one."""
    if view.consent in (Answer.NO, Answer.DECLINED):
        return "The patient did not agree to this referral.", "Ask again and note the consent, or call it off."
    lacks = missing(view)
    if lacks:
        return f"Still missing: {', '.join(lacks)}.", "Edit the referral and fill it in."
    return FREE


def _ask_auth(view: Movable, _: Sequence[str]) -> Why:
    if view.auth_needed is Answer.NO:
        return "It needs no authorization.", "Send it off."
    return _may_go_out(view)


def _send(view: Movable, _: Sequence[str]) -> Why:
    why = _may_go_out(view)
    if why != FREE:
        return why
    if not (view.to_name or "").strip():
        return "It is not said to whom this goes.", "Edit the referral and choose the place."
    if view.state is S.DRAFT and not view.social and view.auth_needed is Answer.YES and not view.auth_number:
        return "The payer has to authorize it first.", "Ask for the authorization, or note that none is needed."
    if view.social and view.capacity is None:
        place = shorten(view.to_name or "the place", 40)
        return f"Ask {place} first whether it has room, without naming the patient.", "Then note the answer."
    return FREE


def lacks_authorization(view: Movable) -> bool:
    """Whether it waits for the payer with no number yet, and it is not known that none is needed."""
    waits = view.state is S.AWAITING_AUTH and not view.social
    return waits and view.auth_needed is not Answer.NO and not view.auth_number


def _close_met(view: Movable, open_parts: Sequence[str]) -> Why:
    if open_parts:
        parts = ", ".join(shorten(part, 40) for part in open_parts[:3])
        return f"A part of it is still open: {parts}.", "Close the parts first, or close this one as partly met."
    if view.confirmed_on is None:
        return (
            "The patient has not confirmed yet that the need is met.",
            "Ask the patient and note the answer, then close it.",
        )
    return FREE


def _requester_told(view: Movable, _: Sequence[str]) -> Why:
    return ("The requester knows already.", "") if view.acknowledged_on is not None else FREE


_GATES: Mapping[str, Callable[[Movable, Sequence[str]], Why]] = MappingProxyType(
    {
        "ask_auth": _ask_auth,
        "send": _send,
        "ask_again": _send,
        "close_met": _close_met,
        "requester_told": _requester_told,
    }
)


def hindrance(view: Movable, move_id: str, open_parts: Sequence[str] = ()) -> Why:
    """What keeps a referral that stands in the right state from this step. `open_parts`: its open sub-referrals."""
    gate = _GATES.get(move_id)
    return gate(view, open_parts) if gate else FREE
