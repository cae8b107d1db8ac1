"""The finding language as conditions: a filter and its negation split a list, and nothing typed reaches SQL unbound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.caseload import caseload
from coordtui.casework.finding import Scope, asks, where
from coordtui.casework.finding_held import MOST, by_use, held_values
from coordtui.casework.finding_terms import different
from coordtui.casework.referral_tracker import tracker
from coordtui.casework.today import today
from coordtui.models.clinical import Condition, Coverage
from coordtui.models.patient import Patient
from coordtui.models.referral import Referral
from coordtui.rules.finding import FindingProblem, Subject
from coordtui.rules.finding_keys import SUBJECTS, keys_of
from tests.casework.lists import open_plans
from tests.casework.objects import bring
from tests.plans import plan_of, walks
from tests.world import DemoWorld

_P, _R = table(Patient).c, table(Referral).c
_SCOPES = {
    "people": Scope(person=_P.id),
    "referrals": Scope(person=_R.patient_id, row=_R.id, kind="referral"),
}


def found(session: Session, text: str, subject: Subject, demo: DemoWorld) -> set[int]:
    scope = _SCOPES[subject]
    key = _P.id if subject == "people" else _R.id
    return set(session.scalars(select(key).where(where(session, text, subject, scope, demo.today))))


# --- splitting a list ------------------------------------------------------------------------------------------------

_PIECES = (
    *("rosa", "heart", "ana", '"call back"', "phar", "2026", "617", "لا", "ł"),
    *(
        "acuity:>=high",
        "due:<=friday",
        "last:>30d",
        "lang:es",
        "payer:medicaid",
        "referral:waiting",
        "dx:E11",
        "age:none",
    ),
    *("tag:part2", "ball:payer", "age:>=65", "no:next-step", "open:<3", "born:<1960", "plan:none", "payer:none"),
    *("due:none", "no:phone", "tag:none", "acuity:none", "alert:yes", "dx:none", "last:never", "referral:late"),
)
_FILTERS = st.recursive(
    st.sampled_from(_PIECES),
    lambda inner: st.one_of(
        inner.map(lambda part: f"-({part})"),
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})"),
    ),
    max_leaves=6,
)
_QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(_FILTERS)
@_QUICK
def test_a_filter_and_its_negation_split_a_list(demo: DemoWorld, text: str) -> None:
    for subject in _SCOPES:
        every = demo.read(found, "", subject, demo)
        fits, others = (demo.read(found, one, subject, demo) for one in (text, f"-({text})"))
        assert fits | others == every
        assert not fits & others


_LISTS: dict[str, Callable[..., Iterable[Any]]] = {
    "today": lambda *args, **kwargs: today(*args, **kwargs).rows,
    "caseload": caseload,
    "referrals": lambda *args, **kwargs: tracker(*args, **kwargs).rows,
    "plans": open_plans,
}


@pytest.mark.parametrize("name", _LISTS)
def test_every_list_is_split_by_a_filter_and_its_negation(demo: DemoWorld, name: str) -> None:
    def keys_of_rows(text: str) -> list[int]:
        rows = demo.read(_LISTS[name], demo.today, filter=text)
        return sorted(getattr(row, "work_id", None) or row.patient_id or 0 for row in rows)

    every = keys_of_rows("")
    for text in (
        "rosa or heart",
        "acuity:>=high",
        "lang:es -due:overdue",
        "age:none",
        "payer:medicaid (dx:E11 or no:plan)",
    ):
        fits, others = keys_of_rows(text), keys_of_rows(f"-({text})")
        assert sorted(fits + others) == every, text
        assert fits != every, text


def test_on_another_day_every_list_asks_for_the_tier_of_that_day(demo: DemoWorld) -> None:
    later = demo.today + dt.timedelta(days=45)
    wanted = {row.patient_id for row in demo.read(today, later).rows if row.tier <= 1}
    assert wanted != {row.patient_id for row in demo.read(today, demo.today).rows if row.tier <= 1}
    for name, reading in _LISTS.items():
        every, found_ = (demo.read(reading, later, filter=text) for text in ("", "tier:<=1"))
        assert [row for row in every if row.patient_id in wanted] == list(found_), name


_SHORT = ("ł",)
"""Found in names when they stand alone, and everywhere beside a longer word."""


@given(st.lists(st.sampled_from([one for one in _PIECES if one not in _SHORT]), min_size=2, max_size=3, unique=True))
@_QUICK
def test_words_beside_each_other_must_all_hold_and_or_needs_one(demo: DemoWorld, pieces: list[str]) -> None:
    each = [demo.read(found, one, "people", demo) for one in pieces]
    assert demo.read(found, " ".join(pieces), "people", demo) == set.intersection(*each)
    assert demo.read(found, " or ".join(pieces), "people", demo) == set.union(*each)


# --- what is typed is bound ------------------------------------------------------------------------------------------


def asked(session: Session, text: str, subject: Subject, demo: DemoWorld) -> list[str]:
    """The SQL of all statements of a reading."""
    statements: list[str] = []
    connection = session.connection()

    def note(_connection: Any, _cursor: Any, sql: str, _values: Any, _context: Any, _many: bool) -> None:
        statements.append(sql)

    event.listen(connection, "before_cursor_execute", note)
    try:
        found(session, text, subject, demo)
    finally:
        event.remove(connection, "before_cursor_execute", note)
    return statements


_SHAPES: dict[str, Subject] = {
    '"{}"': "people",
    'payer:"{}"': "people",
    'dx:"{}"': "people",
    'lang:"{}"': "people",
    'tag:"{}"': "people",
    'to:"{}"': "referrals",
    '-(payer:"{}" or "{}")': "referrals",
}
_TYPED = st.text(st.characters(exclude_characters='"“”„', exclude_categories=["Cs"]), max_size=12)


@given(st.sampled_from(tuple(_SHAPES)), _TYPED)
@_QUICK
def test_nothing_typed_reaches_sql_unbound(demo: DemoWorld, shape: str, typed: str) -> None:
    """The SQL is the same, letter by letter, whatever stands in the quotes."""
    subject = _SHAPES[shape]
    for text in (f"x{typed}", f"{typed}x", f"x' OR 1=1 --{typed}"):
        plain, hostile = (demo.read(asked, shape.replace("{}", one), subject, demo) for one in ("plain", text))
        assert hostile == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("age:>=65", "age:>=7"),
        ("born:1957", "born:2001-03-04"),
        ("due:<=friday", "due:<2027"),
        ("open:>3", "open:>99"),
        ("last:>30d", "last:>2y"),
        ("days:>9", "days:>800"),
    ],
)
def test_numbers_and_days_are_bound_too(demo: DemoWorld, one: str, other: str) -> None:
    subject: Subject = "referrals" if one.startswith("days") else "people"
    assert demo.read(asked, one, subject, demo) == demo.read(asked, other, subject, demo)


# --- the keys --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_key_that_can_be_typed_is_understood(demo: DemoWorld, subject: Subject) -> None:
    examples = {"number": "1", "age": "1", "day": "today", "ago": "today", "text": "a", "code": "a"}
    scope = _SCOPES.get(subject) or Scope(row=_P.id, kind="organization" if subject == "directory" else "care_plan")
    for key in keys_of(subject):
        for value in (*key.values, examples.get(key.kind)):
            if value is not None:
                condition = demo.read(where, f"{key.name}:{value}", subject, scope, demo.today)
                assert str(condition), (key.name, value)


def test_bytes_that_are_no_text_find_nobody(demo: DemoWorld) -> None:
    for text in ("qxz\udcff", "dx:qxz\udcff", "payer:qxz\udcff", "lang:qxz\udcff", "tag:qxz\udcff", "dx:qxz\x00"):
        assert demo.read(found, text, "people", demo) == set(), text


def test_a_filter_that_is_not_understood_is_told_by_its_place(demo: DemoWorld) -> None:
    for subject in SUBJECTS:
        with pytest.raises(FindingProblem) as bad:
            demo.read(where, "rosa colour:blue", subject, Scope(), demo.today)
        assert (bad.value.field, bad.value.span[0]) == ("filter", 5)


def test_a_key_is_found_wherever_it_stands_in_a_filter() -> None:
    assert asks("a (b or -(c retired:yes))", "directory", "retired")
    assert not asks("retired -kind:place", "directory", "retired")


# --- what the vault holds, for completion ----------------------------------------------------------------------------


def test_the_values_of_open_keys_are_told_by_use(demo: DemoWorld) -> None:
    people = demo.read(held_values, "people")
    assert set(people) == {"payer", "dx", "lang", "tag"}
    assert people["lang"][:2] == ("en", "es")
    assert "part2" in people["tag"]
    assert "Medicaid MCO" in people["payer"]
    assert "Larkspur Neurology" in demo.read(held_values, "referrals")["to"]
    assert "es" in demo.read(held_values, "directory")["lang"]
    for key in ("payer", "lang", "tag"):
        assert all(demo.read(found, f'{key}:"{value}"', "people", demo) for value in people[key][:1])


def test_the_values_of_open_keys_are_bounded_and_walk_no_table(demo: DemoWorld) -> None:
    rows = [Condition(patient_id=1, text="Odd", code=f"Q{n:04}") for n in range(MOST + 9)]
    demo.do(bring, [*rows, *(Condition(patient_id=1, text="Common", code="Z99.8") for _ in range(90))])
    codes = demo.read(held_values, "people")["dx"]
    assert len(codes) == MOST
    assert codes[0] == "Z99.8"
    for column in (table(Condition).c.code, table(Coverage).c.payer, _P.language, _R.to_name):
        assert walks(demo.read(plan_of, different(column)), covered=True) == []
        assert demo.read(by_use, column)
