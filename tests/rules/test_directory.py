"""The directory's rules: what an entry is found by, what it may hold, and how its record adds up."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.errors import InvalidInput
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.models.referral import ReferralState as S
from coordtui.rules.directory import (
    LONGEST_TEXT,
    check,
    check_languages,
    is_stale,
    number_key,
    search_text,
    speaks,
    split_languages,
)
from coordtui.rules.directory_record import NO_REPLY_DAYS, Loop, days_words, median_days, performance
from coordtui.rules.fold import fold

TODAY = dt.date(2026, 3, 4)


def day(before: int) -> dt.date:
    return TODAY - dt.timedelta(days=before)


def finds(text: str, entry: str) -> bool:
    return all(f" {word}" in f" {entry}" for word in fold(text).split())


# --- finding ---------------------------------------------------------------------------------------------------------

ENTRY = search_text(
    "Clínica Núñez",
    ("free clinic", "dental; eye care", "4 Elm St"),
    "es; ht",
    ("(617) 555-0123", None, "+44 20 7946 0958"),
)


@pytest.mark.parametrize(
    "text",
    [
        *("clin", "nunez", "NÚÑEZ", "eye", "clinica dent", "elm", "spanish", "es", "haitian"),
        *("617", "617 555", "6175550123", "5550123", "555-0123", "(617) 555-0123", "0123", "442079460958"),
    ],
)
def test_an_entry_is_found_by_any_word_or_number_of_it(text: str) -> None:
    assert finds(text, ENTRY)


@pytest.mark.parametrize("text", ["inica", "nunezz", "french", "5550124", "clinica french"])
def test_an_entry_is_not_found_by_what_it_does_not_hold(text: str) -> None:
    assert not finds(text, ENTRY)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
def test_what_is_found_by_is_folded_and_begins_with_the_name(name: str, words: str, language: str) -> None:
    text = search_text(name, (words,), language, (words,))
    assert fold(text) == text
    assert text.startswith(fold(name))


def test_languages_become_tags_and_what_is_not_known_stays_as_typed() -> None:
    assert check_languages("Spanish, haitian creole; xx-nonsense-zz9, es") == "es; ht; xx-nonsense-zz9"
    assert check_languages(" ; , ") is None
    assert split_languages("es; vi,Twi") == ["es", "vi", "Twi"]


# --- checking --------------------------------------------------------------------------------------------------------


def test_a_draft_is_checked_as_it_is_stored() -> None:
    draft = check(
        OrganizationDraft(
            name="  River \t Pantry ",
            phone="6175550123",
            fax="617.555.0124",
            languages="Spanish",
            address="4 Elm\nBoston",
        )
    )
    assert (draft.name, draft.phone, draft.fax) == ("River Pantry", "(617) 555-0123", "(617) 555-0124")
    assert (draft.languages, draft.address) == ("es", "4 Elm\nBoston")
    assert draft.services is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " \x1b "}, "name"),
        ({"name": "A" * 301}, "name"),
        ({"name": "A", "phone": "call me"}, "phone"),
        ({"name": "A", "fax": "555"}, "fax"),
        ({"name": "A", "email": "nobody"}, "email"),
        ({"name": "A", "asks_for": "x" * (LONGEST_TEXT + 1)}, "asks_for"),
    ],
)
def test_nonsense_is_refused_at_its_field(fields: dict[str, str], field: str) -> None:
    for draft in (OrganizationDraft.model_validate(fields), PractitionerDraft.model_validate(fields)):
        with pytest.raises(InvalidInput) as refused:
            check(draft)
        assert refused.value.field == field


def test_control_characters_never_reach_the_vault() -> None:
    draft = check(OrganizationDraft(name="A\x1b[2JB", note="one\x1b]52;c;x\x07\ntwo", hours="9\x00to 5"))
    assert "\x1b" not in f"{draft.name}{draft.note}{draft.hours}"
    assert draft.note == "one]52;c;x\ntwo"


def test_two_ways_to_write_a_number_are_one_number() -> None:
    assert number_key("+1 617-555-0123") == number_key("(617) 555-0123") == "6175550123"
    assert number_key("911") == number_key(None) == ""


def test_an_entry_wants_to_be_checked_every_90_days() -> None:
    assert not is_stale(day(89), TODAY)
    assert is_stale(day(90), TODAY)
    assert is_stale(None, TODAY)


# --- languages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wanted", ["es", "es-mx", "ES", "spanish", "span", "ht", "haitian", "creole", "sign"])
def test_a_language_is_known_by_its_tag_and_by_its_name(wanted: str) -> None:
    assert speaks("es-MX; ht, American Sign Language", wanted)


@pytest.mark.parametrize("wanted", ["haitian creole", "Haitian Cre", "american sign l", "bokmål", "bokmal", "māori"])
def test_a_language_is_known_by_several_words_of_its_name_in_any_spelling(wanted: str) -> None:
    assert speaks("ht, American Sign Language; nb; mi", wanted)


@pytest.mark.parametrize("wanted", ["e", "spa", "en", "es-es", "anish", "vi", "french", "creole haitian", "-"])
def test_what_only_looks_like_a_language_there_is_none(wanted: str) -> None:
    assert not speaks("es-MX; ht", wanted)
    assert not speaks(None, wanted)


# --- the record ------------------------------------------------------------------------------------------------------


def test_the_median_hides_the_one_visit_that_took_a_year() -> None:
    assert median_days([(day(400), day(35)), (day(40), day(33)), (day(30), day(21))]) == 9
    assert median_days([(day(40), day(30)), (day(40), day(25))]) == 12.5
    assert median_days([]) is None
    assert median_days([(day(1), day(5))]) is None, "a visit that was known before the referral says nothing"


@given(st.lists(st.integers(0, 300), min_size=1, max_size=9))
def test_the_median_lies_in_the_middle(days: list[int]) -> None:
    middle = median_days([(day(300), day(300 - length)) for length in days])
    assert middle is not None
    assert 2 * sum(length < middle for length in days) <= len(days)
    assert 2 * sum(length > middle for length in days) <= len(days)


@pytest.mark.parametrize(
    ("days", "words"),
    [(None, ""), (0, "same day"), (0.5, "½ day"), (1, "1 day"), (1.5, "1½ days"), (9, "9 days"), (12.5, "12½ days")],
)
def test_days_are_said_in_words(days: float | None, words: str) -> None:
    assert days_words(days) == words


def test_the_record_counts_what_was_sent_and_what_came_of_it() -> None:
    record = performance(
        [
            Loop(S.CLOSED_MET, day(5), day(60), day(50), heard=True),
            Loop(S.CLOSED_UNMET, day(5), day(60)),
            Loop(S.SENT, day(3), day(3)),
            Loop(S.DECLINED, day(3), day(9), declined=True, heard=True),
            Loop(S.SCHEDULED, day(3), day(40), day(20), heard=True),
            Loop(S.DRAFT, day(3)),
            Loop(S.ENTERED_IN_ERROR, day(3), day(9)),
        ],
        day(10),
        TODAY,
    )
    assert (record.sent, record.closed_loops, record.open, record.declined) == (5, 1, 3, 1)
    assert (record.median_days_to_schedule, record.no_reply, record.last_verified) == (15, 1, day(10))


@pytest.mark.parametrize("state", [S.DRAFT, S.AWAITING_AUTH, S.CANCELLED, S.ON_HOLD])
def test_what_never_left_counts_for_nobody(state: S) -> None:
    assert performance([Loop(state, day(90))], None, TODAY).sent == 0
    assert performance([Loop(state, day(90), day(80))], None, TODAY).sent == 1


def test_an_imported_referral_counts_by_its_state_alone() -> None:
    record = performance([Loop(S.ACCEPTED, day(90)), Loop(S.SENT, day(NO_REPLY_DAYS))], None, TODAY)
    assert (record.sent, record.open, record.no_reply) == (2, 2, 1)


@pytest.mark.parametrize(("days", "count"), [(NO_REPLY_DAYS - 1, 0), (NO_REPLY_DAYS, 1)])
def test_silence_counts_after_a_fortnight(days: int, count: int) -> None:
    assert performance([Loop(S.SENT, day(days), day(days))], None, TODAY).no_reply == count
    assert performance([Loop(S.SENT, day(days), day(days), heard=True)], None, TODAY).no_reply == 0
