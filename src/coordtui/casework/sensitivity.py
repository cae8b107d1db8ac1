"""Sensitivity tags on records: which there are, which record carries one, and what stays back because of it.

A tag reaches everything that hangs on its record: a plan's lines, a referral's history and visit, a step's contacts.
A tag on ("patient", id) reaches the whole chart. A consent carries the tags that it covers, unasked.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from coordtui.acts import Result, act
from coordtui.casework.base import fetch, record, said, shorten, table
from coordtui.clock import Moment
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models import clinical, people
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import Barrier, CarePlan, Concern, Goal, Intervention, Strength
from coordtui.models.consent import Consent, ConsentKind
from coordtui.models.contact import Contact, QuickNote
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, Patient
from coordtui.models.plan_version import GoalProgress, PlanVersion
from coordtui.models.referral import Referral, ReferralEvent
from coordtui.models.sensitivity import SensitivityTag, TagDraft, TaggedRecord
from coordtui.models.source import SourceResource
from coordtui.rules.sensitivity import PART2, SHIPPED, code_of

_T, _S, _C = table(TaggedRecord).c, table(SensitivityTag).c, table(Consent).c
Subject = tuple[str, int]
"""A record: its table's name and its row."""

_NAMED: Final[Mapping[type[SQLModel], str]] = {
    Patient: "name",
    **dict.fromkeys((Concern, Goal, Intervention, Strength, FollowUp, QuickNote, Alert), "text"),
    **dict.fromkeys((clinical.Condition, clinical.Medication, clinical.Allergy, clinical.Survey), "text"),
    **dict.fromkeys((Referral, Appointment), "what"),
    **dict.fromkeys((people.TeamMember, people.RelatedPerson), "name"),
    **dict.fromkeys((CarePlan, clinical.Document), "title"),
    clinical.Encounter: "text",
    clinical.Coverage: "payer",
    Barrier: "category",
    Contact: "outcome",
}
TAGGABLE: Final[Mapping[str, type[SQLModel]]] = {table(model).name: model for model in _NAMED}
"""The records that can carry a tag, by their table's name."""


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag that ships, or one of the user's own. A retired one still protects what carries it."""

    code: str
    label: str
    why: str
    shipped: bool
    retired: bool = False


# --- the tags themselves ---------------------------------------------------------------------------------------------


def all_tags(session: Session) -> tuple[TagView, ...]:
    """The shipped ones in their order, then one's own by name, the retired last."""
    shipped = tuple(TagView(one.code, one.label, one.why, shipped=True) for one in SHIPPED)
    return (*shipped, *fetch(session, _OWN, TagView))


_OWN = select(_S.code, _S.label, func.coalesce(_S.why, ""), literal(False), _S.retired).order_by(
    _S.retired, _S.label, _S.id
)


def labels(session: Session) -> dict[str, str]:
    """Each tag's name by its code."""
    return {one.code: one.label for one in all_tags(session)}


@act("sensitivity.add_tag")
def add_tag(session: Session, draft: TagDraft, moment: Moment) -> Result:  # noqa: ARG001
    """A tag of one's own; a retired one of that name is taken back into use. `value` is its code.

    Raises:
        InvalidInput: at "label", when it is empty, too long, or a tag of that name is in use.
    """
    code, label = code_of(draft.label), " ".join(draft.label.split())
    known = next((one for one in all_tags(session) if one.code == code), None)
    if known is not None and not known.retired:
        raise InvalidInput("label", f"There is a tag {known.label} already.", "Use that one, or take another name.")
    if known is None:
        session.add(SensitivityTag(code=code, label=label, why=said(draft.why)))
    else:
        own = _own(session, code)
        own.label, own.why, own.retired = label, said(draft.why) or own.why, False
    session.flush()
    return Result(label=f"Tag: {label}", value=code)


@act("sensitivity.retire_tag")
def retire_tag(session: Session, code: str, moment: Moment) -> Result:  # noqa: ARG001
    """Offer a tag of one's own no more; what carries it stays protected. `value` is its code.

    Raises:
        Refused: it is one that ships. NotFound: there is none of that code.
    """
    if any(one.code == code for one in SHIPPED):
        raise Refused("A tag that comes with coordtui is not retired.", "Leave it unused instead.")
    own = _own(session, code)
    own.retired = True
    session.flush()
    return Result(label=f"Retired the tag {own.label}", value=code)


