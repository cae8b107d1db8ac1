"""What the coordinator may say about themselves."""

from __future__ import annotations

from difflib import get_close_matches
from zoneinfo import available_timezones

from coordtui.errors import InvalidInput

HOURS_A_WEEK = 100


def check_name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise InvalidInput("name", "Your name is needed: it stands on letters and in the journal.")
    if len(name) > 120:
        raise InvalidInput("name", "That name is longer than 120 characters.")
    return name


def check_zone(text: str) -> str:
    """An IANA name, whatever the case or spaces: "america/new york" is America/New_York."""
    wanted = text.strip().replace(" ", "_")
    zones = {zone.casefold(): zone for zone in available_timezones()}
    if found := zones.get(wanted.casefold()):
        return found
    last = {zone.rsplit("/", 1)[-1].casefold(): zone for zone in sorted(zones.values())}
    if found := last.get(wanted.casefold()):
        return found
    near = get_close_matches(wanted.casefold(), [*zones, *last], n=1, cutoff=0.6)
    better = f"Did you mean {zones.get(near[0]) or last[near[0]]}?" if near else "For example America/Chicago."
    raise InvalidInput("zone", "There is no such time zone.", better)


def check_hours(text: str) -> int:
    """Whole hours a week, 1 to 100."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and 1 <= int(digits[:4]) <= HOURS_A_WEEK):
        raise InvalidInput("weekly_hours", f"Weekly hours are a whole number from 1 to {HOURS_A_WEEK}.")
    return int(digits)
