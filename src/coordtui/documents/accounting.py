"""The accounting of disclosures that a patient may ask for: to whom records went, when, which and why (45 CFR 164.528).

The law leaves out what went for treatment, payment and operations, to the patient, by authorization and some more; a
person who asks may be given all of it. As a table it is the same rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from coordtui.casework.access import accesses
from coordtui.casework.disclosure import DisclosureView, disclosures
from coordtui.casework.disclosure import accounting as accounted_for
from coordtui.casework.sensitivity import tags_of
from coordtui.documents.evidence import head
from coordtui.documents.evidence_view import AccountingView, GivenLine
from coordtui.documents.period import days
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.spreadsheet import Cell
from coordtui.documents.text import one_line
from coordtui.documents.words import short_day
from coordtui.rules.access import AccessKind
from coordtui.rules.disclosure import BASES, DOCUMENTS, PURPOSES, SECTIONS, reaches_back_to

WHAT = DOCUMENTS["accounting"].label
COLUMNS = ("Date", "To", "Address", "What", "Why", "Ground", "Section", "Format", "Encrypted")
_TITLE = "To whom your records were given"
_NOTHING = "Nothing was given out in these days that has to be listed here."
_NOTHING_AT_ALL = "Nothing was given out in these days."
_NOTHING_OPEN = "Nothing of these days is listed here."
_LAW = (
    "Not listed, because the law does not ask for it (45 CFR 164.528): what went to you or for your treatment, its"
    " payment or health care operations; what you allowed in writing; what went to family or friends with your"
    " agreement; limited data sets, and what names nobody. Ask for it, and it is listed too."
)
_CLOCK = "Answer within 60 days of the request; the first accounting in 12 months is free (45 CFR 164.528(c))."


def accounting(
    session: Session,
    patient_id: int,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    scope: Scope | None = None,
    *,
    everything: bool = False,
) -> AccountingView:
    """What went out from `start` (else six years back) to `end` (else today); `everything` beyond what the law asks.

    Without a scope it is a look of one's own, in which nothing stays back.

    Raises:
        NotFound: there is no such patient.
        InvalidInput: "from", where the period ends before it begins.
    """
    first, last = _days(start, end, today, everything=everything)
    top = head(session, "accounting", patient_id, (first, last), today, scope or WHOLE)
    every = listed(session, patient_id, start, end, today, everything=everything)
    found = listed(session, patient_id, start, end, today, scope, everything=everything)
    unnamed = _unnamed(session, patient_id, first, last)
    return AccountingView(
        **top,
        title=_TITLE,
        rows=tuple(_line(one) for one in found),
        nothing=_NOTHING_OPEN if len(found) < len(every) else _NOTHING_AT_ALL if everything else _NOTHING,
        law="" if everything else _LAW,
        cautions=(_CLOCK, *_told_of(unnamed), *held_words(len(every) - len(found))),
    )


def listed(
    session: Session,
    patient_id: int,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    scope: Scope | None = None,
    *,
    everything: bool,
) -> tuple[DisclosureView, ...]:
    """The disclosures of the same days, the oldest first: all of them, or those that must be accounted for.

    With a scope, without those that tell by their recipient what a tag beyond it hides.
    """
    first, last = _days(start, end, today, everything=everything)
    if everything:
        found = disclosures(session, patient_id, first, last)[::-1]
    else:
        found = accounted_for(session, patient_id, first, last)
    if scope is None:
        return found
    carried, none = tags_of(session, patient_id), frozenset[str]()
    return tuple(
        one
        for one in found
        if scope.covered.issuperset((*one.tags, *carried.get(("consent", one.consent_id or 0), none)))
    )


def _days(start: dt.date | None, end: dt.date | None, today: dt.date, *, everything: bool) -> tuple[dt.date, dt.date]:
    """What the law asks for reaches six years back, whatever was asked for."""
    reach = reaches_back_to(end or today)
    first, last = days(start, end, reach, today)
    return first if everything else max(first, reach), last


def table(found: Sequence[DisclosureView]) -> list[list[Cell]]:
    """The same as rows under COLUMNS, dates as dates."""
    return [
        [
            one.made_on,
            one.recipient,
            one.recipient_address or "",
            _what(one),
            _why(one),
            BASES[one.basis].label,
            BASES[one.basis].section,
            one.format,
            one.encrypted,
        ]
        for one in found
    ]


def _line(one: DisclosureView) -> GivenLine:
    return GivenLine(
        on=short_day(one.made_on),
        what=_what(one),
        to=one_line(one.recipient),
        address=one_line(one.recipient_address or ""),
        why=_why(one),
        ground=f"{BASES[one.basis].label} ({BASES[one.basis].section})",
    )


def _what(one: DisclosureView) -> str:
    """ "Visit summary: conversations, goals"; the parts are those of then, and one that is not known stays as it is."""
    order = list(SECTIONS)
    known = sorted((part for part in one.sections if part in SECTIONS), key=order.index)
    parts = ", ".join([*(SECTIONS[part] for part in known), *(part for part in one.sections if part not in SECTIONS)])
    name = one_line(one.document)
    return f"{name[:1].upper()}{name[1:]}{f': {parts}' if parts else ''}"


def _why(one: DisclosureView) -> str:
    words = one_line(one.basis_words or "")
    return f"{PURPOSES[one.purpose]}{f': {words}' if words else ''}"


def _unnamed(session: Session, patient_id: int, first: dt.date, last: dt.date) -> int:
    """How many documents left while coordtui did not ask yet who gets them: the journal has them, no record has."""
    found = accesses(session, patient_id, first, last).entries
    return sum(one.kind is AccessKind.GAVE and not one.given for one in found)


def held_words(held: int) -> tuple[str, ...]:
    """What is said of the rows that stayed back."""
    if not held:
        return ()
    which = "1 row stays" if held == 1 else f"{held} rows stay"
    return (f"{which} back: tagged, and no authorization in force lets it go to them.",)


def _told_of(unnamed: int) -> tuple[str, ...]:
    if not unnamed:
        return ()
    which = "1 document" if unnamed == 1 else f"{unnamed} documents"
    return (f"{which} left before coordtui asked who gets it; the access report lists them, without a recipient.",)
