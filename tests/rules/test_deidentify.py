"""Safe Harbor, value by value: what may leave of a person who must not be known again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules import deidentify as rules

ON = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        ("1961-06-03", 65),
        ("1936-11-25", 89),
        ("1936-11-24", "90+"),
        ("1936-11", "90+"),
        ("1936", "90+"),
        ("1937", 89),
        ("1920-01-01", "90+"),
        ("2026-11-25", None),
        ("Canary", None),
        (None, None),
    ],
)
def test_ages_above_89_are_one_group_and_a_vague_birth_counts_as_the_older(birth: str | None, group: object) -> None:
    assert rules.age_group(birth, ON) == group


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("2019-06-03", 2019),
        ("2019-06", 2019),
        ("2019", 2019),
        ("2025-11-25T09:30:00-05:00", 2025),
        (dt.date(2026, 1, 2), 2026),
        (dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC), 2026),
        ("1937-01-01", 1937),
        ("1936-12-31", None),
        ("2027", None),
        ("2019 Elm Street", None),
        ("20190603", None),
        (None, None),
    ],
)
def test_of_a_date_the_year_leaves_unless_an_age_above_89_could_be_read_from_it(
    when: object, found: int | None
) -> None:
    assert rules.year(when, ON) == found  # type: ignore[arg-type]


def test_a_span_is_told_in_days_and_only_between_full_days() -> None:
    assert rules.days("2026-01-01", "2026-01-31T10:00:00-05:00") == 30
    assert rules.days(dt.date(2026, 1, 1), dt.datetime(2026, 1, 3, tzinfo=dt.UTC)) == 2
    assert rules.days("2026-01", "2026-03-01") is None
    assert rules.days("2026-02-01", "2026-01-01") is None
    assert rules.days(None, "2026-01-01") is None


@pytest.mark.parametrize(
    ("code", "country", "digits"),
    [
        ("01002", "US", "010"),
        ("01002-1234", None, "010"),
        ("010021234", "", "010"),
        ("03601", "US", "000"),  # among the 17 of the guidance
        ("89301", "US", "000"),
        ("20201", "US", "000"),  # only by the newer counts
        ("83001", "US", "000"),  # only by the older one: kept back until somebody counts again
        ("09012", "US", "000"),  # military mail
        ("K1A 0B1", "CA", None),
        ("01002", "MX", None),
        ("413-555", "US", None),
        ("123456", "US", None),
        ("00501", "US", "000"),
        ("١٢٣٤٥", "US", None),
        (None, None, None),
    ],
)
def test_three_digits_of_a_zip_code_leave_where_enough_people_live(
    code: str | None, country: str | None, digits: str | None
) -> None:
    assert rules.zip3(code, country) == digits


GUIDANCE = (
    *("036", "692", "878", "059", "790", "879", "063", "821", "884"),
    *("102", "823", "890", "203", "830", "893", "556", "831"),
)


@pytest.mark.parametrize("prefix", GUIDANCE)
def test_every_prefix_of_the_guidance_becomes_000(prefix: str) -> None:
    assert len(set(GUIDANCE)) == 17
    assert rules.zip3(f"{prefix}99", "US") == "000"


def test_no_area_below_a_state_is_named() -> None:
    assert rules.state("Massachusetts", "USA") == rules.state("ma", None) == "MA"
    assert rules.state("Springfield", "US") is None
    assert rules.state("ON", "CA") is None
    assert rules.state(None, None) is None


def test_only_known_words_leave() -> None:
    assert rules.one_of("female", ("male", "female")) == "female"
    assert rules.one_of("female ", ("male", "female")) is None
    assert rules.one_of(None, ("male",)) is None
    assert rules.race("White") == "White"
    assert rules.race("White; Asian") == "more than one"
    assert rules.race("Rosa Lopez; Asian") == "Asian"
    assert rules.language("es-MX") == "es"
    assert rules.language("hmn") == "hmn"
    assert rules.language("Rosa") is None
    assert rules.language("617") is None


def test_only_small_whole_numbers_leave() -> None:
    assert rules.whole(4, 4) == 4
    assert rules.whole(5, 4) is None
    assert rules.whole("5551234", 10**9) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("system", "code", "told"),
    [
        ("http://hl7.org/fhir/sid/icd-10-cm", "E11.9", "ICD-10 E11"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "Z59.00", "ICD-10 Z59"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "U07.1", "ICD-10 U07"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "Rosa", None),
        ("http://hl7.org/fhir/sid/icd-10-cm", "E1", None),
        ("http://snomed.info/sct", "44054006", "SNOMED 44054006"),
        ("http://snomed.info/sct", "10939881000119105", "SNOMED 10939881000119105"),
        ("http://snomed.info/sct", "44054007", None),  # the check digit
        ("http://snomed.info/sct", "123456789", None),  # a social security number in a code's place
        ("http://snomed.info/sct", "4135550123", None),  # a phone number
        ("urn:oid:1.2.3", "44054006", None),
        (None, "44054006", None),
        ("http://snomed.info/sct", None, None),
    ],
)
def test_a_problems_code_leaves_when_it_can_be_nothing_else(
    system: str | None, code: str | None, told: str | None
) -> None:
    assert rules.problem(system, code) == told


@given(st.integers(10**8, 10**10 - 1))
def test_hardly_any_nine_or_ten_digits_pass_for_a_concept(number: int) -> None:
    told = rules.problem("http://snomed.info/sct", str(number))
    assert told is None or str(number)[-3:-1] in ("00", "10")


def test_of_a_screening_only_a_known_total_within_its_range_leaves() -> None:
    assert rules.score("44261-6", "14") == ("PHQ-9", 14)
    assert rules.score("44261-6", "28") is None
    assert rules.score("44261-6", "Rosa") is None
    assert rules.score("30525-0", "93") is None, "an age above 89 is an answer too"
    assert rules.score(None, "3") is None
