"""Codes in the words that screens show."""

from __future__ import annotations

import datetime as dt

from coordtui.rules.dates import show_day
from coordtui.rules.languages import language_name

PARTS_OF_DAY = ((12, "morning"), (17, "afternoon"), (24, "evening"))


def language_words(tag: str | None) -> str:
    """ "es-MX" -> "Spanish (Mexico)"; a tag that is not one stays as it is."""
    return language_name(tag) if tag else ""


def ago(day: dt.date | None, today: dt.date) -> str:
    """ "today", "yesterday", "12 days ago", "never"."""
    if day is None:
        return "never"
    days = (today - day).days
    return show_day(day, today) if days < 2 else f"{days} days ago"
