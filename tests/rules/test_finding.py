"""The small filter language of lists."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.acuity import Level
from coordtui.models.codes import Ball
from coordtui.rules.finding import KEYS, Facts, parse
from coordtui.rules.fold import fold

TODAY = dt.date(2026, 11, 25)
ROSA = Facts(
    text=fold("Rosa López O'Brien MRN-77 call about the insulin"),
    tier=2,
    due_on=TODAY,
    language="es-MX",
    level=Level.HIGH,
    ball=(Ball.ME, Ball.PAYER),
    kind=("routine_contact", "referral"),
    plan="active",
    engagement="drifting",
    open=3,
)
NOBODY = Facts(text="")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "rosa",
        "ROSA lopez",
        "lópez rosa",
        "o'brien",
        "obrien",
        '"rosa lopez"',
        '"mrn 77"',
        "mrn-77",
        "-ana",
        "tier:2",
        "tier:1,2",
        "due:today",
        "due:week",
        "lang:es",
        "lang:es-mx",
        "LANG:ES",
        "level:high",
        "risk:high insulin",
        "acuity:complex,high",
        "ball:payer",
        "kind:referral",
        "plan:active",
        "engagement:drifting",
        "open:3",
        "open:>2",
        "open:>=3",
        "open:<4",
        "open:<=3",
        "deceased:no",
        "-deceased:yes",
        "-due:overdue",
        '-"lopez rosa"',
        'rosa "insulin',
    ],
)
def test_a_row_that_fits_every_term_is_found(text: str) -> None:
    assert parse(text, TODAY)(ROSA)


@pytest.mark.parametrize(
    "text",
    [
        "ana",
        "rosa ana",
        '"lopez rosa"',
        "-rosa",
        "tier:1",
        "tier:none",
        "due:overdue",
        "due:none",
        "lang:e",
        "lang:en",
        "level:low",
        "-risk:high",
        "ball:patient",
        "kind:letter",
        "plan:none",
        "engagement:lost",
        "open:0",
        "open:>3",
        "deceased:yes",
        "rosa tier:0",
    ],
)
def test_a_row_that_fails_one_term_is_not_found(text: str) -> None:
    assert not parse(text, TODAY)(ROSA)


@pytest.mark.parametrize("text", ["tier:none", "due:none", "lang:none", "level:none", "plan:none", "open:0"])
def test_what_is_missing_can_be_asked_for(text: str) -> None:
    assert parse(text, TODAY)(NOBODY)


@pytest.mark.parametrize(
    "days, found", [(-1, "overdue"), (0, "today week"), (1, "week"), (7, "week"), (8, ""), (-300, "overdue")]
)
def test_due_dates_are_overdue_today_or_in_the_week(days: int, found: str) -> None:
    row = Facts(text="", due_on=TODAY + dt.timedelta(days=days))
    assert [word for word in ("overdue", "today", "week") if parse(f"due:{word}", TODAY)(row)] == found.split()


@pytest.mark.parametrize(
    "text, sentence",
    [
        ("colour:red", f'There is no filter "colour:". Known are {", ".join(KEYS)}.'),
        ("tier:5", '"tier:5" is not known. tier is one of 0, 1, 2, 3, 4, none.'),
        ("tier:", '"tier:" needs a value.'),
        ("tier:,", '"tier:" needs a value.'),
        ("due:someday", '"due:someday" is not known. due is one of overdue, today, week, none.'),
        ("risk:huge", '"level:huge" is not known. level is one of low, rising, high, complex, none.'),
        ("open:many", '"open:many" is not a number. Write open:0, open:>0 or open:>=3.'),
        ("kind:hous", '"kind:hous" is not known. kind is one of housing.'),
        ("rosa -ball:dog", '"ball:dog" is not known. ball is one of me, patient, recipient, requester, payer, other.'),
    ],
)
def test_a_term_that_makes_no_sense_is_named(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse(text, TODAY)
    assert (caught.value.field, str(caught.value)) == ("filter", sentence)


@given(st.text(max_size=30))
def test_any_text_is_a_filter_or_a_named_mistake(text: str) -> None:
    try:
        assert parse(text, TODAY)(ROSA) in (True, False)
    except InvalidInput as error:
        named = error.field
        assert named == "filter"
