"""De-identification by Safe Harbor, 45 CFR 164.514(b)(2): what may be said of a person who must not be known again.

Each function takes a recorded value and gives what may leave, or None. Nothing passes because it was not forbidden: a
value leaves only when it is one of a few known words, a number of a known kind, or a code of a known system whose check
digit is right.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Final

from coordtui.rules.dates import age, is_partial, moment_day
from coordtui.rules.languages import known_name

OLDEST: Final = 89
"""Ages above it are one group (164.514(b)(2)(i)(C))."""
TOP: Final = "90+"

_SPARSE: Final = frozenset(
    (
        # The 17 of the 2000 census, as the HHS guidance of 26 November 2012 lists them (confidence high) ...
        *("036", "059", "063", "102", "203", "556", "692", "790", "821"),
        *("823", "830", "831", "878", "879", "884", "890", "893"),
        # ... and those that only the counts of 2010 and 2020 add (confidence medium: from published tables, which agree
        # with each other; not counted again here).
        *("202", "204", "205", "369", "753", "772"),
    )
)
"""Three digits behind which at most 20,000 people live by any of the last three counts, so that no list is too old."""
_NOBODY: Final = frozenset(
    f"{number:03}"
    for first, last in (
        *((0, 5), (90, 99), (213, 213), (269, 269), (340, 340), (343, 343), (345, 345), (348, 348), (353, 353)),
        *((419, 419), (428, 429), (517, 519), (529, 529), (533, 533), (536, 536), (552, 552), (568, 568), (578, 579)),
        *((589, 589), (621, 621), (632, 632), (642, 643), (659, 659), (663, 663), (682, 682), (694, 699), (702, 702)),
        *((709, 709), (715, 715), (732, 732), (742, 742), (771, 771), (817, 819), (839, 839), (848, 849), (854, 854)),
        *((858, 858), (861, 862), (866, 869), (876, 876), (886, 888), (892, 892), (896, 896), (899, 899), (909, 909)),
        *((929, 929), (962, 966), (987, 987)),
        *((number, number) for number in (55, 192, 311, 375, 399, 459, 509, 555, 569, 649, 733, 842, 885, 889, 942)),
    )
    for number in range(first, last + 1)
)
"""Military mail, offices (005 is one tax office), digits not in use: few or none are counted there, so nothing is kept
(confidence medium)."""
_ZIP = re.compile(r"\s*(\d{3})\d{2}(?:-?\d{4})?\s*", re.ASCII)

_NAMES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,"
    "DC District of Columbia,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,"
    "KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,"
    "MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,"
    "NC North Carolina,ND North Dakota,OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,"
    "SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,"
    "WV West Virginia,WI Wisconsin,WY Wyoming,PR Puerto Rico"
)
_STATES: Final = {pair[:2]: pair[3:] for pair in _NAMES.split(",")}
_BY_NAME: Final = {name.casefold(): code for code, name in _STATES.items()}
_COUNTRY: Final = frozenset({"", "us", "usa", "united states", "united states of america"})

RACES: Final = (
    "American Indian or Alaska Native",
    "Asian",
    "Black or African American",
    "Native Hawaiian or Other Pacific Islander",
    "White",
)
ETHNICITIES: Final = ("Hispanic or Latino", "Not Hispanic or Latino")
"""The categories of the Office of Management and Budget (1997), as US Core writes them."""

SCORES: Final = {
    "55758-7": ("PHQ-2", 6),
    "44261-6": ("PHQ-9", 27),
    "70274-6": ("GAD-7", 21),
    "75626-2": ("AUDIT-C", 12),
}
"""LOINC codes of totals that may leave: the instrument and its highest score. Any other answer may hold anything."""


def age_group(birth: str | None, on: dt.date) -> int | str | None:
    """Whole years on a day, "90+" for all who may be above 89, None when unknown.

    A birth date that leaves the age open is taken for the older one.
    """
    years = age(birth, on)
    if years is None:
        return None
    return TOP if years > OLDEST else years


def year(when: str | dt.date | None, on: dt.date) -> int | None:
    """The year and nothing finer; None for one from which somebody's age above 89 could be read."""
    found = when.year if isinstance(when, dt.date) else _year_in(when or "")
    return found if on.year - OLDEST <= found <= on.year else None


