"""Records whose every text is hostile: markup, escape sequences, marks that turn a line round, a pasted book."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, select
from sqlalchemy.orm import Session
from sqlmodel import AutoString, SQLModel

from coordtui.acts import Result, act
from coordtui.casework import (
    acuity,
    alert,
    appointment,
    care_plan,
    consent,
    contact,
    quick_note,
    referral,
    sensitivity,
)
from coordtui.casework.base import table
from coordtui.clock import Moment
from coordtui.models.acuity import AcuityDraft, Level
from coordtui.models.appointment import Appointment
from coordtui.models.base import Code, Record
from coordtui.models.care_plan import CarePlan
from coordtui.models.codes import Ball
from coordtui.models.consent import Consent, ConsentDraft
from coordtui.models.contact import ContactDraft, Outcome
from coordtui.models.patient import CarePreference, Patient
from coordtui.models.referral import Referral, ReferralState
from coordtui.models.sensitivity import TagDraft
from coordtui.models.source import SourceResource
from coordtui.rules.fold import fold
from tests.casework.consents import draft, restrict, whole
from tests.casework.world import World
from tests.promises.unmasked import FAMILY, WORDS


@dataclass(frozen=True)
class Hostile:
    """`name` stands where a person's name does, `text` in every other field that holds words."""

    name: str
    text: str


HOSTILE: Final = {
    "markup": Hostile(
        f"[DNR] [/x] O'B {FAMILY}",
        f'[red]x[/] {WORDS} [/x] [@click=app.quit]q[/] "; DROP TABLE patient;-- \\ $error {{0}} %s \t\n-',
    ),
    "terminal": Hostile(
        "\x1b[31mAn\u202ea\x00\x07 👩‍👩‍👧‍👦 \x9b2JZ\x7fe\u0301" + "\u0301" * 40,
        "\x1b]0;owned\x07\x1b[2Jn\u202eote 👩‍👩‍👧🏳️‍🌈👍🏽 \u2066محمد\x00 \x1bPq\x1b\\ \r\x85\u2028\u200b\ufeff"
        + "x\u0336" * 30,
    ),
}

LONG: Final = " word" * 2000
"""What is pasted into a note."""
_CODES: Final = frozenset(
    [
        *("uid", "kind", "status", "system", "source", "use", "state", "zone", "rank", "record_kind"),
        *("clinical_status", "verification", "criticality", "achievement", "details"),
        *("goal_progress.value", "goal.scale", "sections", "tags", "withheld"),
    ]
)
_DATES: Final = frozenset(
    [
        *("starts", "ends", "starts_on", "ends_on", "period_start", "period_end", "due_on", "since", "effective"),
        *("onset", "abatement", "recorded_on", "authored_on", "written_on", "ordered_on", "birth_date", "deceased_on"),
    ]
)
_CHECKED: Final = _CODES | _DATES
"""Columns of text that the import and the forms check, so that hostile words cannot stand in them."""
_MADE_BY_ACTS: Final = frozenset(
    [
        *("patient", "follow_up", "contact", "quick_note", "acuity", "alert", "care_preference"),
        *("care_plan", "referral", "appointment", "source_resource", "identifier", "proposed_match"),
        *("organization", "practitioner", "plan_version", "plan_template", "referral_limit", "profile"),
        *("consent", "sensitivity_tag", "tagged_record"),
    ]
)


def models() -> dict[str, type[SQLModel]]:
    """Every journalled table's class, by the table's name; what a table points to comes before it."""
    found: dict[str, type[SQLModel]] = {}
    waiting: list[type[SQLModel]] = [Record]
    while waiting:
        for model in waiting.pop().__subclasses__():
            waiting.append(model)
            if hasattr(model, "__table__"):
                found[table(model).name] = model
    return {one.name: found[one.name] for one in SQLModel.metadata.sorted_tables if one.name in found}


def words_of(model: type[SQLModel]) -> list[str]:
    """The columns of a table that hold words in somebody's own spelling."""
    columns = table(model).columns
    return [column.name for column in columns if _is_text(column) and not {column.name, str(column)} & _CHECKED]


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, AutoString) and not isinstance(column.type, Code)


def filled(model: type[SQLModel], words: str, day: dt.date, moment: Moment, keys: dict[str, int]) -> SQLModel:
    """A row with `words` in every field that can hold them; `keys` are the rows that it points to, by table."""
    values: dict[str, Any] = dict.fromkeys(words_of(model), words)
    for column in table(model).columns:
        foreign = next(iter(column.foreign_keys), None)
        if foreign is not None:
            values[column.name] = keys.get(foreign.column.table.name)
        elif not column.nullable and column.name not in values and not column.primary_key and column.default is None:
            values[column.name] = _something(column, day, moment)
    return model(**{name: value for name, value in values.items() if value is not None})