def _own(session: Session, code: str) -> SensitivityTag:
    found = session.scalars(select(SensitivityTag).where(_S.code == code)).one_or_none()
    if found is None:
        raise NotFound(f"There is no tag {shorten(code, 40)}.", "Look through the tags.")
    return found


# --- on records ------------------------------------------------------------------------------------------------------


@act("sensitivity.tag")
def tag(session: Session, kind: str, record_id: int, code: str, moment: Moment) -> Result:  # noqa: ARG001
    """Put a tag on a record: it leaves only under an authorization that covers the tag. `value` is the code.

    Raises:
        Refused: it carries the tag already, the tag is retired, or such a record carries none. NotFound.
    """
    patient_id, name = _record(session, kind, record_id)
    chosen = next((one for one in all_tags(session) if one.code == code), None)
    if chosen is None:
        raise NotFound(f"There is no tag {shorten(code, 40)}.", "Look through the tags.")
    if chosen.retired:
        raise Refused(f"The tag {chosen.label} is retired.", "Add it again to use it.")
    if _carried(session, kind, record_id, code) is not None:
        raise Refused(f"{name}: tagged {chosen.label} already.")
    session.add(TaggedRecord(patient_id=patient_id, subject_kind=kind, subject_id=record_id, tag=code))
    session.flush()
    return Result(label=f"Tagged {chosen.label}: {name}", patient_id=patient_id, value=code)


@act("sensitivity.untag")
def untag(session: Session, kind: str, record_id: int, code: str, moment: Moment) -> Result:  # noqa: ARG001
    """Take a tag off a record. `value` is the code. Raises Refused where the record itself does not carry it."""
    patient_id, name = _record(session, kind, record_id)
    carried = _carried(session, kind, record_id, code)
    label = labels(session).get(code, code)
    if carried is None:
        raise Refused(f"{name}: not tagged {label} itself.", "It may carry the tag of what it belongs to.")
    session.delete(carried)
    session.flush()
    return Result(label=f"Took the tag {label} off: {name}", patient_id=patient_id, value=code)


def _carried(session: Session, kind: str, record_id: int, code: str) -> TaggedRecord | None:
    mine = (_T.subject_kind == kind, _T.subject_id == record_id, _T.tag == code)
    return session.scalars(select(TaggedRecord).where(*mine)).one_or_none()


def _record(session: Session, kind: str, record_id: int) -> tuple[int, str]:
    """Whose record it is, and its name in a label. Raises Refused, NotFound."""
    model = TAGGABLE.get(kind)
    if model is None:
        raise Refused("This record carries no tag of its own.", "Tag what it belongs to.")
    found: Any = record(session, model, record_id, kind.replace("_", " "))
    patient_id = record_id if model is Patient else found.patient_id
    if patient_id is None:
        raise Refused("This belongs to no patient yet.", "File it first.")
    return patient_id, shorten(str(getattr(found, _NAMED[model])).replace("_", " "), 40)


def own_tags(session: Session, kind: str, record_id: int) -> frozenset[str]:
    """The tags that a record carries itself, not by what it belongs to."""
    return frozenset(session.scalars(select(_T.tag).where(_T.subject_kind == kind, _T.subject_id == record_id)))


# --- what they reach -------------------------------------------------------------------------------------------------


def _hanging(child: type[SQLModel], parent: type[SQLModel], link: str) -> tuple[type[SQLModel], str, str, str]:
    return child, "id", table(parent).name, link


_LINKS: Final[tuple[tuple[type[SQLModel], str, str, str], ...]] = (
    *(_hanging(child, CarePlan, "plan_id") for child in (Concern, Goal, Intervention, PlanVersion)),
    *(_hanging(child, Concern, "concern_id") for child in (Goal, Intervention)),
    *(_hanging(child, Goal, "goal_id") for child in (Intervention, Barrier, Strength, GoalProgress)),
    _hanging(ReferralEvent, Referral, "referral_id"),
    *(_hanging(Referral, Referral, link) for link in ("parent_id", "rerouted_from_id")),
    (Referral, "appointment_id", table(Referral).name, "id"),
    _hanging(Contact, FollowUp, "follow_up_id"),
)
"""What hangs on what: a table, its column with the child's row, the parent's table, the column with its row.

A referral's visit is named by the referral, so the child's row is in `appointment_id`.
"""
_OF_SUBJECT: Final[tuple[tuple[type[SQLModel], str, str], ...]] = (
    (FollowUp, "subject_kind", "subject_id"),
    (SourceResource, "record_kind", "record_id"),
)
"""What names any record by its kind: the steps that serve it, and what it was imported from."""


