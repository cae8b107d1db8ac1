"""The recovery code: 160 random bits that a person can write on paper and read back.

Crockford's base32 has no I, L, O or U, so that what looks like one of them can only be 1, 1, 0 or a slip.
"""

from __future__ import annotations

import os

from coordtui.errors import WrongSecret

BITS = 160
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = BITS // 5
_GROUP = 4
_VALUE = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = frozenset(" \t\r\n-–—_.·")


def new_code() -> tuple[bytearray, str]:
    """A new code as bytes to wipe and as text to show once."""
    raw = bytearray(os.urandom(BITS // 8))
    return raw, written(raw)


def written(raw: bytearray) -> str:
    """Eight groups of four, joined by dashes."""
    number = int.from_bytes(raw, "big")
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def parsed(code: str | bytearray) -> bytearray:
    """The 20 bytes of a code as typed: any case, any spaces or dashes, O for 0, I or L for 1.

    Raises:
        WrongSecret: it cannot be a recovery code; says why without quoting it.
    """
    text = code.decode("utf-8", "replace") if isinstance(code, bytearray) else code
    letters = [letter for letter in text.upper() if letter not in _IGNORED]
    if len(letters) != _LETTERS:
        raise WrongSecret(f"A recovery code has {_LETTERS} letters and digits; this one has {len(letters)}.")
    if any(letter not in _VALUE for letter in letters):
        raise WrongSecret(
            "This holds a character that no recovery code has.", "It is made of digits and letters without U."
        )
    number = 0
    for letter in letters:
        number = number << 5 | _VALUE[letter]
    return bytearray(number.to_bytes(BITS // 8, "big"))
