"""How good a passphrase is, in words."""

from __future__ import annotations

import pytest

from coordtui.rules.passphrase import SHORTEST, strength


@pytest.mark.parametrize("text", ["", "a", "x" * (SHORTEST - 1)])
def test_a_short_one_is_refused_with_how_long_it_must_be(text: str) -> None:
    judged = strength(text)
    assert not judged.enough
    assert f"at least {SHORTEST}" in judged.words
    assert judged.hint


@pytest.mark.parametrize("text", ["password12", "1234567890", "qwertyuiop", "aaaaaaaaaaaaaaaa"])
def test_what_everybody_tries_first_is_weak_and_says_what_helps(text: str) -> None:
    judged = strength(text)
    assert not judged.enough
    assert judged.hint


def test_four_unrelated_words_are_strong_and_need_no_hint() -> None:
    judged = strength("maple otter candle voyage")
    assert judged.enough
    assert (judged.score, judged.hint) == (4, "")


def test_ones_own_name_makes_it_weaker() -> None:
    assert strength("bartholomewk", ("Bartholomewk",)).score < strength("bartholomewk").score


@pytest.mark.parametrize(
    "text", ["пароль очень длинный фраза", "正确的马电池订书钉长密码句子", "🦊🐙🦉🐢🦀🐝🐳🦔🐿🦡 x", "x" * 5000]
)
def test_any_script_and_any_length_is_judged(text: str) -> None:
    assert strength(text).words
