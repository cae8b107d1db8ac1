"""What a patient's record may hold, how a person is named and found, and what a case wants done."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

from coordtui.errors import InvalidInput
from coordtui.models.codes import Answer
from coordtui.models.contact import Channel
from coordtui.models.patient import CaseStatus, PatientDraft, Sex
from coordtui.rules.dates import add_business_days, parse_partial
from coordtui.rules.fold import fold
from coordtui.rules.follow_up import Wanted
from coordtui.rules.languages import known_name, known_tag

__all__ = [
    "check",
    "check_email",
    "check_language",
    "check_phone",
    "clean",
    "close_record",
    "display_name",
    "first_step",
    "fold",
    "next_step",
    "wanted",
]

INTRODUCE_BUSINESS_DAYS = 3
INTRODUCE_LIMIT_BUSINESS_DAYS = 10
CLOSE_BUSINESS_DAYS = 5
LONGEST_LINE = 300
OLDEST_YEARS = 130
UNNAMED = "Unnamed patient"

_SEXES = {"m": Sex.MALE, "man": Sex.MALE, "f": Sex.FEMALE, "woman": Sex.FEMALE, "o": Sex.OTHER, "x": Sex.OTHER}
_ANSWERS = {
    "y": Answer.YES,
    "true": Answer.YES,
    "n": Answer.NO,
    "false": Answer.NO,
    "?": Answer.UNKNOWN,
    "d": Answer.DECLINED,
    "declined to say": Answer.DECLINED,
}
_LINES = (
    "family", "given", "preferred_name", "pronouns", "identifier", "who_may_answer", "preferred_time",
)  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]+")


# --- names -----------------------------------------------------------------------------------------------------------


def clean(text: str | None) -> str | None:
    """One line of `text` without control characters and doubled blanks; None when nothing is left."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text or "")
    return " ".join(kept.split()) or None


def display_name(family: str | None, given: str | None, preferred: str | None = None, text: str | None = None) -> str:
    """The one name a person is shown by: the preferred name in place of the given one, then the family name.

    Names in Chinese, Japanese or Korean letters stand family first. `text` is the source's own rendering, used when
    there are no parts. Someone without any name is "Unnamed patient".
    """
    family, given, preferred, text = clean(family), clean(given), clean(preferred), clean(text)
    first = preferred or given
    if not (first or family):
        return text or UNNAMED
    if not first or not family:
        return first or family or UNNAMED
    if preferred and fold(family) in fold(preferred):
        return preferred
    if _EAST_ASIAN.fullmatch(first) and _EAST_ASIAN.fullmatch(family):
        return family + first
    return f"{first} {family}"


# --- checking a form -------------------------------------------------------------------------------------------------


def check(draft: PatientDraft, today: dt.date) -> PatientDraft:
    """The draft with every field as it is stored. Raises InvalidInput for the first field that holds nonsense.

    Dates become partial dates, phones their local notation, languages BCP-47 tags, answers their codes.
    """
    values = {name: _line(name, getattr(draft, name)) for name in _LINES}
    if not (values["family"] or values["given"] or values["preferred_name"]):
        raise InvalidInput("family", "A patient needs a name.", "Fill in the family name or the given name.")
    return draft.model_copy(
        update={
            **values,
            "birth_date": _birth_date(draft.birth_date, today),
            "sex": _word("sex", draft.sex, _words(Sex), _SEXES),
            "language": check_language(draft.language),
            "interpreter": _word("interpreter", draft.interpreter, _words(Answer), _ANSWERS),
            "phone": check_phone(draft.phone),
            "email": check_email(draft.email),
            "voicemail": _word("voicemail", draft.voicemail, _words(Answer), _ANSWERS),
            "preferred_channel": _word("preferred_channel", draft.preferred_channel, _words(Channel), {}),
            "address": _text(draft.address),
            "safety_note": _text(draft.safety_note),
            "note": _text(draft.note),
        }
    )


def _line(field: str, value: str | None) -> str | None:
    line = clean(value)
    if line and len(line) > LONGEST_LINE:
        label = field.replace("_", " ")
        raise InvalidInput(field, f"The {label} has {len(line)} characters; at most {LONGEST_LINE} fit.", "Shorten it.")
    return line


def _text(value: str | None) -> str | None:
    return (value or "").strip() or None


def _birth_date(value: str | None, today: dt.date) -> str | None:
    if not _text(value):
        return None
    try:
        written = parse_partial(value or "")
    except ValueError as reason:
        raise InvalidInput("birth_date", str(reason)) from None
    if written > today.isoformat():
        raise InvalidInput("birth_date", "The birth date is in the future.", "Check the year.")
    if int(written[:4]) < today.year - OLDEST_YEARS:
        raise InvalidInput("birth_date", f"The birth date is more than {OLDEST_YEARS} years ago.", "Check the year.")
    return written