@cache
def _reached(*, of_one: bool = False) -> CTE:
    """Every tagged record (or those of the bound `patient`) and all that hangs on one, by a recursive query.

    Its columns are kind, id and tag. Made once: building it takes longer than running it, and a statement that asks
    for it twice needs the same one.
    """
    tagged = union_all(*_tagged(of_one=of_one)).cte("tagged")
    reached = select(tagged).cte("reached", recursive=True)
    steps = []
    for child, key, parent, link in _LINKS:
        columns = table(child).c
        kind = table(Appointment if key == "appointment_id" else child).name
        hangs = and_(reached.c.kind == parent, columns[link] == reached.c.id, columns[key].is_not(None))
        steps.append(select(literal(kind), columns[key], reached.c.tag).join_from(reached, columns.id.table, hangs))
    for child, of_kind, of_id in _OF_SUBJECT:
        columns = table(child).c
        hangs = and_(columns[of_kind] == reached.c.kind, columns[of_id] == reached.c.id, reached.c.kind != "patient")
        named = select(literal(table(child).name), columns.id, reached.c.tag)
        steps.append(named.join_from(reached, columns.id.table, hangs))
    return reached.union(*steps)


@cache
def _reached_of_one() -> Select[Any]:
    return select(_reached(of_one=True))


def _tagged(*, of_one: bool) -> Iterator[Select[Any]]:
    """What carries a tag itself. A consent does by what it lets out, as it tells of that by its name."""
    own = select(_T.subject_kind.label("kind"), _T.subject_id.label("id"), _T.tag.label("tag"))
    kind = literal(table(Consent).name)
    program = select(kind, _C.id, literal(PART2)).where(_C.kind == ConsentKind.PART2)
    codes = func.json_each(case((func.json_valid(_C.tags), _C.tags), else_="[]")).table_valued("value")
    named = select(kind, _C.id, codes.c.value).join_from(table(Consent), codes, true())
    for one, columns in ((own, _T), (program, _C), (named, _C)):
        yield one.where(columns.patient_id == bindparam("patient")) if of_one else one


def shareable(columns: Any, covered: Collection[str]) -> ColumnElement[bool]:
    """A condition for a query: the row may leave, because it and its whole chart carry no tag beyond `covered`.

    `columns` are those of the table that is asked for (`table(Goal).c`), with a `patient_id` unless it is the patient.
    """
    kind = columns.id.table.name
    whose = columns.id if kind == "patient" else columns.patient_id
    reached = _reached()
    held = select(reached.c.id).where(reached.c.kind == kind, _beyond(reached.c.tag, covered))
    charts = select(_T.subject_id).where(_T.subject_kind == "patient", _beyond(_T.tag, covered))
    return and_(columns.id.not_in(held), whose.not_in(charts))


def tagged_patients(session: Session) -> frozenset[int]:
    """Whoever has anything in the chart that carries a tag."""
    lets_out = or_(_C.kind == ConsentKind.PART2, _C.tags != "[]")
    return frozenset(session.scalars(union(select(_T.patient_id), select(_C.patient_id).where(lets_out))))


def _beyond(column: ColumnElement[str], covered: Collection[str]) -> ColumnElement[bool]:
    codes = func.json_each(literal(json.dumps(sorted(covered)))).table_valued("value")
    return column.not_in(select(codes.c.value))


def tags_of(session: Session, patient_id: int) -> Mapping[Subject, frozenset[str]]:
    """The tags of each of a patient's records that has any, its own and those of what it belongs to.

    A tag of the whole chart stands at ("patient", id) only.
    """
    found: dict[Subject, frozenset[str]] = {}
    for kind, key, code in session.execute(_reached_of_one(), {"patient": patient_id}):
        found[kind, key] = found.get((kind, key), frozenset()) | {code}
    return found
