"""Files locked with a passphrase: by the age format, opened only by it, and what is wrong is said in words."""

from __future__ import annotations

import builtins
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.documents.sealing import (
    WrongPassphrase,
    check_passphrase,
    propose,
    seal,
    sealed_name,
    unseal,
)
from coordtui.errors import Exit, InvalidInput, Refused
from tests.documents.age_files import SLOW, made, opened

PASSPHRASE = "four unrelated words é"
TEXT = b"Rosa Lopez, born 3 June 1961\n" * 10


@pytest.fixture
def sealed() -> bytes:
    return made(TEXT, PASSPHRASE)


def test_what_is_sealed_is_the_standard_format_and_hard_to_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyrage.passphrase.encrypt", SLOW)
    data = os.urandom(150_000)  # three chunks of the format
    sealed = seal(data, bytearray("four unrelated words e\u0301".encode()))  # as another keyboard sends é
    assert int(sealed.split(b"\n")[1].split()[-1]) >= 14, "fewer rounds of scrypt are guessed too fast"
    assert data[:64] not in sealed
    assert opened(sealed, PASSPHRASE) == data


@pytest.mark.parametrize("size", [0, 1, 64 * 1024, 64 * 1024 + 1])
def test_a_file_of_the_standard_format_is_opened(size: int) -> None:
    data = os.urandom(size)
    assert unseal(made(data, PASSPHRASE), PASSPHRASE) == data


def test_a_wrong_passphrase_is_told_apart_from_damage(sealed: bytes) -> None:
    with pytest.raises(WrongPassphrase, match="does not open the file") as caught:
        unseal(sealed, PASSPHRASE + "x")
    assert caught.value.exit_code is Exit.WRONG_SECRET
    assert PASSPHRASE not in str(caught.value)


@given(at=st.integers(0, 400), bit=st.integers(0, 7), cut=st.booleans())
@settings(deadline=None, max_examples=60)
def test_no_change_of_a_file_goes_unseen(at: int, bit: int, cut: bool) -> None:
    sealed = made(TEXT, PASSPHRASE)
    at = at % len(sealed)
    changed = sealed[:at] if cut else sealed[:at] + bytes([sealed[at] ^ 1 << bit]) + sealed[at + 1 :]
    with pytest.raises(Refused) as caught:
        unseal(changed, PASSPHRASE)
    behind_the_lock = at >= sealed.index(b"--- ")
    assert not (behind_the_lock and isinstance(caught.value, WrongPassphrase))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sealed: b"", "not an age file"),
        (lambda sealed: b"Visit summary\n" * 20, "not an age file"),
        (lambda sealed: b"\n-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n", "written as letters"),
        (lambda sealed: sealed[:60], "first lines are damaged"),
        (lambda sealed: sealed.replace(b"scrypt", b"scrypt ", 1), "first lines are damaged"),
        (lambda sealed: sealed[: sealed.index(b"--- ") + 48], "cut off"),
        (lambda sealed: b"age-encryption.org/v1\n-> X25519 abc\n" + sealed[60:], "locked with a key"),
        (lambda sealed: _with_work(sealed, b"30"), "more memory than is safe"),
    ],
)
def test_what_cannot_be_opened_is_refused_before_the_key_is_derived(
    sealed: bytes, change: Any, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyrage

    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: pytest.fail("the key was derived"))
    with pytest.raises(Refused, match=says) as caught:
        unseal(change(sealed), PASSPHRASE)
    assert caught.value.hint


def test_a_file_that_would_take_minutes_to_open_says_so(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many rounds are too many the library judges by the speed of the machine."""
    import pyrage

    def too_dear(*_: Any) -> bytes:
        raise pyrage.DecryptError("Excessive work parameter for passphrase.\nDecryption would take around 128 seconds.")

    monkeypatch.setattr(pyrage.passphrase, "decrypt", too_dear)
    with pytest.raises(Refused, match="longer than is safe"):
        unseal(sealed, PASSPHRASE)


def _with_work(sealed: bytes, work: bytes) -> bytes:
    head, line, rest = sealed.split(b"\n", 2)
    return b"\n".join((head, line.rsplit(b" ", 1)[0] + b" " + work, rest))


def test_a_machine_without_the_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "pyrage":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    for way in (seal, unseal):
        with pytest.raises(Refused, match="no library for encrypted files") as caught:
            way(b"x", PASSPHRASE)
        assert "unencrypted" in caught.value.hint


@pytest.mark.parametrize("passphrase", ["", bytearray(), bytearray(b"\xff\xfe")])
def test_a_passphrase_must_be_text(passphrase: str | bytearray) -> None:
    with pytest.raises(InvalidInput) as caught:
        seal(b"x", passphrase)
    assert caught.value.field == "passphrase"


def test_a_passphrase_of_ones_own_is_good_enough_and_typed_twice() -> None:
    good = "gravel lantern otter quilt"
    assert check_passphrase(good, good) == good
    with pytest.raises(InvalidInput, match="too short") as caught:
        check_passphrase("short", "short")
    assert caught.value.field == "passphrase"
    with pytest.raises(InvalidInput, match="differ") as caught:
        check_passphrase(good, good + " ")
    assert caught.value.field == "again"


def test_a_proposed_passphrase_is_new_each_time_and_passes_its_own_check() -> None:
    proposed = {propose() for _ in range(200)}
    assert len(proposed) == 200
    for one in proposed:
        words = one.split("-")
        assert [len(word) for word in words] == [5] * 5
        assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    one = proposed.pop()
    assert check_passphrase(one, one) == one


def test_the_name_of_a_sealed_file_says_what_it_is_and_what_is_in_it() -> None:
    assert sealed_name(Path("/x/summary-1.html")) == Path("/x/summary-1.html.age")
    assert sealed_name(Path("/x/summary-1.html.age")) == Path("/x/summary-1.html.age")
