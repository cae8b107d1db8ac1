"""Text folded for search and sorting: lower case, no accents, no apostrophes; other scripts than Latin stay."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŀ": "l", "ŧ": "t", "ŋ": "n", "ƒ": "f", "ɓ": "b",
        "ɗ": "d", "ƙ": "k", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij", "ə": "e", "ƴ": "y", "ɨ": "i",
        "ـ": "",
        "ʹ": "", "ʺ": "", "ʻ": "", "ʼ": "", "ʽ": "", "ʾ": "", "ʿ": "", "ˈ": "", "ˊ": "", "ˋ": "", "ʔ": "", "ꞌ": "",
    }
)  # fmt: skip
_APOSTROPHES = frozenset("'’‘‛`´ʹ′＇՚")
# Combining classes of accents and of Hebrew and Arabic points; marks of Indic, Thai, Japanese letters have others.
_ACCENTS = frozenset((1, *range(10, 37), *range(200, 241)))


def fold(text: str) -> str:
    """`text` for comparing: "Łukasz O’Brien-Øster" gives "lukasz obrien oster". Folding twice changes nothing more.

    Accents go, but not what makes another letter in Japanese, Thai or Indic scripts; apostrophes vanish, any other
    punctuation becomes a space, so each part of a double name can be found.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    once = _pass(text)
    twice = _pass(once)
    return once if once == twice else twice


def _pass(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept = "".join(_kept(char) for char in apart).translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _kept(char: str) -> str:
    if char in _APOSTROPHES:
        return ""
    category = unicodedata.category(char)
    if category[0] == "M":
        return "" if unicodedata.combining(char) in _ACCENTS or "\ufe00" <= char <= "\ufe0f" else char
    if category == "Cf":
        return ""
    return char if category[0] in "LNS" else " "


_ASCII = str.maketrans({chr(code): _kept(chr(code)) for code in range(128)})
