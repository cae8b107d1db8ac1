"""Codes in the words that screens show."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from coordtui.models.codes import Answer
from coordtui.rules.dates import show_day
from coordtui.rules.languages import language_name

PARTS_OF_DAY = ((12, "morning"), (17, "afternoon"), (24, "evening"))


@lru_cache(256)
def language_words(tag: str | None) -> str:
    """ "es-MX" -> "Spanish (Mexico)"; a tag that is not one stays as it is."""
    return language_name(tag) if tag else ""


def interpreter_words(answer: Answer, modality: str | None = None) -> str:
    """Whether an interpreter is needed, "" where there is nothing to say."""
    match answer:
        case Answer.YES:
            return f"needs an interpreter ({modality})" if modality else "needs an interpreter"
        case Answer.DECLINED:
            return "interpreter: declined to say"
        case _:
            return ""


def ago(day: dt.date | None, today: dt.date) -> str:
    """ "today", "yesterday", "12 days ago", "never"."""
    if day is None:
        return "never"
    days = (today - day).days
    return show_day(day, today) if days < 2 else f"{days} days ago"