def _something(column: Column[Any], day: dt.date, moment: Moment) -> Any:
    if isinstance(getattr(column.type, "impl", column.type), DateTime):
        return moment.at
    if isinstance(column.type, Date):
        return day
    if isinstance(column.type, Code):
        return next(iter(column.type.enum))
    if isinstance(column.type, Boolean | Integer):
        return 0
    return None if column.name == "uid" else "other"


@act("import")
def bring(session: Session, patient_id: int, bad: Hostile, moment: Moment) -> Result:
    """Everything that an import may bring for a patient, each field hostile."""
    keys = {"patient": patient_id}
    person = session.get(Patient, patient_id)
    assert person is not None
    for column in set(words_of(Patient)) - {"name", "fold", "family", "given"}:
        setattr(person, column, bad.text)
    person.note = bad.text + LONG
    person.name, person.preferred_name, person.fold = bad.name, bad.name, fold(bad.name)
    for name in ("organization", "practitioner", "care_plan", "referral", "appointment"):
        row: Any = filled(models()[name], bad.text, moment.today, moment, keys)
        _stand_in_the_queue(row, moment)
        keys[name] = _added(session, row)
    for name, model in models().items():
        if name not in _MADE_BY_ACTS:
            keys[name] = _added(session, filled(model, bad.text, moment.today, moment, keys))
    _wishes(session, patient_id, bad.text)
    session.add(_raw(patient_id, bad, moment))
    session.flush()
    care_plan.raise_steps(session, keys["care_plan"], moment)
    referral.raise_steps(session, keys["referral"], moment)
    appointment.raise_steps(session, keys["appointment"], moment)
    return Result(label=f"Imported {bad.name}", patient_id=patient_id)


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    key: int = row.id
    return key


def _stand_in_the_queue(row: Any, moment: Moment) -> None:
    """Make what the row wants due today."""
    yesterday = moment.today - dt.timedelta(days=1)
    if isinstance(row, CarePlan):
        row.review_on = moment.today
    elif isinstance(row, Referral):
        row.state, row.ball, row.next_check_on = ReferralState.SENT, Ball.RECIPIENT, yesterday
        row.since = yesterday - dt.timedelta(days=8)
    elif isinstance(row, Appointment):
        row.starts = f"{yesterday}T09:00:00-05:00"


def _wishes(session: Session, patient_id: int, words: str) -> None:
    found = session.scalar(select(CarePreference).where(table(CarePreference).c.patient_id == patient_id))
    wishes = found or CarePreference(patient_id=patient_id)
    for column in words_of(CarePreference):
        setattr(wishes, column, words)
    session.add(wishes)


def _raw(patient_id: int, bad: Hostile, moment: Moment) -> SourceResource:
    body = json.dumps({"resourceType": "Basic", "text": bad.text, bad.name: bad.name}, ensure_ascii=False)
    return SourceResource(
        patient_id=patient_id,
        type="Basic",
        source_id=bad.name,
        digest="0",
        imported_at=moment.at,
        body=zlib.compress(body.encode()),
        problems=json.dumps([{"where": bad.text, "what": bad.text}]),
    )


def fill(world: World, bad: Hostile) -> int:
    """One person with something of everything; the id."""
    patient_id = world.add("Rosa", "Lopez", phone="617 555 0123")
    world.plan(patient_id, "call_back", 0, text=bad.text)
    world.plan(patient_id, "med_access", 0, text=bad.text, ball=Ball.PAYER)
    world.do(
        contact.log_contact,
        ContactDraft(patient_id=patient_id, outcome=Outcome.NO_ANSWER, note=bad.text + LONG, spoke_with=bad.name),
    )
    world.do(alert.add_alert, patient_id, bad.text)
    world.do(quick_note.capture, bad.text + LONG)
    assessed = AcuityDraft(
        utilisation=2,
        clinical=2,
        override=Level.RISING,
        override_reason=bad.text,
        override_until=world.day + dt.timedelta(days=9),
    )
    world.do(acuity.assess, patient_id, assessed)
    world.do(bring, patient_id, bad)
    _share(world, patient_id, bad)
    return patient_id


def _share(world: World, patient_id: int, bad: Hostile) -> None:
    """A tag of one's own on the chart and on a record; a consent, a draft of one, and a restriction."""
    code = world.do(sensitivity.add_tag, TagDraft(label=bad.name[:40], why=bad.text)).value
    for kind in ("patient", "referral"):
        world.do(sensitivity.tag, kind, 1, code)
    texts = [name for name in words_of(Consent) if name in ConsentDraft.model_fields]
    said = {**dict.fromkeys(texts, bad.text), "note": bad.text + LONG, "tags": (code,)}
    world.do(consent.add_consent, patient_id, whole(**said, expires_on=None))
    world.do(consent.add_consent, patient_id, draft(**said))
    restrict(world, patient_id, scope=bad.text, recipient=bad.name)
