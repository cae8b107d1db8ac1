"""What to know of a person before acting: who, how to reach them safely, what is open and who has the ball."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from coordtui.casework.acuity import standing
from coordtui.casework.base import OPEN, fetch, table, utc_or_none
from coordtui.casework.contact_views import ContactView, contacts, last_two_way
from coordtui.casework.ranking import NOBODY, NOBODY_NAME
from coordtui.casework.reach import PHONES, Preferences, Reach, preferences, reaches, safe_contact
from coordtui.errors import NotFound
from coordtui.models.acuity import Level
from coordtui.models.codes import Answer, Ball
from coordtui.models.follow_up import FollowUp
from coordtui.models.patient import Alert, CaseStatus, Patient
from coordtui.models.queue_row import QueueRow
from coordtui.rules.contact import engagement
from coordtui.rules.dates import age_words
from coordtui.rules.follow_up import kind_of

_F, _P, _A, _Q = table(FollowUp).c, table(Patient).c, table(Alert).c, table(QueueRow).c
LAST_CONTACTS = 3
NO_WISHES = Preferences()
_MINE: BindParameter[int] = bindparam("person")
_WHO = select(
    *(_P.name, _P.preferred_name, _P.pronouns, _P.birth_date, _P.language, _P.interpreter),
    *(_P.deceased, _P.deceased_on, _P.case_status, _P.note, _P.added_on),
).where(_P.id == _MINE)
_ALERTS = select(_A.text).where(_A.patient_id == _MINE, _A.active).order_by(_A.id)
_RANKED = select(_Q["items"]).where(_Q.person == _MINE)
_STEPS = select(
    *(_F.id, _F.kind, _F.text, _F.due_on, _F.limit_at, _F.ball, _F.since, _F.next_check_on),
    *(_F.attempts, _F.missed_checks, _F.deferred_until, _F.defer_reason),
).where(_F.status == OPEN)
"""Built once: putting a statement together takes longer than running it."""
_STEPS_OF, _STEPS_OF_NOBODY = _STEPS.where(_F.patient_id == _MINE), _STEPS.where(_F.patient_id.is_(None))


@dataclass(frozen=True, slots=True)
class OpenStep:
    """An open follow-up. `act_on` is the next check when the ball is elsewhere, else our due date."""

    follow_up_id: int
    kind: str
    label: str
    text: str
    due_on: dt.date
    act_on: dt.date
    limit_at: dt.datetime | None
    ball: Ball
    since: dt.date
    next_check_on: dt.date | None
    attempts: int
    missed_checks: int
    deferred_until: dt.date | None
    defer_reason: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """A person at a glance. `patient_id` is None for notes to file, where only `open` is filled.

    `phones` are good to dial, the best first; `bad_phones` must not be dialled. `safe_contact` are lines to show
    before dialling. `score` is the acuity's, None while not assessed. `age` is words.
    """

    patient_id: int | None
    patient: str
    preferred_name: str | None = None
    pronouns: str | None = None
    birth_date: str | None = None
    age: str = ""
    language: str | None = None
    interpreter: Answer = Answer.UNKNOWN
    interpreter_modality: str | None = None
    deceased: bool = False
    deceased_on: str | None = None
    case_status: CaseStatus = CaseStatus.OPEN
    safe_contact: tuple[str, ...] = ()
    phones: tuple[Reach, ...] = ()
    bad_phones: tuple[Reach, ...] = ()
    other_reaches: tuple[Reach, ...] = ()
    alerts: tuple[str, ...] = ()
    level: Level | None = None
    score: int | None = None
    override_until: dt.date | None = None
    engagement: str = ""
    last_two_way: dt.date | None = None
    contacts: tuple[ContactView, ...] = ()
    open: tuple[OpenStep, ...] = ()
    what_matters: str | None = None
    note: str | None = None
    wishes: Preferences = NO_WISHES


def preview(session: Session, person: int, today: dt.date) -> Preview:
    """A patient, or (person 0) the notes to file. Raises NotFound."""
    if person == NOBODY:
        return Preview(None, NOBODY_NAME, open=open_steps(session, NOBODY))
    row = session.execute(_WHO, {"person": person}).one_or_none()
    if row is None:
        raise NotFound(f"There is no patient {person}.", "The list may be out of date; refresh it.")
    wishes, ways = preferences(session, person), reaches(session, (person,))
    phones = [one for one in ways if one.system in PHONES]
    acuity = standing(session, (person,), today).get(person)
    two_way = last_two_way(session, person)
    return Preview(
        patient_id=person,
        patient=row.name,
        preferred_name=row.preferred_name,
        pronouns=row.pronouns,
        birth_date=row.birth_date,
        age=age_words(row.birth_date, today),
        language=row.language,
        interpreter=row.interpreter,
        interpreter_modality=wishes.interpreter_modality,
        deceased=row.deceased,
        deceased_on=row.deceased_on,
        case_status=row.case_status,
        safe_contact=safe_contact(wishes),
        phones=tuple(one for one in phones if one.good),
        bad_phones=tuple(one for one in phones if not one.good),
        other_reaches=tuple(one for one in ways if one.system not in PHONES and one.good),
        alerts=alerts(session, person),
        level=None if acuity is None else acuity.effective,
        score=None if acuity is None else acuity.score,
        override_until=acuity.override_until if acuity else None,
        engagement=engagement(two_way, row.added_on, today),
        last_two_way=two_way,
        contacts=contacts(session, person, limit=LAST_CONTACTS),
        open=open_steps(session, person),
        what_matters=wishes.what_matters,
        note=row.note,
        wishes=wishes,
    )


def alerts(session: Session, patient_id: int) -> tuple[str, ...]:
    """The warnings that stand, the oldest first."""
    return fetch(session, _ALERTS, str, {"person": patient_id})


def open_steps(session: Session, person: int) -> tuple[OpenStep, ...]:
    """What is open for a person (0: for nobody yet), in the order of the queue, then by the day to act on."""
    steps = fetch(session, _STEPS_OF_NOBODY if person == NOBODY else _STEPS_OF, _step, {"person": person})
    ranked = session.execute(_RANKED, {"person": person}).scalar()
    place = {follow_up_id: at for at, follow_up_id in enumerate(json.loads(ranked or "[]"))}
    last = len(place)
    return tuple(sorted(steps, key=lambda step: (place.get(step.follow_up_id, last), step.act_on, step.follow_up_id)))


def _step(
    follow_up_id: int,
    kind: str,
    text: str,
    due_on: dt.date,
    limit_at: dt.datetime | None,
    ball: Ball,
    since: dt.date,
    next_check_on: dt.date | None,
    *rest: object,
) -> OpenStep:
    act_on = due_on if ball is Ball.ME else next_check_on or due_on
    return OpenStep(
        *(follow_up_id, kind, kind_of(kind).label, text, due_on, act_on, utc_or_none(limit_at)),
        *(ball, since, next_check_on, *rest),  # type: ignore[arg-type]
    )
