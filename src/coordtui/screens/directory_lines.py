"""An entry of the directory in lines: how to reach it, what it asks for, how it performs, who is waiting there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

from coordtui.casework.directory import EntryDetail
from coordtui.rules.dates import show_day
from coordtui.rules.directory import split_languages
from coordtui.rules.directory_record import NO_REPLY_DAYS, Performance, days_words
from coordtui.screens.preview import BULLET, WHOLE, Pane
from coordtui.screens.words import ago, language_words

_Line = tuple[str, str, str]
SHOWN_OPEN: Final = 3
"""Open referrals in the pane; the box has them all."""


class EntryPane(Pane):
    """The entry under the cursor."""

    more = "enter shows all"

    def show(self, view: EntryDetail | None, today: dt.date, name: Callable[[str], str]) -> None:
        self.put(lines(view, today, name, shown=SHOWN_OPEN) if view is not None else [])


def lines(view: EntryDetail, today: dt.date, name: Callable[[str], str], *, shown: int | None = None) -> list[_Line]:
    """What is needed with the phone in the hand comes first. `name` shows or masks a patient's name."""
    return [line for line in _all(view, today, name, shown) if line[1]]


def _all(view: EntryDetail, today: dt.date, name: Callable[[str], str], shown: int | None) -> Iterable[_Line]:
    yield WHOLE, " · ".join(filter(None, (view.name, view.role, "" if view.active else "retired"))), "strong"
    yield from _ways(view)
    yield "hours", view.hours or view.place_hours or "", ""
    yield "asks for", view.asks_for or view.place_asks_for or "", "warning"
    yield "at", view.place or "", ""
    yield "address", view.address or view.place_address or "", ""
    yield "offers", view.services or "", ""
    yield "speaks", ", ".join(map(language_words, split_languages(view.languages))), ""
    yield "e-mail", view.email or "", ""
    yield "web", view.website or "", ""
    yield "note", view.note or "", ""
    yield "record", record_words(view.record), ""
    yield "checked", checked_words(view, today), "warning" if view.stale and view.active else ""
    yield from _waiting(view, today, name, shown)
    for at, one in enumerate(view.people):
        words = " · ".join(filter(None, (one.name, one.role, "" if one.active else "retired")))
        yield "people" if at == 0 else "", f"{BULLET}{words}", "" if one.active else "muted"


def _ways(view: EntryDetail) -> Iterable[_Line]:
    phone = view.phone or (f"{view.place_phone} ({view.place})" if view.place_phone else "")
    yield "phone", phone or "no number", "" if phone else "warning"
    yield "", view.other_phones or "", ""
    yield "fax", view.fax or (f"{view.place_fax} ({view.place})" if view.place_fax else ""), ""


def record_words(record: Performance) -> str:
    """ "9 sent · 6 closed with the need met · 2 open · visit made after 9 days (median)"."""
    if not record.sent:
        return "nothing sent there yet"
    days = days_words(record.median_days_to_schedule)
    parts = (
        f"{record.sent:,} sent",
        f"{record.closed_loops:,} closed with the need met",
        f"{record.open:,} open" if record.open else "",
        f"{record.declined:,} declined" if record.declined else "",
        f"{record.no_reply:,} without a reply for {NO_REPLY_DAYS} days" if record.no_reply else "",
        f"visit made after {days} (median)" if days and record.median_days_to_schedule else "",
        "visit made the same day (median)" if record.median_days_to_schedule == 0 else "",
    )
    return " · ".join(filter(None, parts))


def checked_words(view: EntryDetail, today: dt.date) -> str:
    if view.verified_on is None:
        return "never; v notes that it is right"
    again = "; ask whether it is still right" if view.stale else ""
    return f"{ago(view.verified_on, today)}{again}"


def _waiting(view: EntryDetail, today: dt.date, name: Callable[[str], str], shown: int | None) -> Iterable[_Line]:
    some = view.referrals[:shown]
    for at, one in enumerate(some):
        since = show_day(one.since, today)
        yield "open" if at == 0 else "", f"{BULLET}{name(one.patient)}: {one.what} · {one.state} since {since}", ""
    if (hidden := len(view.referrals) - len(some)) > 0:
        yield "", f"{BULLET}and {hidden} more; enter shows all", "muted"
