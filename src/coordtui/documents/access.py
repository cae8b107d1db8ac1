"""The access report: who looked at a patient's record, changed it or gave of it, and when, from the journal.

On paper an entry says what was done and not what it was about, so that the page holds no note and no diagnosis.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from sqlalchemy.orm import Session

from coordtui.casework.access import Access, AccessReport, accesses
from coordtui.documents.evidence import head
from coordtui.documents.evidence_view import AccessView, LookLine
from coordtui.documents.period import days
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.spreadsheet import Cell
from coordtui.documents.text import one_line
from coordtui.documents.words import clock_time, short_day
from coordtui.rules.access import WORDS, without_details
from coordtui.rules.disclosure import DOCUMENTS

WHAT = DOCUMENTS["access"].label
COLUMNS = ("No.", "When", "Who", "Did", "What", "Records", "Taken back")
_TITLE = "Who looked at your records"
_NOTHING = "Nobody opened or changed these records in these days."
_DAYS_BACK = 365
_MOST = 6
"""So many kinds of records are named on a line."""


def report(
    session: Session,
    patient_id: int,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    scope: Scope = WHOLE,
) -> AccessView:
    """What was done with a patient's record from `start` (else a year back) to `end` (else today).

    Raises:
        NotFound: there is no such patient.
        InvalidInput: "from", where the period ends before it begins.
    """
    first, last = days(start, end, (end or today) - dt.timedelta(days=_DAYS_BACK), today)
    top = head(session, "access", patient_id, (first, last), today, scope)
    found = accesses(session, patient_id, first, last)
    return AccessView(
        **top,
        title=_TITLE,
        rows=_rows(found.entries),
        nothing=_NOTHING,
        around=around(found, first),
        cautions=(),
    )


def table(entries: Sequence[Access]) -> list[list[Cell]]:
    """One row an entry under COLUMNS; `When` is a moment on the coordinator's clock."""
    return [
        [one.seq, one.at, one.actor, WORDS[one.kind], _what(one), ", ".join(one.records), one.undone] for one in entries
    ]


def around(found: AccessReport, first: dt.date) -> tuple[str, ...]:
    """What concerned everybody's records alike, in sentences."""
    about = found.around
    lists = f"Lists that show many people, this person perhaps among them, were looked at {_times(about.lists)}"
    lines = (
        f"{lists} on {_days(about.list_days)}." if about.lists else "",
        f"The records were unlocked {_times(about.unlocks)}." if about.unlocks else "",
        f"A wrong passphrase was tried {_times(about.failed)}." if about.failed else "",
        f"The journal begins on {short_day(found.since)}." if found.since > first else "",
    )
    return tuple(line for line in lines if line)


def _rows(entries: Sequence[Access]) -> tuple[LookLine, ...]:
    """What one person did alike on one day is one line."""

    def alike(one: Access) -> tuple[dt.date, str, str, str, str]:
        return one.at.date(), one.actor, WORDS[one.kind], _what(one), _records(one.records)

    order = {key: at for at, key in reversed(list(enumerate(map(alike, entries))))}
    together = groupby(sorted(entries, key=lambda one: order[alike(one)]), key=alike)
    return tuple(_line(*key, [one.at for one in same]) for key, same in together)


def _line(day: dt.date, who: str, did: str, what: str, records: str, times: Sequence[dt.datetime]) -> LookLine:
    often = f" ({len(times)} times)" if len(times) > 1 else ""
    first = clock_time(min(times).time())
    return LookLine(f"{short_day(day)}, {first}", one_line(who), did, f"{what}{often}", records)


def _what(one: Access) -> str:
    """ "Visit summary to Dr. Chen" for what left, else the act without what it was about."""
    what = one_line(one.given or without_details(one.verb, one.what))
    return f"{what} (taken back since)" if one.undone else what


def _records(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"{', '.join(names[:_MOST])}{more}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count:,} days"