def _year_in(text: str) -> int:
    return int(text.strip()[:4]) if is_partial(text) or moment_day(text) else 0


def days(first: str | dt.date | None, last: str | dt.date | None) -> int | None:
    """How long it took; a span is no date. None where an end is open, not to the day, or before the beginning."""
    start, end = day(first), day(last)
    return None if start is None or end is None or end < start else (end - start).days


def day(when: str | dt.date | None) -> dt.date | None:
    """The day itself, to reckon with; it does not leave."""
    if isinstance(when, str):
        return moment_day(when)
    return when.date() if isinstance(when, dt.datetime) else when


def state(text: str | None, country: str | None) -> str | None:
    """The postal code of a state of the USA, the smallest area that may be named."""
    if not _at_home(country):
        return None
    word = " ".join((text or "").split())
    return word.upper() if word.upper() in _STATES else _BY_NAME.get(word.casefold())


def zip3(code: str | None, country: str | None) -> str | None:
    """The first three digits of a ZIP code, "000" where at most 20,000 people live behind them."""
    found = _ZIP.fullmatch(code or "") if _at_home(country) else None
    if found is None:
        return None
    return "000" if found[1] in _SPARSE | _NOBODY else found[1]


def _at_home(country: str | None) -> bool:
    return (country or "").replace(".", "").strip().casefold() in _COUNTRY


def whole(number: int | None, most: int) -> int | None:
    """A number from 0 to `most`."""
    return number if isinstance(number, int) and 0 <= number <= most else None


def one_of(word: str | None, words: Collection[str]) -> str | None:
    """The word, if it is one of these."""
    return word if word in words else None


def race(words: str | None) -> str | None:
    """The categories among what was said, "more than one" for several; None when none was said."""
    found = [one for one in (words or "").split("; ") if one in RACES]
    return "more than one" if len(found) > 1 else found[0] if found else None


def language(tag: str | None) -> str | None:
    """The language of a BCP-47 tag without region and variant."""
    primary = (tag or "").split("-")[0].lower()
    if known_name(primary) is not None:
        return primary
    import langcodes

    fits = len(primary) in (2, 3) and primary.isascii() and primary.isalpha()
    return primary if fits and langcodes.tag_is_valid(primary) else None


# --- codes of health problems ----------------------------------------------------------------------------------------

_ICD_10 = re.compile(r"[A-Z][0-9][0-9AB](?:\.[0-9A-Z]{1,4})?")
_SCTID = re.compile(r"[1-9][0-9]{5,17}", re.ASCII)
_TIMES = (
    *((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6)),
    *((3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1)),
    *((6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4)),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURNS = (
    *((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2)),
    *((8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1)),
    *((2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8)),
)


def problem(system: str | None, code: str | None) -> str | None:
    """ "ICD-10 E11" or "SNOMED 44054006", None for what may be another number in a code's place.

    ICD-10-CM leaves by its category, whose three characters name a disease and no person. A SNOMED CT identifier must
    be a concept of the international or an extension's part and have the right check digit (SNOMED CT TIG 5.5).
    """
    named, text = (system or "").casefold(), (code or "").strip()
    if "icd-10" in named and _ICD_10.fullmatch(text):
        return f"ICD-10 {text[:3]}"
    if named == "http://snomed.info/sct" and _SCTID.fullmatch(text) and text[-3:-1] in ("00", "10") and _checks(text):
        return f"SNOMED {text}"
    return None


def _checks(digits: str) -> bool:
    """Verhoeff's check digit, by the multiplication of the dihedral group D5 and its permutations."""
    rest = 0
    for place, digit in enumerate(reversed(digits)):
        rest = _TIMES[rest][_TURNS[place % 8][int(digit)]]
    return rest == 0


def score(code: str | None, value: str | None) -> tuple[str, int] | None:
    """(instrument, total) of a screening whose total is known to be one."""
    instrument, highest = SCORES.get(code or "", ("", -1))
    text = (value or "").strip()
    found = int(text) if len(text) <= 2 and text.isascii() and text.isdigit() else -1
    return (instrument, found) if instrument and 0 <= found <= highest else None
