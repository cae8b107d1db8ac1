"""The days that a paper covers."""

from __future__ import annotations

import datetime as dt

from coordtui.errors import InvalidInput


def days(start: dt.date | None, end: dt.date | None, usual: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day: as asked for, else from the `usual` first one to `today`.

    Raises:
        InvalidInput: "from", where the period ends before it begins.
    """
    first, last = start or usual, end or today
    if first > last:
        raise InvalidInput("from", f"The period would end ({last}) before it begins ({first}).", "Swap the two days.")
    return first, last
