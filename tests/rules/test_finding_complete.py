"""Completion while a filter is typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.rules.finding import EVERYTHING, FindingProblem, Subject
from coordtui.rules.finding_complete import MOST, complete
from coordtui.rules.finding_keys import keys_of
from coordtui.rules.finding_parse import parse
from tests.rules.finding_trees import SUBJECTS, typed

HELD = {
    "payer": ("Medicaid", "Blue Cross", 'Aetna "Gold"'),
    "lang": ("es-MX", "vi"),
    "to": ("Valley Heart",),
    "dx": ("E11.9",),
}


def offered(text: str, subject: Subject = "people") -> list[str]:
    """What is offered at the bar in the text, else at its end."""
    cursor = text.find("|") if "|" in text else len(text)
    return [one.text for one in complete(text.replace("|", ""), cursor, subject, HELD).options]


def taken(text: str, subject: Subject = "people") -> str:
    """The text once the first of what is offered is taken."""
    cursor = text.find("|") if "|" in text else len(text)
    plain = text.replace("|", "")
    found = complete(plain, cursor, subject, HELD)
    return plain[: found.start] + found.options[0].text + plain[found.end :]


@pytest.mark.parametrize(
    "text, options",
    [
        ("ac", ["acuity:"]),
        ("AC", ["acuity:"]),
        ("ris", ["acuity:"]),
        ("rosa -ti", ["tier:"]),
        ("(rosa or du", ["due:"]),
        ("pl", ["plan:"]),
        ("zz", []),
        ("acuity", ["acuity:"]),
        ("acuity:", ["low", "rising", "high", "complex", "none"]),
        ("acuity:h", ["high"]),
        ("acuity:high", []),
        ("acuity:>", ["low", "rising", "high", "complex"]),
        ("acuity:>=", ["low", "rising", "high", "complex"]),
        ("acuity:low,h", ["high"]),
        ("acuity:>=low,h", []),
        ("nokey:h", []),
        ("kind:call", ["call_back", "discharge_contact"]),
        ("kind:tcm", ["discharge_contact"]),
        ('kind:"call b', ["call_back"]),
        ("referral:aw", ["awaiting_auth"]),
        ("payer:", ["Medicaid", '"Blue Cross"', '"Aetna Gold"', "none"]),
        ("payer:cr", ['"Blue Cross"']),
        ('payer:"blue c', ['"Blue Cross"']),
        ("payer:medicaid,b", ['"Blue Cross"']),
        ('payer:"blue cross",m', ["Medicaid"]),
        ("lang:", ["es-MX", "vi", "none"]),
        ("lang:span", ["es-MX"]),
        ("dx:e", ["E11.9"]),
        ("tag:ment", ["mental_health"]),
        ("due:t", ["today", "tomorrow"]),
        ("due:3", ["3d", "3w", "3m", "3y"]),
        ("due:<=f", ["friday"]),
        ("last:", [">30d", "<7d", "week", "never"]),
        ("last:>14", ["14d", "14w", "14m", "14y"]),
        ("age:", [">=65", "<18", "none"]),
        ("age:>=6", []),
        ("open:", ["0", ">0", ">=3"]),
        ("born:", ["none"]),
        ('"rosa du', []),
        ('"rosa due:', []),
        ("https://x.y", []),
    ],
)
def test_what_may_come_next_is_offered(text: str, options: list[str]) -> None:
    assert offered(text) == options


def test_an_empty_place_offers_every_key_of_its_list_with_what_it_is_about() -> None:
    for subject in SUBJECTS:
        found = complete("rosa ", 5, subject)
        assert [one.text for one in found.options] == [f"{key.name}:" for key in keys_of(subject)]
        assert all(one.label for one in found.options)
    assert offered("to:", "referrals") == ['"Valley Heart"', "none"]
    assert offered("to:", "people") == []


@pytest.mark.parametrize(
    "text, then",
    [
        ("rosa ris| tier:0", "rosa acuity: tier:0"),
        ("rosa acuity:hi|gx tier:0", "rosa acuity:high tier:0"),
        ("-payer:bl|", '-payer:"Blue Cross"'),
        ('payer:"bl|ue x" rosa', 'payer:"Blue Cross" rosa'),
        ('payer:"bl|', 'payer:"Blue Cross"'),
        ("(tier:|)", "(tier:0)"),
        ("due:3|", "due:3d"),
        ("last:|", "last:>30d"),
    ],
)
def test_what_is_taken_replaces_what_stands_there(text: str, then: str) -> None:
    assert taken(text) == then


def test_values_explain_themselves() -> None:
    labels = {
        one.text: one.label
        for text in ("lang:", "kind:tcm", "due:", "tag:p")
        for one in complete(text, 99, "people", HELD).options
    }
    assert labels["es-MX"] == "Spanish (Mexico)"
    assert labels["discharge_contact"] == "TCM call"
    assert labels["overdue"] == "its day has passed"
    assert labels["part2"] == "Part 2"


def test_many_values_are_cut_off() -> None:
    many = {"payer": [f"Payer {n}" for n in range(5000)]}
    assert len(complete("payer:", 6, "people", many).options) == MOST
    assert [one.text for one in complete("payer:4999", 10, "people", many).options] == ['"Payer 4999"']


@settings(deadline=None)
@given(typed, st.integers(-1, 50), st.sampled_from(SUBJECTS))
def test_whatever_is_typed_the_place_lies_in_the_text_around_the_cursor(
    text: str, cursor: int, subject: Subject
) -> None:
    found = complete(text, cursor, subject, HELD)
    at = min(max(cursor, 0), len(text))
    assert 0 <= found.start <= at <= found.end <= len(text)
    assert len(found.options) <= MOST


@settings(deadline=None)
@given(st.sampled_from(["", "rosa ", "-", "(tier:0 or ", "acuity:high,low "]), st.data(), st.sampled_from(SUBJECTS[:3]))
def test_taking_what_is_offered_ends_in_something_understood(
    before: str, data: st.DataObject, subject: Subject
) -> None:
    """A key first, then a value of it; some need a number or a name that only the person knows."""
    text = before
    for _ in range(2):
        options = complete(text, len(text), subject, HELD).options
        if not options:
            break
        text = text[: complete(text, len(text), subject, HELD).start] + data.draw(st.sampled_from(options)).text
    if text.endswith(":"):
        with pytest.raises(FindingProblem, match="needs a value"):
            parse(text + ")" * text.count("("), subject)
    else:
        assert parse(text + ")" * text.count("("), subject) != EVERYTHING
