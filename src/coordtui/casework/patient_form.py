"""What the add/edit form shows of a patient, and how what was typed goes back into the record's rows."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from coordtui.casework.base import record, table
from coordtui.casework.reach import PHONES, Reach, reaches
from coordtui.errors import InvalidInput
from coordtui.models.codes import Answer
from coordtui.models.patient import (
    Address,
    CarePreference,
    ContactPoint,
    Identifier,
    Patient,
    PatientDraft,
    PatientName,
)
from coordtui.rules.patient import check, display_name, fold

_A, _I, _N, _W = (table(model).c for model in (Address, Identifier, PatientName, CarePreference))

_OWN = ("family", "given", "preferred_name", "pronouns", "birth_date", "sex", "language", "note")
_WISHES = ("who_may_answer", "safety_note", "preferred_channel", "preferred_time")


def draft_of(session: Session, patient_id: int) -> PatientDraft:
    """The form of a patient as it stands. Raises NotFound."""
    patient = record(session, Patient, patient_id, "patient")
    wishes, home = _wishes(session, patient_id), _home(session, patient_id)
    ways, identifier = reaches(session, (patient_id,)), _identifier(session, patient_id)
    phone, email = _best(ways, PHONES), _best(ways, ("email",))
    return PatientDraft(
        **{name: getattr(patient, name) for name in _OWN},
        **{name: getattr(wishes, name) if wishes else None for name in _WISHES},
        interpreter=patient.interpreter.value,
        voicemail=wishes.voicemail.value if wishes else Answer.UNKNOWN.value,
        phone=phone.value if phone else None,
        email=email.value if email else None,
        identifier=identifier.value if identifier else None,
        address=_one_text(home) if home else None,
    )


def _best(ways: tuple[Reach, ...], systems: tuple[str, ...]) -> Reach | None:
    return next((way for way in ways if way.good and way.system in systems), None)


def _wishes(session: Session, patient_id: int) -> CarePreference | None:
    return session.scalars(select(CarePreference).where(_W.patient_id == patient_id)).first()


def _home(session: Session, patient_id: int) -> Address | None:
    """The address to show: home first, never an old one."""
    found = session.scalars(select(Address).where(_A.patient_id == patient_id, _A.period_end.is_(None))).all()
    current = [one for one in found if one.use != "old"]
    return min(current, key=lambda one: (one.use != "home", one.id or 0), default=None)


def _identifier(session: Session, patient_id: int) -> Identifier | None:
    """The one that was given here; those of other systems are theirs to change."""
    mine = select(Identifier).where(_I.kind == "patient", _I.record_id == patient_id, _I.system.is_(None))
    found = [one for one in session.scalars(mine.order_by(_I.id)) if one.use != "old"]
    return found[0] if found else None


def _one_text(home: Address) -> str | None:
    place = ", ".join(filter(None, (home.city, home.state)))
    parts = [*(home.lines or "").splitlines(), " ".join(filter(None, (place, home.postal_code))), home.country or ""]
    return "\n".join(part for part in parts if part.strip()) or None


def checked_draft(draft: PatientDraft, before: PatientDraft, name: str | None, today: dt.date) -> PatientDraft:
    """The draft as it is to be stored: only what was changed is checked, so that odd imported values may stay.

    `name` is the display name of someone who has no name in parts. Raises InvalidInput at the first bad field.
    """
    typed = {field: getattr(draft, field) or None for field in PatientDraft.model_fields}
    typed.update({field: typed[field] or Answer.UNKNOWN.value for field in ("interpreter", "voicemail")})
    same = {field: value for field, value in typed.items() if value == getattr(before, field)}
    blank = dict.fromkeys(same.keys() - {"family", "given", "preferred_name"})
    if name and {"family", "given", "preferred_name"} <= same.keys():
        blank["family"] = name
    return check(PatientDraft(**{**typed, **blank}), today).model_copy(update=same)


# --- back into the rows ----------------------------------------------------------------------------------------------


def apply(session: Session, patient: Patient, draft: PatientDraft, before: PatientDraft) -> None:
    """Write the checked fields that differ from `before` into the patient and the rows that hold them.

    The patient has an id. Nothing is deleted: what is emptied or replaced is kept as old.

    Raises:
        InvalidInput("identifier"): it belongs to someone else.
    """
    changed = {name for name in PatientDraft.model_fields if getattr(draft, name) != getattr(before, name)}
    for name in changed.intersection(_OWN):
        setattr(patient, name, getattr(draft, name))
    if "interpreter" in changed:
        patient.interpreter = Answer(draft.interpreter or "unknown")
    if changed & {"family", "given"}:
        _apply_name(session, patient, before)
    if "phone" in changed:
        _apply_reach(session, patient, draft.phone, PHONES)
    if "email" in changed:
        _apply_reach(session, patient, draft.email, ("email",))
    if "address" in changed:
        _apply_address(session, patient, draft.address)
    if "identifier" in changed:
        _apply_identifier(session, patient, draft.identifier)
    if changed.intersection(_WISHES) or "voicemail" in changed:
        _apply_wishes(session, patient, draft)
    session.flush()
    if changed & {"family", "given", "preferred_name"}:
        patient.name = display_name(patient.family, patient.given, patient.preferred_name)
    refold(session, patient)


def key_of(patient: Patient) -> int:
    """The id of a patient that was flushed."""
    if patient.id is None:
        raise ValueError("the patient is not flushed yet")
    return patient.id


def refold(session: Session, patient: Patient) -> None:
    """Every name of the person, folded, for finding: kept in step with the names."""
    rows = session.scalars(select(PatientName).where(_N.patient_id == patient.id)).all()
    texts = [patient.name, patient.preferred_name, patient.given, patient.family]
    texts += [text for row in rows for text in (row.text, row.given, row.family)]
    patient.fold = " | ".join(dict.fromkeys(fold(text) for text in texts if text and fold(text)))
    session.flush()


def _apply_name(session: Session, patient: Patient, before: PatientDraft) -> None:
    text = " ".join(filter(None, (patient.given, patient.family))) or patient.preferred_name or patient.name
    rows = session.scalars(select(PatientName).where(_N.patient_id == patient.id).order_by(_N.id)).all()
    row = next((one for one in rows if (one.family, one.given) == (before.family, before.given)), None)
    row = row or PatientName(patient_id=key_of(patient), use="official", text=text)
    row.text, row.family, row.given = text, patient.family, patient.given
    session.add(row)


def _apply_reach(session: Session, patient: Patient, value: str | None, systems: tuple[str, ...]) -> None:
    """The new value becomes the first to use; the one it replaces is kept as old."""
    ways = [way for way in reaches(session, (key_of(patient),)) if way.system in systems]
    shown = _best(tuple(ways), systems)
    if shown is not None:
        record(session, ContactPoint, shown.contact_point_id, "contact point").use = "old"
    if value is None:
        return
    known = next((way for way in ways if way.value == value), None)
    for way in ways:
        point = record(session, ContactPoint, way.contact_point_id, "contact point")
        if way is known:
            point.state, point.rank, point.period_end = "ok", 1, None
            point.use = None if point.use == "old" else point.use
        elif point.rank is not None:
            point.rank += 1
    if known is None:
        session.add(ContactPoint(patient_id=key_of(patient), system=systems[0], value=value, use="home", rank=1))


def _apply_address(session: Session, patient: Patient, text: str | None) -> None:
    home = _home(session, key_of(patient))
    if home is not None:
        home.use = "old"
    if text is not None:
        session.add(Address(patient_id=key_of(patient), use="home", lines=text))


def _apply_identifier(session: Session, patient: Patient, value: str | None) -> None:
    held = _identifier(session, key_of(patient))
    if value is not None:
        taken = select(_I.record_id).where(_I.kind == "patient", _I.value == value, _I.record_id != patient.id)
        if session.execute(taken).first() is not None:
            raise InvalidInput("identifier", "Another patient has this identifier.", "Check it, or find that patient.")
    if held is not None and value is None:
        held.use = "old"
    elif held is not None:
        held.value = value or held.value
    elif value is not None:
        session.add(
            Identifier(patient_id=key_of(patient), kind="patient", record_id=key_of(patient), value=value, use="usual")
        )


def _apply_wishes(session: Session, patient: Patient, draft: PatientDraft) -> None:
    wishes = _wishes(session, key_of(patient)) or CarePreference(patient_id=key_of(patient))
    for name in _WISHES:
        setattr(wishes, name, getattr(draft, name))
    wishes.voicemail = Answer(draft.voicemail or "unknown")
    session.add(wishes)
