"""Who gets what leaves: the patient, the coordinator, or somebody of the directory, with name and address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import among, pairs, said, table
from coordtui.casework.profile import profile
from coordtui.casework.receiver import receivers
from coordtui.errors import InvalidInput, NotFound
from coordtui.models.disclosure import DisclosureDraft
from coordtui.models.patient import Patient
from coordtui.models.people import Organization, Practitioner
from coordtui.rules.disclosure import Recipient
from coordtui.rules.fold import fold
from coordtui.rules.words import shorten

_P, _O, _W = table(Patient).c, table(Organization).c, table(Practitioner).c


def names_of(session: Session, patients: Sequence[int]) -> list[str]:
    """The patients' names in this order. Raises NotFound."""
    found = pairs(session, select(_P.id, _P.name).where(among(_P.id, patients)))
    for key in patients:
        if key not in found:
            raise NotFound(f"There is no patient {key}.", "Look the person up on the caseload.")
    return [found[key] for key in patients]


def recipient_of(session: Session, draft: DisclosureDraft, names: Sequence[str]) -> Recipient:
    """Who gets it: where nobody is named, the patient (of `names`) or the coordinator. An office or a clinician whose
    name stands once in the directory is that entry, with its address. Raises InvalidInput "recipient".
    """
    to = Recipient(
        " ".join((said(draft.recipient) or "").split()),
        draft.recipient_kind,
        draft.recipient_organization_id,
        draft.recipient_practitioner_id,
        draft.recipient_address,
    )
    if to.kind == "patient":
        return _only(to, names[0] if len(names) == 1 else "the patients", "the patient")
    if to.kind == "me":
        mine = profile(session)
        return _only(to, mine.name if mine else "the coordinator", "yourself")
    if not to.name:
        raise InvalidInput("recipient", "Say who gets it.", "A name is enough.")
    if to.kind in _LISTED and to.organization_id is None and to.practitioner_id is None:
        to = _entry_of(session, to)
    return replace(to, address=to.address or _address(session, to), places=_places(session, to))


def _only(to: Recipient, name: str, who: str) -> Recipient:
    """The one whose kind needs no name. Another name would pass for somebody who may have all of it."""
    if to.name and fold(to.name) != fold(name):
        raise InvalidInput("recipient", f"{shorten(to.name)} is not {who}.", "Say what kind of recipient that is.")
    return replace(to, name=name)


_LISTED: Final = frozenset({"provider", "payer", "agency"})


def _entry_of(session: Session, to: Recipient) -> Recipient:
    places, people = (
        session.scalars(select(columns.id).where(columns.name == to.name, columns.active).limit(2)).all()
        for columns in (_O, _W)
    )
    match (places, people):
        case ([place], []):
            return replace(to, organization_id=place)
        case ([], [person]):
            return replace(to, practitioner_id=person)
        case _:
            return to


def _places(session: Session, to: Recipient) -> tuple[tuple[int, str], ...]:
    """The place that it is and the one where the person works."""
    works = select(_W.organization_id).where(_W.id == to.practitioner_id)
    chosen = select(_O.id, _O.name).where((_O.id == to.organization_id) | _O.id.in_(works)).order_by(_O.id)
    return tuple(pairs(session, chosen).items())


def _address(session: Session, to: Recipient) -> str | None:
    """The postal address of the place, the chosen one or the one where the person works."""
    entries = receivers(session, to.organization_id, to.practitioner_id)
    places = [entry.entry_id for entry in entries if entry.kind == Organization.__tablename__]
    return session.execute(select(_O.address).where(among(_O.id, places))).scalar() if places else None
