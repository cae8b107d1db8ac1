"""Outcomes, channels, letters and engagement."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.models.contact import Channel, Outcome
from coordtui.rules.contact import (
    CHANNELS,
    OUTCOMES,
    channel_of,
    choices,
    counts,
    engagement,
    label,
    outcome_of,
)

TODAY = dt.date(2026, 11, 25)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def test_every_outcome_and_channel_of_the_records_has_its_words() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(CHANNELS) == set(Channel)
    assert all(meaning.channels and meaning.label for meaning in OUTCOMES.values())


@pytest.mark.parametrize("channel", Channel)
def test_on_one_channel_every_outcome_has_its_own_small_letter(channel: Channel) -> None:
    letters = [choice.letter for choice in choices(channel)]
    assert len(set(letters)) == len(letters)
    assert all(len(letter) == 1 and letter.islower() for letter in letters)
    assert all(outcome_of(choice.letter, channel) is choice.outcome for choice in choices(channel))


@pytest.mark.parametrize("channel", Channel)
def test_on_one_channel_every_outcome_reads_differently(channel: Channel) -> None:
    labels = [choice.label for choice in choices(channel)]
    assert len(set(labels)) == len(labels)


def test_channels_have_capitals_of_their_own() -> None:
    letters = [words.letter for words in CHANNELS.values()]
    assert len(set(letters)) == len(letters)
    assert all(letter.isupper() for letter in letters)
    assert all(channel_of(words.letter) is channel for channel, words in CHANNELS.items())
    assert channel_of("q") is None
    assert outcome_of("q", Channel.PHONE) is None


def test_what_cannot_happen_on_a_channel_is_not_offered_there() -> None:
    offered = {choice.outcome for choice in choices(Channel.LETTER)}
    assert not offered & {Outcome.VOICEMAIL, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.NOT_HOME, Outcome.READ}
    assert Outcome.LETTER_RETURNED in offered
    assert Outcome.REACHED_PATIENT not in {choice.outcome for choice in choices(Channel.PROVIDER)}


def test_an_outcome_is_said_as_on_its_channel() -> None:
    assert label(Outcome.REACHED_PATIENT, Channel.PHONE) == "reached the patient"
    assert label(Outcome.REACHED_PATIENT, Channel.TEXT) == "the patient replied"
    assert label(Outcome.DELIVERED, Channel.PROVIDER) == "spoke with them"


def test_two_way_contact_is_only_with_the_patient_or_a_caregiver() -> None:
    reached = {outcome for outcome, meaning in OUTCOMES.items() if meaning.reached}
    assert reached == {
        Outcome.REACHED_PATIENT,
        Outcome.REACHED_CAREGIVER,
        Outcome.DECLINED_TODAY,
        Outcome.DECLINED_PROGRAM,
    }


@pytest.mark.parametrize(
    "outcome, channel, expected",
    [
        (Outcome.NO_ANSWER, Channel.PHONE, True),
        (Outcome.VOICEMAIL, Channel.PHONE, True),
        (Outcome.SENT, Channel.TEXT, True),
        (Outcome.NOT_HOME, Channel.VISIT, True),
        (Outcome.REACHED_PATIENT, Channel.LETTER, True),
        (Outcome.SENT, Channel.LETTER, False),
        (Outcome.NO_ANSWER, Channel.PROVIDER, False),
        (Outcome.WRONG_NUMBER, Channel.PHONE, False),
        (Outcome.FAILED, Channel.TEXT, False),
        (Outcome.INTERPRETER_UNAVAILABLE, Channel.PHONE, False),
    ],
)
def test_only_attempts_at_the_patient_count(outcome: Outcome, channel: Channel, expected: bool) -> None:
    assert counts(outcome, channel) is expected


@pytest.mark.parametrize(
    "days, state",
    [
        (0, "engaged"),
        (29, "engaged"),
        (30, "drifting"),
        (59, "drifting"),
        (60, "disengaged"),
        (90, "disengaged"),
        (91, "lost"),
        (4000, "lost"),
    ],
)
def test_engagement_goes_by_the_days_since_two_way_contact(days: int, state: str) -> None:
    assert engagement(ago(days), ago(5000), TODAY) == state


@pytest.mark.parametrize("days, state", [(0, "new"), (29, "new"), (30, "drifting"), (75, "disengaged"), (91, "lost")])
def test_someone_never_reached_is_new_and_then_counts_from_the_day_of_adding(days: int, state: str) -> None:
    assert engagement(None, ago(days), TODAY) == state
