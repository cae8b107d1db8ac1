"""The directory of places and people to refer to: what an entry may hold, and what it is found by."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, TypeVar, cast

from coordtui.errors import InvalidInput
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.rules.fold import fold
from coordtui.rules.languages import known_name, language_name
from coordtui.rules.patient import LONGEST_LINE, check_email, check_language, check_phone, clean

D = TypeVar("D", bound=OrganizationDraft | PractitionerDraft)

VERIFY_DAYS: Final = 90
"""How long an entry counts as checked: health plans must verify their directories at least every 90 days
(42 U.S.C. 300gg-115(a)(2), No Surprises Act).
"""
LONGEST_TEXT: Final = 4000
_LOCAL_DIGITS: Final = 7
_LONGEST_CODE: Final = 3
_NAME_HINT: Final = "Write it as they answer the phone."
_NUMBERS: Final = re.compile(r"\+?\d[\d\s().\-/]{3,}\d")
_BETWEEN: Final = re.compile(r"[;,\n]+")
_LINES: Final = ("type", "role", "services", "other_phones", "website", "hours")
_TEXTS: Final = ("address", "asks_for", "note")


# --- finding ---------------------------------------------------------------------------------------------------------


def search_text(name: str, words: Iterable[str | None], languages: str | None, phones: Iterable[str | None]) -> str:
    """What an entry is sorted and told from others by, folded, the name first: its words, its languages, its numbers.

    A number stands there in its groups, as a whole and without the area code, so that "617 555", "6175550123" and
    "5550123" all begin one of its words.
    """
    parts = [name, *words, *map(language_names, split_languages(languages)), *map(_dialled, phones)]
    return " ".join(folded for part in parts if part and (folded := fold(part)))


def _dialled(text: str | None) -> str:
    found: list[str] = []
    for number in _NUMBERS.findall(text or ""):
        digits = "".join(char for char in number if char.isdigit())
        found += [number, digits, digits[-_LOCAL_DIGITS:]]
    return " ".join(found)


def split_languages(text: str | None) -> list[str]:
    """ "es; vi, Haitian Creole" in its parts."""
    return [part for piece in _BETWEEN.split(text or "") if (part := piece.strip())]


@lru_cache(256)
def language_names(text: str) -> str:
    """A tag with its English name ("es" gives "es Spanish"); words that are no tag as they are."""
    if known_name(text) is None:
        import langcodes

        if len(text) > 35 or not langcodes.tag_is_valid(text):
            return text
    return f"{text} {language_name(text)}"


def speaks(languages: str | None, wanted: str) -> bool:
    """Whether a language is among these: by its tag, the wider one ("es" is in "es-MX"), or by words of its name
    ("haitian creole"), of which the last need only be begun.

    What is longer than a code is taken for a name.
    """
    words, is_name = fold(wanted), len(wanted) > _LONGEST_CODE
    for one in split_languages(languages):
        if f"{one.lower()}-".startswith(f"{wanted.lower()}-"):
            return True
        known = f" {fold(language_names(one) if is_name else one)} "
        if words and (f" {words}" if is_name else f" {words} ") in known:
            return True
    return False


# --- checking a form -------------------------------------------------------------------------------------------------


def check(draft: D) -> D:
    """The draft as it is stored. Raises InvalidInput for the first field that holds nonsense.

    Phones and fax get their local notation, languages become BCP-47 tags where they are known and stay words where
    not ("any, by a phone interpreter").
    """
    values: dict[str, str | None] = {"name": _line("name", draft.name)}
    if values["name"] is None:
        raise InvalidInput("name", "An entry needs a name.", _NAME_HINT)
    fields = set(type(draft).model_fields)
    values |= {name: _line(name, getattr(draft, name)) for name in _LINES if name in fields}
    values |= {name: _text(name, getattr(draft, name)) for name in _TEXTS if name in fields}
    values |= {
        "phone": check_phone(draft.phone),
        "fax": check_phone(draft.fax, "fax"),
        "email": check_email(draft.email),
        "languages": check_languages(draft.languages),
    }
    return cast("D", draft.model_copy(update=values))


def check_languages(value: str | None) -> str | None:
    """Languages as tags joined by "; "; what is not known as one stays as typed."""
    return "; ".join(dict.fromkeys(_language(part) for part in split_languages(clean(value)))) or None


def _language(text: str) -> str:
    try:
        return check_language(text) or text
    except InvalidInput:
        return text


def _line(field: str, value: str | None) -> str | None:
    return _fitting(field, clean(value), LONGEST_LINE)


def _text(field: str, value: str | None) -> str | None:
    kept = "".join(char for char in value or "" if char == "\n" or char.isprintable())
    return _fitting(field, kept.strip() or None, LONGEST_TEXT)


def _fitting(field: str, text: str | None, longest: int) -> str | None:
    if text and len(text) > longest:
        label = field.replace("_", " ")
        raise InvalidInput(field, f"The {label} has {len(text):,} characters; at most {longest:,} fit.", "Shorten it.")
    return text


def number_key(phone: str | None) -> str:
    """The digits that make two numbers the same: the last ten, "" where there are fewer than seven."""
    digits = "".join(char for char in phone or "" if char.isascii() and char.isdigit())
    return digits[-10:] if len(digits) >= _LOCAL_DIGITS else ""


def is_stale(verified_on: dt.date | None, today: dt.date) -> bool:
    """Whether an entry wants to be checked: never done, or 90 days ago or more."""
    return verified_on is None or (today - verified_on).days >= VERIFY_DAYS
