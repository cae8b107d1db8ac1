"""What left the made-up vault before today, so that an access report and an accounting have something to tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import AGENCIES
from coordtui.models.disclosure import Basis, Disclosure, Purpose


@dataclass(frozen=True, slots=True)
class Gone:
    """`to` is an agency's key or a name in words, "" for the patient; `day` counts from today, and is past."""

    document: str
    to: str
    day: int
    purpose: Purpose
    basis: Basis
    words: str | None = None
    sections: tuple[str, ...] = ()
    destination: str = "paper"


_SUMMARY: Final = ("goals", "medicines", "steps", "talks", "team")
GONE: Final[Mapping[str, tuple[Gone, ...]]] = {
    "Lopez": (
        Gone("visit summary", "", -31, Purpose.INDIVIDUAL, Basis.INDIVIDUAL, sections=_SUMMARY),
        Gone(
            "referral packet", "eye", -12, Purpose.TREATMENT, Basis.TREATMENT,
            sections=("birth_date", "contact", "problems", "request"), destination="referral.docx.age",
        ),
    ),
    "Boone": (
        Gone(
            "care plan for the team", "the county court", -44, Purpose.LEGAL, Basis.COURT,
            words="order of the county court, case 26-118", sections=("goals",),
        ),
    ),
    "Brooks": (
        Gone(
            "words from the screen", "Adult Protective Services", -9, Purpose.PUBLIC_HEALTH, Basis.ABUSE_REPORT,
            words="report of abuse at home", sections=("talks",),
        ),
    ),
}  # fmt: skip
"""By family name."""


def give_out(cast: Cast) -> None:
    """Add what left of this person."""
    if cast.brief:
        return
    for gone in GONE.get(cast.person.family or "", ()):
        agency = AGENCIES.get(gone.to)
        day = cast.days.day(gone.day)
        cast.rows.add(
            Disclosure,
            patient_id=cast.patient_id,
            made_at=cast.days.at(day, 14),
            made_on=day,
            document=gone.document,
            recipient=agency.name if agency else gone.to or cast.name,
            recipient_address=agency.address if agency else None,
            recipient_organization_id=cast.town.agencies.get(gone.to),
            purpose=gone.purpose,
            basis=gone.basis,
            basis_words=gone.words,
            sections=json.dumps(sorted(gone.sections)),
            format="paper" if gone.destination == "paper" else "docx",
            destination=gone.destination,
            encrypted=gone.destination.endswith(".age"),
        )
