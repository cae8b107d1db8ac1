"""Who may get what on which ground: 45 CFR 164.502 to 164.528 as tables."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.cli import gate as cli
from coordtui.models.disclosure import Basis, Purpose
from coordtui.rules.disclosure import (
    ACCOUNTED,
    BASES,
    DOCUMENTS,
    PURPOSES,
    SECTIONS,
    USUAL,
    Recipient,
    defaults,
    fitting,
    reaches_back_to,
)


def test_every_ground_names_its_section_and_says_what_it_asks_for() -> None:
    assert set(BASES) == set(Basis)
    for basis, rule in BASES.items():
        assert rule.section.startswith("45 CFR 164."), basis
        assert bool(rule.asks) == (rule.needs == "words"), basis
    assert [basis for basis, rule in BASES.items() if rule.needs == "consent"] == [Basis.AUTHORIZATION]
    assert set(PURPOSES) == set(Purpose)


def test_the_accounting_holds_what_164_512_allows_and_nothing_that_164_528_leaves_out() -> None:
    assert all(BASES[basis].section.startswith("45 CFR 164.512") for basis in ACCOUNTED)
    left_out = {basis for basis, rule in BASES.items() if not rule.section.startswith("45 CFR 164.512")}
    assert left_out == set(Basis) - ACCOUNTED
    assert {Basis.TREATMENT, Basis.INDIVIDUAL, Basis.AUTHORIZATION, Basis.LIMITED_DATA_SET} <= left_out


def test_documents_are_made_of_known_parts_and_none_is_both_pickable_and_always_there() -> None:
    for key, rule in DOCUMENTS.items():
        assert {*rule.parts, *rule.always} <= set(SECTIONS), key
        assert not set(rule.parts) & set(rule.always), key
        assert rule.parts or rule.always, key


@pytest.mark.parametrize(
    ("kind", "purpose", "basis"),
    [
        ("patient", Purpose.INDIVIDUAL, Basis.INDIVIDUAL),
        ("patient", Purpose.LEGAL, Basis.INDIVIDUAL),
        ("me", Purpose.OPERATIONS, Basis.OWN_USE),
        ("provider", Purpose.TREATMENT, Basis.TREATMENT),
        ("provider", Purpose.COORDINATION, Basis.TREATMENT),
        ("provider", Purpose.LEGAL, Basis.AUTHORIZATION),
        ("payer", Purpose.PAYMENT, Basis.PAYMENT),
        ("payer", Purpose.COORDINATION, Basis.OPERATIONS),
        ("payer", Purpose.TREATMENT, Basis.AUTHORIZATION),
        ("person", Purpose.COORDINATION, Basis.AGREEMENT),
        ("person", Purpose.RESEARCH, Basis.AUTHORIZATION),
        ("agency", Purpose.COORDINATION, Basis.TREATMENT),
        ("agency", Purpose.PAYMENT, Basis.AUTHORIZATION),
        ("agency", Purpose.PUBLIC_HEALTH, Basis.PUBLIC_HEALTH),
    ],
)
def test_the_ground_that_fits_is_proposed_and_an_authorization_where_none_is_plain(
    kind: str, purpose: Purpose, basis: Basis
) -> None:
    assert fitting(Recipient("", kind), purpose) is basis  # type: ignore[arg-type]


def test_no_more_than_is_needed_is_proposed_except_for_care_the_patient_and_an_authorization() -> None:
    every = set(DOCUMENTS["plan-team"].parts) | set(DOCUMENTS["plan-team"].always)
    clinic, food = Recipient("Heart Clinic", "provider"), Recipient("Food bank", "agency")
    plan = Recipient("Harbor Health", "payer")
    assert defaults("plan-team", clinic, Purpose.TREATMENT) == every
    assert defaults("plan-team", plan, Purpose.PAYMENT) == {"birth_date", "problems", "goals"}
    assert defaults("plan-team", plan, Purpose.PAYMENT, Basis.AUTHORIZATION) == every
    assert "medicines" not in defaults("packet", food, Purpose.COORDINATION), "the exemption is for providers only"
    assert defaults("summary", food, Purpose.LEGAL, Basis.COURT) == set(), "a person picks what the order names"
    for document, rule in DOCUMENTS.items():
        assert defaults(document, Recipient("", "patient"), Purpose.INDIVIDUAL) == {*rule.parts, *rule.always}


def test_an_accounting_reaches_six_years_back_also_from_a_leap_day() -> None:
    assert reaches_back_to(dt.date(2026, 11, 22)) == dt.date(2020, 11, 22)
    assert reaches_back_to(dt.date(2028, 2, 29)) == dt.date(2022, 2, 28)


def test_the_command_line_offers_what_the_rules_know() -> None:
    """It spells them out itself, so that reading a command line loads no models."""
    assert set(cli.KINDS) == set(USUAL)
    assert set(cli.PURPOSES) == {purpose.value for purpose in Purpose}
    assert set(cli.BASES) == {basis.value for basis in Basis} - {Basis.DEIDENTIFIED.value}
