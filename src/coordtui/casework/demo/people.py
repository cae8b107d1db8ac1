"""Everyone who is written by hand, mixed so that a small caseload has some of everything."""

from __future__ import annotations

from typing import Final

from coordtui.casework.demo.people_later import LATER
from coordtui.casework.demo.people_soon import SOON
from coordtui.casework.demo.people_today import TODAY
from coordtui.casework.demo.shapes import Person

PEOPLE: Final[tuple[Person, ...]] = tuple(one for three in zip(TODAY, SOON, LATER, strict=True) for one in three)

NOTES: Final[tuple[str, ...]] = (
    "Woman at the food bank asked about rides for her uncle, chemo on Mondays. Surname Abara? Call her back.",
    "Lakeview Pharmacy: new hours, closes at 5 on Fridays.",
    'Voicemail, faint: "it\'s about the oxygen". Number ends in 0177.',
)
"""Quick notes that belong to nobody yet."""
