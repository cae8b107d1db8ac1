"""Names, the add-and-edit form, and what a case wants."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.patient import CaseStatus, PatientDraft
from coordtui.rules.patient import (
    check,
    check_email,
    check_language,
    check_phone,
    close_record,
    display_name,
    first_step,
    wanted,
)

TODAY = dt.date(2026, 11, 25)


def form(**fields: Any) -> PatientDraft:
    return PatientDraft(**{"family": "Lopez", "given": "Rosa", **fields})


def refused(**fields: Any) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        check(form(**fields), TODAY)
    return caught.value


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "family, given_name, preferred, text, shown",
    [
        ("Lopez", "Rosa María", None, None, "Rosa María Lopez"),
        ("Lopez", "Rosa", "Rosie", None, "Rosie Lopez"),
        ("López", "Rosa", "Rosie Lopez", None, "Rosie Lopez"),
        ("Lopez", None, None, None, "Lopez"),
        (None, "Rosa", None, None, "Rosa"),
        (None, None, None, "Mrs. Lopez", "Mrs. Lopez"),
        ("Lopez", "Rosa", None, "LOPEZ, ROSA", "Rosa Lopez"),
        ("李", "小龙", None, None, "李小龙"),
        ("김", "민준", None, None, "김민준"),
        ("Ли", "Анна", None, None, "Анна Ли"),
        (None, None, None, None, "Unnamed patient"),
        ("  ", "", " ", "\n", "Unnamed patient"),
        ("[DNR]", "Rosa\x1b[31m\n", None, None, "Rosa [31m [DNR]"),
    ],
)
def test_a_person_is_shown_by_one_name(
    family: str | None, given_name: str | None, preferred: str | None, text: str | None, shown: str
) -> None:
    assert display_name(family, given_name, preferred, text) == shown


# --- the form --------------------------------------------------------------------------------------------------------


def test_a_form_comes_back_as_it_is_stored() -> None:
    draft = form(
        given="  Rosa   María ",
        birth_date="06/03/1957",
        sex="F",
        language="Spanish",
        interpreter="y",
        phone="617.555.0123",
        email=" rosa@example.org ",
        voicemail="NO",
        preferred_channel="Phone",
        note="  first line\nsecond  ",
    )
    checked = check(draft, TODAY)
    assert checked == form(
        given="Rosa María",
        birth_date="1957-06-03",
        sex="female",
        language="es",
        interpreter="yes",
        phone="(617) 555-0123",
        email="rosa@example.org",
        voicemail="no",
        preferred_channel="phone",
        note="first line\nsecond",
    )
    assert check(checked, TODAY) == checked


def test_empty_fields_are_nothing() -> None:
    blank = form(birth_date=" ", sex="", language="", phone="", email="", interpreter="", note="  ")
    assert check(blank, TODAY) == form()


@pytest.mark.parametrize("fields", [{"family": None, "given": None}, {"family": " ", "given": "\n"}])
def test_a_patient_needs_a_name(fields: dict[str, Any]) -> None:
    assert refused(**fields).field == "family"


def test_a_preferred_name_alone_is_a_name() -> None:
    assert check(PatientDraft(preferred_name="Rosie"), TODAY).preferred_name == "Rosie"


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("birth_date", "31.02.1960", "31.02.1960 is not a day: February 1960 has 29 days."),
        ("birth_date", "2026-11-26", "The birth date is in the future. Check the year."),
        ("birth_date", "2027", "The birth date is in the future. Check the year."),
        ("birth_date", "1857", "The birth date is more than 130 years ago. Check the year."),
        ("sex", "robot", "The sex is one of male, female, other or unknown."),
        ("interpreter", "maybe", "The interpreter is one of yes, no, unknown or declined."),
        (
            "preferred_channel",
            "pigeon",
            "The preferred channel is one of phone, text, portal, email, letter, visit, video or provider.",
        ),
        (
            "phone",
            "call me",
            "This is not a phone number. Write it like 617 555 0123, or +44 20 7946 0958 from abroad.",
        ),
        ("email", "rosa@", "This is not an e-mail address. Write it like rosa@example.org."),
        ("language", "qqqq", "This language is not known. Write its name or its code: Spanish, es, zh-Hant, vi."),
    ],
)
def test_nonsense_is_told_at_its_field_with_what_to_write(field: str, value: str, sentence: str) -> None:
    error = refused(**{field: value})
    assert (error.field, str(error)) == (field, sentence)


def test_a_line_that_is_too_long_is_refused_and_a_long_note_is_not() -> None:
    assert refused(preferred_time="x" * 301).field == "preferred_time"
    note = "n" * 10_000
    assert check(form(note=note), TODAY).note == note


@pytest.mark.parametrize("value", ["2026-11-25", "2026-11", "2026", "1897"])
def test_a_birth_date_may_be_partial_and_as_late_as_today(value: str) -> None:
    assert check(form(birth_date=value), TODAY).birth_date == value


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("(617) 555-0123", "(617) 555-0123"),
        ("1 617 555 0123", "(617) 555-0123"),
        ("6175550123 ext 5", "(617) 555-0123 ext. 5"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("011 44 20 7946 0958", "+44 20 7946 0958"),
        ("+52 55 1234 5678", "+52 55 1234 5678"),
        ("", None),
        (None, None),
    ],
)
def test_a_phone_number_is_written_the_local_way(typed: str | None, stored: str | None) -> None:
    assert check_phone(typed) == stored
    assert check_phone(stored) == stored


@pytest.mark.parametrize(
    "typed, reason",
    [
        ("555-0123", "The area code is missing."),
        ("617 555", "This number is too short."),
        ("617 555 0123 4567", "This number is too long."),
        ("+999 1234567", "This is not a phone number."),
    ],
)
def test_a_phone_number_of_the_wrong_shape_says_why(typed: str, reason: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_phone(typed)
    assert caught.value.message == reason


@pytest.mark.parametrize(
    "typed, tag",
    [
        ("es", "es"),
        ("ES-mx", "es-MX"),
        ("es_MX", "es-MX"),
        ("zh-Hant", "zh-Hant"),
        ("Spanish", "es"),
        ("español", "es"),
        ("Tagalog", "tl"),
        ("prs", "prs"),
        ("hmn", "hmn"),
        ("ase", "ase"),
        (" ", None),
    ],
)
def test_a_language_is_kept_as_its_tag(typed: str, tag: str | None) -> None:
    assert check_language(typed) == tag


@pytest.mark.parametrize("typed", ["a@b", "a b@c.org", "@c.org", "a@@c.org", "a@c..org", "a@c.org."])
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInput):
        check_email(typed)


@given(st.builds(PatientDraft, **dict.fromkeys(PatientDraft.model_fields, st.none() | st.text(max_size=30))))
def test_any_form_is_either_stored_or_refused_at_one_of_its_fields(draft: PatientDraft) -> None:
    try:
        checked = check(draft, TODAY)
    except InvalidInput as error:
        named = error.field
    else:
        named = "family"
        assert check(checked, TODAY) == checked
    assert named in PatientDraft.model_fields


# --- what a case wants -----------------------------------------------------------------------------------------------


def test_a_new_patient_is_introduced_to_within_three_business_days_and_at_the_latest_in_ten() -> None:
    step = first_step(TODAY, TODAY)
    assert (step.kind, step.text) == ("introduce", "Introduce yourself")
    assert step.due_on == dt.date(2026, 12, 1)  # 27, 30 November, 1 December: Thanksgiving lies between
    assert step.limit_on == dt.date(2026, 12, 10)


def test_after_the_clock_was_set_back_the_days_run_from_today() -> None:
    assert first_step(TODAY, dt.date(2027, 5, 1)) == first_step(TODAY, TODAY)


def case(**facts: Any) -> list[str]:
    told = {"deceased": False, "case_status": CaseStatus.OPEN, "added_on": TODAY, "today": TODAY, **facts}
    return [each.kind for each in wanted(**told)]


def test_a_living_person_on_the_caseload_always_wants_something_or_has_it() -> None:
    assert case() == ["introduce"]
    assert case(reached=True) == ["no_next_step"]
    assert case(reached=True, has_other=True) == []


def test_the_dead_and_the_closed_want_nothing() -> None:
    assert case(deceased=True) == []
    assert case(case_status=CaseStatus.CLOSED) == []


def test_after_a_death_one_row_asks_to_close_the_record() -> None:
    step = close_record(TODAY)
    assert (step.kind, step.due_on) == ("close_record", dt.date(2026, 12, 3))