def _words(codes: type[Sex] | type[Answer] | type[Channel]) -> tuple[str, ...]:
    return tuple(code.value for code in codes)


def _word(field: str, value: str | None, allowed: tuple[str, ...], short: Mapping[str, str]) -> str | None:
    word = (clean(value) or "").lower()
    if not word:
        return None
    found = word if word in allowed else short.get(word)
    if found is None:
        choices = ", ".join(allowed[:-1]) + " or " + allowed[-1]
        raise InvalidInput(field, f"The {field.replace('_', ' ')} is one of {choices}.")
    return str(found)


def check_phone(value: str | None, field: str = "phone") -> str | None:
    """The number in US notation, or in international notation for another country. Raises InvalidInput.

    Whether a number is in service cannot be known, so only its shape is checked: "(617) 555-0123 ext. 5".
    """
    text = clean(value)
    if not text:
        return None
    import phonenumbers as lib

    try:
        number = lib.parse(text, "US")
    except lib.NumberParseException:
        raise InvalidInput(field, "This is not a phone number.", _PHONE_HINT) from None
    fits = lib.is_possible_number_with_reason(number)
    if fits != lib.ValidationResult.IS_POSSIBLE:
        raise InvalidInput(field, _PHONE_WORDS.get(fits, "This is not a phone number."), _PHONE_HINT)
    style = lib.PhoneNumberFormat
    return str(lib.format_number(number, style.NATIONAL if number.country_code == 1 else style.INTERNATIONAL))


_PHONE_HINT = "Write it like 617 555 0123, or +44 20 7946 0958 from abroad."
_PHONE_WORDS = {  # phonenumbers.ValidationResult
    4: "The area code is missing.",
    1: "There is no country with this code.",
    2: "This number is too short.",
    3: "This number is too long.",
}


def check_email(value: str | None, field: str = "email") -> str | None:
    text = clean(value)
    if text and not _EMAIL.fullmatch(text):
        raise InvalidInput(field, "This is not an e-mail address.", "Write it like rosa@example.org.")
    return text


def check_language(value: str | None, field: str = "language") -> str | None:
    """A language as a BCP-47 tag ("es", "zh-Hant"); an English or own name of it is understood. Raises InvalidInput."""
    text = clean(value)
    if not text:
        return None
    if (tag := text if known_name(text) else known_tag(text)) is not None:
        return tag
    import langcodes

    if langcodes.tag_is_valid(text):
        return str(langcodes.Language.get(text, normalize=False).to_tag())
    try:
        return str(langcodes.find(text).to_tag())
    except LookupError:
        hint = "Write its name or its code: Spanish, es, zh-Hant, vi."
        raise InvalidInput(field, "This language is not known.", hint) from None


# --- what a case wants -----------------------------------------------------------------------------------------------


def first_step(today: dt.date, added_on: dt.date) -> Wanted:
    """The first step with a new patient: introduce yourself within 3 business days of `added_on`, at the latest in 10.

    After the clock was set back, `added_on` may lie ahead; then the days run from `today`.
    """
    start = min(added_on, today)
    return Wanted(
        kind="introduce",
        text="Introduce yourself",
        due_on=add_business_days(start, INTRODUCE_BUSINESS_DAYS),
        limit_on=add_business_days(start, INTRODUCE_LIMIT_BUSINESS_DAYS),
    )


def close_record(today: dt.date) -> Wanted:
    """What replaces everything that stood open when a patient has died: one T4 row that a person finishes."""
    due = add_business_days(today, CLOSE_BUSINESS_DAYS)
    return Wanted(kind="close_record", text="Close the record after the death", due_on=due)


def next_step(today: dt.date) -> Wanted:
    """What stands in for a living patient on the caseload for whom nothing at all is open."""
    return Wanted(kind="no_next_step", text="Decide the next step", due_on=today)


def wanted(
    *,
    deceased: bool,
    case_status: CaseStatus,
    added_on: dt.date,
    today: dt.date,
    reached: bool = False,
    has_other: bool = False,
) -> tuple[Wanted, ...]:
    """What the case itself wants.

    Nothing for the dead and for closed cases; the introduction until there was two-way contact; after that nothing as
    long as something else is open (`has_other`), else a next step.
    """
    if deceased or case_status is CaseStatus.CLOSED:
        return ()
    if not reached:
        return (first_step(today, added_on),)
    return () if has_other else (next_step(today),)
