"""The table of keys: complete, without doubt about a name, and true to the codes that are stored."""

from __future__ import annotations

import pytest

from coordtui.models.acuity import Level
from coordtui.models.codes import Ball, Urgency
from coordtui.models.referral import ReferralState
from coordtui.rules.finding import EVERYTHING, FindingProblem, Subject, Term
from coordtui.rules.finding_keys import KEYS, NONE, Key, key_of, keys_of, names_of
from coordtui.rules.finding_parse import parse, write
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import KINDS
from tests.rules.finding_trees import SUBJECTS

EXAMPLES = {
    "number": ("0", "12"),
    "age": ("65",),
    "day": ("friday", "30d"),
    "ago": ("2026", "7d"),
    "text": ("x",),
    "code": ("x",),
}
EACH = [(subject, key) for subject in SUBJECTS for key in keys_of(subject)]


@pytest.mark.parametrize("subject, key", EACH, ids=[f"{subject}-{key.name}" for subject, key in EACH])
def test_a_key_takes_every_value_it_names_and_says_what_it_is_for(subject: Subject, key: Key) -> None:
    assert key.label
    assert key.help
    assert len(key.words) == len(key.values)
    assert len({fold(word) for word in key.words}) == len(key.words)
    for value in (*key.values, *EXAMPLES.get(key.kind, ())):
        node = parse(f"{key.name.upper()}:{value}", subject)
        assert node == Term(key.name, "is", (value,))
        assert parse(write(node), subject) == node
    for value, word in zip(key.values, key.words, strict=True):
        assert key.word(value) == word
        if key.kind == "choice":
            assert parse(f'{key.name}:"{word}"', subject) == Term(key.name, "is", (value,))


@pytest.mark.parametrize("subject, key", EACH, ids=[f"{subject}-{key.name}" for subject, key in EACH])
def test_a_key_is_compared_only_where_it_has_an_order(subject: Subject, key: Key) -> None:
    value = next(value for value in (*EXAMPLES.get(key.kind, ()), *key.values) if value != NONE)
    for op in ("<", "<=", ">", ">="):
        if key.ordered:
            assert parse(f"{key.name}:{op}{value}", subject) == Term(key.name, op, (value,))
        else:
            with pytest.raises(FindingProblem, match="no order"):
                parse(f"{key.name}:{op}{value}", subject)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_name_leads_to_one_key_of_the_list_in_any_case(subject: Subject) -> None:
    keys = keys_of(subject)
    assert len({key.name for key in keys}) == len(keys)
    for name in names_of(subject):
        key = key_of(name.upper(), subject)
        assert key in keys
        assert key is not None
        assert subject in key.subjects
        assert parse(f"{name}:{(*EXAMPLES.get(key.kind, ()), *key.values)[0]}", subject) != EVERYTHING


def test_keys_of_the_rows_come_before_those_of_the_person_and_hide_them() -> None:
    for subject in SUBJECTS:
        about = [key.about for key in keys_of(subject)]
        assert about == sorted(about, reverse=True)
    assert [key.about for key in (key_of("due", "people"), key_of("due", "plans")) if key] == ["person", "row"]
    assert key_of("acuity", "directory") is None
    assert {key for subject in SUBJECTS for key in keys_of(subject)} <= set(KEYS)


def test_choices_are_the_codes_that_records_hold() -> None:
    def values(name: str, subject: Subject) -> tuple[str, ...]:
        key = key_of(name, subject)
        assert key is not None
        return key.values

    assert values("acuity", "people") == (*Level, NONE)
    assert values("ball", "people") == values("ball", "referrals") == tuple(Ball)
    assert values("kind", "people") == tuple(KINDS)
    assert values("urgency", "referrals") == tuple(Urgency)
    assert set(ReferralState) < set(values("referral", "people"))
    assert set(values("state", "referrals")) < set(ReferralState)
