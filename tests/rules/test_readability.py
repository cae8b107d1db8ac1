"""Syllables and reading grades, against values reckoned by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coordtui.rules.readability import grade, syllables

WORDS = {
    1: "the me see take takes call called whole clothes asked help year yes can't don't eyes tried weight health 7",
    2: "table handled needed changes doctor didn't diet patient patients social visit trying playing question safely "
    "player early sometimes someone every people",
    3: "medicine area video easier carrier physician annual usual hospital insulin previous management appointment "
    "follow-up",
    4: "diabetes material pneumonia anxiety society evaluate medication influenza information emergency January",
    5: "cardiology examination university coordinator",
}


@pytest.mark.parametrize("count, word", [(n, word) for n, words in WORDS.items() for word in words.split()])
def test_syllables_are_counted_as_spoken(count: int, word: str) -> None:
    assert syllables(word) == count


def test_a_short_text_has_the_grade_that_the_formula_gives_by_hand() -> None:
    # 2 sentences, 10 words, 11 syllables (only "doctor" has two), none of three or more:
    # 0.39 * 10/2 + 11.8 * 11/10 - 15.59 = 1.95 + 12.98 - 15.59 = -0.66, shown as 0; SMOG 3.1291.
    found = grade("Call your doctor. Tell her that the pills help you.")
    assert (found.sentences, found.words, found.flesch_kincaid, found.smog) == (2, 10, 0.0, 3.1)
    assert found.words_str == "about grade 1: easy to read"


def test_a_harder_text_has_the_grade_that_the_formula_gives_by_hand() -> None:
    # 1 sentence, 8 words, 3+4+5+1+4+4+1+4 = 26 syllables, 6 words of three or more:
    # 0.39 * 8 + 11.8 * 26/8 - 15.59 = 3.12 + 38.35 - 15.59 = 25.88; 1.043 * sqrt(180) + 3.1291 = 17.12.
    found = grade("Hospital medication examination for diabetes information is emergency.")
    assert (found.flesch_kincaid, found.smog) == (25.9, 17.1)
    assert found.words_str == "about grade 26: hard to read, aim at grade 6"


def test_a_text_a_little_above_the_aim_says_so() -> None:
    # 1 sentence, 12 words, 16 syllables (doctor 2, table 2, insulin 3): 4.68 + 11.8 * 16/12 - 15.59 = 4.82.
    easy = grade("The doctor will check the table of your pills and the insulin.")
    assert (easy.words, easy.flesch_kincaid, easy.words_str) == (12, 4.8, "about grade 5: easy to read")
    # 1 sentence, 19 words, 24 syllables (about 2, insulin 3, doctor 2, ordered 2): 7.41 + 14.91 - 15.59 = 6.73.
    middle = grade("The nurse will call you at home to ask about the pills and the insulin that your doctor ordered.")
    assert (middle.words, middle.flesch_kincaid) == (19, 6.7)
    assert middle.words_str == "about grade 7: a little above the aim of grade 6"


def test_headings_lists_and_abbreviations_do_not_confuse_the_sentences() -> None:
    text = "## Next steps\n\n- Call Dr. Lee at 9 a.m.\n- Take 2.5 mg\n* **Rest**\n| a | b |\n"
    assert grade(text).sentences == 5


@pytest.mark.parametrize("text", ["", "   ", "...", "## \n* \n---", "😀"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    found = grade(text)
    assert (found.flesch_kincaid, found.words, found.words_str) == (0.0, 0, "nothing to read")


@pytest.mark.parametrize("text", ["Позвоните врачу завтра.", "明天给医生打电话。", "اتصل بطبيبك غدا"])
def test_a_text_in_other_letters_is_left_to_a_person(text: str) -> None:
    found = grade(text)
    assert not found.counts
    assert found.words_str == "not in Latin letters: ask a person who reads it"


@given(st.text(max_size=300))
def test_any_text_has_a_finite_grade(text: str) -> None:
    found = grade(text)
    assert 0 <= found.flesch_kincaid < 1000
    assert found.sentences <= found.words
