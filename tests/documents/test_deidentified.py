"""The de-identified file: a canary in every text column of every table, and not one of them gets out."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import pytest
from sqlalchemy import Date, DateTime, LargeBinary, String
from sqlmodel import SQLModel

from coordtui.casework.base import table
from coordtui.documents import deidentified as paper
from coordtui.documents.deidentified import Deidentified, Leaves, Part, deidentified
from coordtui.documents.spreadsheet import Cell, Table, book
from coordtui.models.base import Code
from coordtui.models.clinical import Condition, Survey
from coordtui.models.codes import Ball
from coordtui.models.patient import Address
from coordtui.models.referral import Referral, ReferralState
from coordtui.models.sensitivity import TaggedRecord
from tests.documents.conftest import TODAY, Desk, write
from tests.promises.hostile import models

IDENTIFIERS: Final = (
    *("Rosa Zuniga", "12 Elm Street", "Springfield", "Hampden County", "01103-2214", "1931-06-03", "94 years"),
    *("413-555-0123", "+14135550123", "fax 413 555 0199", "rosa@example.org", "123-45-6789", "123456789"),
    *("MRN00123456", "1EG4-TE5-MK73", "ACCT 998877", "RN-556677", "7ABC123", "SN-0042-XK", "https://rosa.example.org"),
    *("192.0.2.17", "2001:db8::17", "voiceprint 0xCAFE", "rosa.jpg", "urn:uuid:6f1c7d4e"),
)
"""One of each of the 18 kinds at least, as they stand in charts."""
DAY: Final = dt.date(2026, 7, 19)


def canary(model: type[SQLModel], column: str) -> str:
    return f"Zqx{table(model).name}{column}".replace("_", "")


Words = Callable[[type[SQLModel], str], str]


def row(model: type[SQLModel], patient_id: int | None, words: Words) -> SQLModel:
    """A row with words in every column of text, also where only codes or dates are expected."""
    values: dict[str, Any] = {}
    for column in table(model).columns:
        kind = getattr(column.type, "impl", column.type)
        if column.name in ("id", "patient_id") or (column.foreign_keys and column.nullable):
            continue
        if column.foreign_keys:
            values[column.name] = 1
        elif isinstance(column.type, Code):
            values[column.name] = next(iter(column.type.enum))
        elif isinstance(kind, String):
            values[column.name] = words(model, column.name)
        elif isinstance(kind, LargeBinary):
            values[column.name] = words(model, column.name).encode()
        elif isinstance(kind, DateTime):
            values[column.name] = dt.datetime.combine(DAY, dt.time(15, 16, 17), dt.UTC)
        elif isinstance(kind, Date):
            values[column.name] = DAY
        elif not column.nullable:
            values[column.name] = 0
    return model(**values, **({"patient_id": patient_id} if "patient_id" in table(model).c else {}))


def fill(desk: Desk, words: Words) -> int:
    """Somebody with a row in every table. How many tables there were."""
    (person,) = desk.ledger.do(write, [row(models()["patient"], None, words)], desk.moment).value
    others = [model for name, model in models().items() if name not in ("patient", "profile")]
    for model in others:
        desk.ledger.do(write, [row(model, person, words)], desk.moment)
    return len(others)


def text_of(found: Deidentified | Table) -> str:
    """All cells as the file holds them."""
    tables = found.tables if isinstance(found, Deidentified) else (found,)
    return "\n".join(
        " ".join("" if cell is None else str(cell) for cell in cells)
        for one in tables
        for cells in (one.columns, *one.rows)
    )


def number(row: Sequence[Cell]) -> int:
    """Of the person whom a row is about."""
    assert isinstance(row[0], int)
    return row[0]


@pytest.fixture
def people(desk: Desk) -> Desk:
    """Two people besides Rosa: one all canaries, one all identifiers."""
    turns, rows = itertools.cycle(IDENTIFIERS), itertools.count()
    alone = ("uid", "name", "code", "state")  # no two rows of a table may have the same
    assert fill(desk, canary) > 25
    fill(desk, lambda _, column: next(turns) + (f"#{next(rows)}" if column in alone else ""))
    return desk


def test_no_canary_and_no_identifier_gets_out(people: Desk) -> None:
    people.add(Survey, text="Zqx", code="44261-6", value="14", effective="2026-07-19")
    found = people.ledger.read(deidentified, TODAY)
    assert {one.title for one in found.tables} == {"people", *(part.title for part in paper.PARTS)}
    reached = {one.title: len(one.rows) for one in found.tables}
    assert reached.pop("screenings") == 1, "what says nothing is left out"
    assert min(reached.values()) >= 2, "every table was reached"
    text = text_of(found)
    assert "zqx" not in text.casefold()
    for word in (*IDENTIFIERS, "Rosa", "Lopez", "Noor"):
        assert word.casefold() not in text.casefold(), word
    assert not re.search(r"\d{4}-\d{2}|\d{5}|\d\d:\d\d|July|19 ", text), "nothing finer than a year"


def test_the_canaries_would_have_been_seen(people: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    leak = Part("leak", Condition, (Leaves("text", ("text",), lambda value, _: value),))
    monkeypatch.setattr(paper, "PARTS", (leak,))
    assert "zqx" in text_of(people.ledger.read(deidentified, TODAY)).casefold()


def test_what_quality_work_needs_is_there(desk: Desk) -> None:
    keys = [desk.patient(f"P {n}", birth_date=f"{1930 + n}-05-05", sex="female", language="es-MX") for n in range(12)]
    desk._write(Address(patient_id=keys[8], state="Massachusetts", postal_code="01103", city="Springfield"))
    desk._write(
        Condition(
            patient_id=keys[8],
            text="Diabetes",
            system="http://snomed.info/sct",
            code="44054006",
            recorded_on="2019-05-06",
        )
    )
    found = desk.ledger.read(deidentified, TODAY)
    people = next(one for one in found.tables if one.title == "people")
    at = {name: number for number, name in enumerate(people.columns)}
    assert found.people == len(people.rows) == 13
    assert sorted(map(number, people.rows)) == list(range(1, 14))
    assert [row[at["age"]] for row in people.rows].count("90+") == 7
    (placed,) = [row for row in people.rows if row[at["state"]] == "MA"]
    assert (placed[at["zip3"]], placed[at["age"]], placed[at["sex"]], placed[at["language"]]) == (
        "011",
        88,
        "female",
        "es",
    )
    (problem,) = next(one for one in found.tables if one.title == "problems").rows
    assert problem == (placed[0], "SNOMED 44054006", None, None, 2019)
    assert len(found.cautions) == 1


def test_the_numbers_of_people_are_drawn_anew_and_every_table_is_shuffled(desk: Desk) -> None:
    keys = [desk.patient(f"P {n}", birth_date=f"{1950 + n}-05-05") for n in range(30)]
    for key in keys:
        desk._write(Condition(patient_id=key, text="x"))
    files = [desk.ledger.read(deidentified, TODAY) for _ in range(2)]
    ages = [tuple(row[1] for row in sorted(one.tables[0].rows, key=number)) for one in files]
    assert ages[0] != ages[1], "the same number is another person"
    for one in files:
        for part in one.tables:
            if len(part.rows) > 5:
                assert list(map(number, part.rows)) != sorted(map(number, part.rows))


def test_what_carries_a_sensitivity_tag_stays_back(desk: Desk) -> None:
    other = desk.patient("P 2", sex="male")
    codes = {"system": "http://hl7.org/fhir/sid/icd-10-cm"}
    tagged = desk.add(Condition, text="x", code="F11.20", **codes)
    desk.add(Condition, text="x", code="E11.9", **codes)
    desk.add(TaggedRecord, subject_kind="condition", subject_id=tagged, tag="part2")
    assert "F11" not in text_of(desk.ledger.read(deidentified, TODAY))
    assert "E11" in text_of(desk.ledger.read(deidentified, TODAY))
    desk.add(TaggedRecord, subject_kind="patient", subject_id=desk.rosa, tag="part2")
    found = desk.ledger.read(deidentified, TODAY)
    assert found.people == 1
    assert "E11" not in text_of(found)
    assert other != desk.rosa


def test_few_people_are_no_crowd_and_that_is_said(desk: Desk) -> None:
    found = desk.ledger.read(deidentified, TODAY)
    assert "Only 1 person is in it" in found.cautions[-1]
    assert book(found.tables, "xlsx").startswith(b"PK")


def test_the_days_of_a_referral_that_is_open_would_tell_its_date_and_stay_back(desk: Desk) -> None:
    last = TODAY - dt.timedelta(days=10)
    begun = {"what": "x", "ordered_on": (TODAY - dt.timedelta(days=30)).isoformat(), "since": TODAY}
    desk.add(Referral, state=ReferralState.SENT, ball=Ball.RECIPIENT, **begun)
    desk.add(Referral, state=ReferralState.CLOSED_MET, ball=Ball.ME, closed_on=last, **begun)
    part = next(one for one in desk.ledger.read(deidentified, TODAY).tables if one.title == "referrals")
    at = {name: number for number, name in enumerate(part.columns)}
    assert {row[at["state"]]: row[at["days"]] for row in part.rows} == {"sent": None, "closed_met": 20}
