"""What steps a referral may take now, what each asks for, and why one is not legal yet.

The steps themselves are the table in `rules/referral_table.py`. Everything that moves a referral by hand goes through
`checked`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from coordtui.errors import InvalidInput, Refused
from coordtui.models.referral import Capacity
from coordtui.models.referral import ReferralState as S
from coordtui.rules.dates import show_day
from coordtui.rules.referral import STATES
from coordtui.rules.referral_fields import CAPACITIES, Field, answers
from coordtui.rules.referral_gates import NO_ROOM, Movable, hindrance, lacks_authorization
from coordtui.rules.referral_line import is_backward
from coordtui.rules.referral_table import MOVES, STUCK, Move

__all__ = [
    "MOVES", "OWN_TO_EACH", "Field", "Movable", "Move", "Offer", "check_legal", "checked", "fields_of", "is_backward",
    "legal", "move_of", "offers", "stays", "target_of",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that belongs to the state of now. `reason` is "" when it is legal, else why not, with what would help.

    `move.fields` are those that this referral is asked for.
    """

    move: Move
    reason: str


_BY_ID: Mapping[str, Move] = MappingProxyType({move.id: move for move in MOVES})
_NOT_FIELDS = frozenset({"appointment_id"})
OWN_TO_EACH = frozenset({"auth", "auth_number"})
"""What is not asked for when one step is taken with many: a payer's answer is about one referral."""


def move_of(move_id: str) -> Move:
    """The step of that id. Raises Refused for one that does not exist."""
    found = _BY_ID.get(move_id)
    if found is None:
        raise Refused("There is no such step for a referral.", "Choose one of those that are offered.")
    return found


def target_of(view: Movable, move: Move) -> S:
    """Where the step leads from here. A referral whose state before the hold is not known is asked after as sent."""
    if move.target is not None:
        return move.target
    return view.state if move.mark else view.held_from or S.SENT


def stays(move: Move, answers: Mapping[str, str]) -> bool:
    """Whether the referral stays in its state: at a mark, and while the patient could not yet say it back (AHRQ)."""
    return move.mark or answers.get("teach_back") == "not-yet"


def offers(view: Movable, open_parts: Sequence[str] = ()) -> tuple[Offer, ...]:
    """Every step that belongs to this state, legal or not. `open_parts` names the sub-referrals still open."""
    return tuple(
        Offer(replace(move, fields=fields_of(view, move)), " ".join(hindrance(view, move.id, open_parts)).strip())
        for move in MOVES
        if view.state in move.leaves(social=view.social)
    )


def legal(view: Movable, open_parts: Sequence[str] = ()) -> tuple[Move, ...]:
    """The steps that may be taken now."""
    return tuple(offer.move for offer in offers(view, open_parts) if not offer.reason)


def fields_of(view: Movable, move: Move, *, alone: bool = True) -> tuple[Field, ...]:
    """What this referral is asked for at this step, of all that the step may ask for; `alone`: not with others."""
    asked = []
    for field in move.fields:
        if field.name in OWN_TO_EACH and (not alone or view.state is not S.AWAITING_AUTH or view.social):
            continue
        if field.name == "why":
            if not (view.social and view.capacity in NO_ROOM):
                continue
            field = replace(field, required=True, hint=f"They {CAPACITIES[view.capacity or Capacity.NO_CAPACITY]}.")
        if field.name == "failure" and move.id == "schedule":
            if view.failure is not None or view.state not in STUCK:
                continue
            field = replace(field, required=view.state is S.NO_SHOW)
        elif field.name == "failure" and view.failure is not None and view.state in STUCK:
            field = replace(field, required=False)
        asked.append(field)
    return tuple(asked)


def checked(
    view: Movable,
    move_id: str,
    details: Mapping[str, str],
    today: dt.date,
    *,
    open_parts: Sequence[str] = (),
    alone: bool = True,
) -> tuple[Move, dict[str, str]]:
    """The step, when it may be taken now, with the answers made clean (rules/referral_fields.py `answers`).

    Answers to what this referral is not asked for are left out, so that one set of them serves many referrals.

    Raises:
        Refused: it does not belong to this state, or something is missing first. InvalidInput: at a field.
    """
    move = move_of(move_id)
    check_legal(view, move, open_parts, alone=alone)
    known = {name for field in move.fields for name in (field.name, f"{field.name}_id")} | _NOT_FIELDS
    for name in details:
        if name not in known:
            raise InvalidInput(name, "This step does not ask for that.")
    clean = answers(fields_of(view, move, alone=alone), details, today)
    _check_day(view, move, clean, today)
    _check_together(view, move, clean)
    return move, clean


def check_legal(view: Movable, move: Move, open_parts: Sequence[str] = (), *, alone: bool = True) -> None:
    """Raise Refused unless the step may be taken now; `alone`: not as one of many."""
    if view.state not in move.leaves(social=view.social):
        now = STATES[view.state].label
        raise Refused(f"This is not possible while the referral is {now}.", _instead(view, open_parts))
    why, hint = hindrance(view, move.id, open_parts)
    if why:
        raise Refused(why, hint)
    if move.id == "send" and not alone and lacks_authorization(view):
        raise Refused("Its authorization number is not known yet.", "Send it by itself and enter the number.")


def _instead(view: Movable, open_parts: Sequence[str]) -> str:
    possible = [move.label for move in legal(view, open_parts) if not move.backward and not move.mark][:3]
    return f"Possible now: {', '.join(possible)}." if possible else ""


def _check_day(view: Movable, move: Move, clean: Mapping[str, str], today: dt.date) -> None:
    """A step is not taken before the state that it leaves. A draft may be written down after it went out."""
    begun = min(view.since, today)
    if move.mark or view.state is S.DRAFT or "on" not in clean or clean["on"] >= begun.isoformat():
        return
    message = f"It has been {STATES[view.state].label} since {show_day(begun, today)}, so this cannot be before."
    raise InvalidInput("on", message, "Choose that day or a later one; if that is wrong, u takes the last step back.")


def _check_together(view: Movable, move: Move, clean: Mapping[str, str]) -> None:
    """What depends on more than one answer."""
    if move.id == "send" and lacks_authorization(view):
        if clean.get("auth") != "not-needed" and "auth_number" not in clean:
            hint = "Enter it, or say that none is needed."
            raise InvalidInput("auth_number", "The number of the authorization is missing.", hint)
    elif move.id == "schedule":
        if clean["told"] != "yes":
            hint = "Tell the patient first; until then the referral stays as it is."
            raise InvalidInput("told", "A visit counts as booked once the patient knows of it.", hint)
        if clean["prep"] == "not-yet" and "prep_note" not in clean:
            raise InvalidInput("prep_note", "Note why the preparation is not understood yet.")
    elif move.id == "inform" and clean["teach_back"] == "not-yet" and "again_on" not in clean:
        raise InvalidInput("again_on", "Say when you will explain it again.")
