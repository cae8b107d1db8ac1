"""Where a person may want to go: patients, open referrals, the directory, saved views; by what was typed, or again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, fetch, table
from coordtui.casework.directory_views import KINDS, Entry, entries_of, search
from coordtui.casework.people import NAMED, Named, names
from coordtui.casework.saved_view import View, views
from coordtui.casework.search import people_named, rows_holding
from coordtui.models.patient import CaseStatus, Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.dates import show_partial
from coordtui.rules.finding import Word
from coordtui.rules.fold import fold
from coordtui.rules.jump import every_word_begins
from coordtui.rules.referral import OPEN_STATES, STATES

_R, _P = table(Referral).c, table(Patient).c
PlaceKind = Literal["patient", "referral", "place", "person", "view"]
MOST: Final = 20
_FEW: Final = 8
"""Referrals and entries of the directory, beside the patients."""
_MOST_WORDS: Final = 8


@dataclass(frozen=True, slots=True)
class Place:
    """`ref` says where it is ("patient:3", "referral:7", "organization:2", "view:caseload:No plan").

    `patient` is the name of the patient whom it is about, as `name` or as part of what is beside it.
    """

    ref: str
    kind: PlaceKind
    name: str
    detail: str
    patient: str | None = None


def jump(session: Session, text: str) -> tuple[Place, ...]:
    """What is found by the typed words, the patients first; nothing for no words, and no referrals for one letter."""
    words = fold(text).split()
    if not words or len(words) > _MOST_WORDS:
        return ()
    return (
        *map(_patient, names(session, text, MOST)),
        *(fetch(session, _referrals(words), _referral) if max(map(len, words)) > 1 else ()),
        *map(_entry, search(session, text, _FEW)),
        *(_view(one) for one in views(session) if every_word_begins(words, fold(one.name))),
    )


def places(session: Session, refs: Sequence[str]) -> tuple[Place, ...]:
    """The places of these refs in their order; what is not on record any more is left out."""
    patients = _keys(refs, "patient")
    found = [*map(_patient, fetch(session, NAMED.where(among(_P.id, patients)), Named))]
    found += fetch(session, _REFERRALS.where(among(_R.id, _keys(refs, "referral"))), _referral)
    for kind in KINDS:
        found += map(_entry, entries_of(session, kind, _keys(refs, kind)))
    if any(ref.startswith("view:") for ref in refs):
        found += map(_view, views(session))
    by_ref = {one.ref: one for one in found}
    return tuple(by_ref[ref] for ref in refs if ref in by_ref)


def key_of(ref: str, kind: str) -> int | None:
    """The row that a ref of this kind names."""
    head, _, key = ref.partition(":")
    return int(key) if head == kind and key.isascii() and key.isdigit() and len(key) < 19 else None


def _keys(refs: Sequence[str], kind: str) -> list[int]:
    return [key for ref in refs if (key := key_of(ref, kind)) is not None]


_REFERRALS: Final[Select[Any]] = select(_R.id, _R.what, _R.to_name, _R.state, _P.name).join_from(
    _R.id.table, _P.id.table, _P.id == _R.patient_id
)


def _referrals(words: Sequence[str]) -> Select[Any]:
    """The open ones of which every word is in the referral or begins a name of the patient; the newest first.

    Which these are is told by indexes alone; only their rows are read.
    """
    wanted = (_about(Word(word)) for word in words)
    newest = select(_R.id).where(_R.state.in_(OPEN_STATES), *wanted).order_by(_R.id.desc()).limit(_FEW)
    return _REFERRALS.where(_R.id.in_(newest)).order_by(_R.id.desc())


def _about(word: Word) -> ColumnElement[bool]:
    return or_(_R.id.in_(rows_holding("referral", word)), _R.patient_id.in_(people_named(word)))


def _patient(one: Named) -> Place:
    born = f"born {show_partial(one.birth_date)}" if one.birth_date else ""
    state = "has died" if one.deceased else "closed" if one.case_status is CaseStatus.CLOSED else ""
    return Place(f"patient:{one.patient_id}", "patient", one.name, " · ".join(filter(None, (born, state))), one.name)


def _referral(key: int, what: str, to_name: str | None, state: ReferralState, patient: str) -> Place:
    name = f"{what} → {to_name}" if to_name else what
    return Place(f"referral:{key}", "referral", name, STATES[state].label, patient)


def _entry(one: Entry) -> Place:
    beside = " · ".join(filter(None, (one.role, (one.place or "").split("\n")[0], one.phone)))
    return Place(one.ref, "place" if one.kind == "organization" else "person", one.name, beside)


def _view(one: View) -> Place:
    return Place(f"view:{one.of}:{one.name}", "view", one.name, f"{one.of} · {one.text}")
