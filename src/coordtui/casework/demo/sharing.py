"""Consents and tags of the made-up people: a few in every state, and something of each kind that is tagged."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlmodel import SQLModel

from coordtui.casework.base import table
from coordtui.casework.consent_views import ConsentView
from coordtui.casework.demo.cast import Cast
from coordtui.casework.demo.places import AGENCIES
from coordtui.casework.demo.raised import by_rule
from coordtui.casework.demo.rows import Rows
from coordtui.models.clinical import Condition, Coverage, Medication
from coordtui.models.consent import Consent, ConsentKind, ConsentStatus, Signing
from coordtui.models.disclosure import Purpose
from coordtui.models.patient import Alert
from coordtui.models.sensitivity import SensitivityTag, TaggedRecord
from coordtui.rules import consent as rules

_S = ConsentStatus
_OWN: Final = "immigration"


@dataclass(frozen=True, slots=True)
class Paper:
    """`to` is an agency's key, or a name in words; `signed` and `ends` count days from today, None while open.

    `sections` and `tags` as in a consent. `over` is the day on which it was revoked, `told` False where the paper lacks
    a statement.
    """

    to: str
    scope: str
    signed: int | None
    ends: int | None = None
    event: str | None = None
    kind: ConsentKind = ConsentKind.AUTHORIZATION
    status: ConsentStatus = ConsentStatus.ACTIVE
    purpose: Purpose | None = Purpose.COORDINATION
    sections: tuple[str, ...] | None = None
    tags: tuple[str, ...] = ()
    starts: int | None = None
    over: int | None = None
    told: bool = True


@dataclass(frozen=True, slots=True)
class Sharing:
    """What one person signed, and which of their records carry which tag."""

    papers: tuple[Paper, ...] = ()
    tags: tuple[tuple[type[SQLModel], str], ...] = ()


_CARE: Final = ("goals", "steps", "problems", "medicines", "allergies", "team")
SHARING: Final[Mapping[str, Sharing]] = {
    "Boone": Sharing(
        papers=(
            Paper(
                "clinic", "Treatment of opioid use", -80, event="end of treatment here", kind=ConsentKind.PART2,
                purpose=Purpose.TREATMENT, sections=_CARE,
            ),
        ),
        tags=((Condition, "part2"), (Medication, "part2")),
    ),
    "Gallagher": Sharing(
        papers=(Paper("mind", "Mood, medicines and plan", -40, ends=325, sections=_CARE, tags=("mental_health",)),),
        tags=((Condition, "mental_health"),),
    ),
    "Brooks": Sharing(
        papers=(Paper("everyone at home", "Anything at all", -12, kind=ConsentKind.RESTRICTION, purpose=None),),
        tags=((Alert, "violence"),),
    ),
    "Abdi Noor": Sharing(tags=((Coverage, _OWN),)),
    "Kowalski": Sharing(
        papers=(Paper("legal", "Papers for the benefits appeal", -356, ends=9, purpose=Purpose.LEGAL),)
    ),
    "O'Neil": Sharing(papers=(Paper("bone", "Back pain: reports and plan", -371, ends=-6, sections=_CARE),)),
    "Thompson": Sharing(
        papers=(Paper("her employer", "Return to work", -90, ends=275, status=_S.INACTIVE, over=-20),),
    ),
    "Delgado": Sharing(
        papers=(Paper("rehab", "Plan and visits", -3, ends=362, status=_S.DRAFT, told=False, sections=_CARE),)
    ),
    "Ashby": Sharing(
        papers=(Paper("the school nurse", "Asthma plan and medicines", None, ends=200, status=_S.DRAFT),),
        tags=((Condition, "minor_confidential"),),
    ),
    "Lopez": Sharing(
        papers=(Paper("her daughter", "How she is doing", -60, kind=ConsentKind.AGREEMENT, purpose=None),),
    ),
    "Ortega": Sharing(
        papers=(
            Paper(
                "his health plan", "Visits that he paid for himself", -15, kind=ConsentKind.RESTRICTION,
                purpose=Purpose.PAYMENT,
            ),
        ),
    ),
    "Vang": Sharing(papers=(Paper("elder", "Plan and medicines", -2, ends=373, starts=8, sections=_CARE),)),
    "Bell": Sharing(papers=(Paper("a research study", "Blood counts", None, ends=90, status=_S.REJECTED),)),
    "Goldfarb": Sharing(papers=(Paper("heart", "Somebody else's form", -30, ends=335, status=_S.ENTERED_IN_ERROR),)),
}  # fmt: skip
"""By family name."""


def set_tags(rows: Rows) -> None:
    """A tag of the coordinator's own, beside those that ship."""
    rows.add(SensitivityTag, code=_OWN, label="Immigration", why="The program's rule: never to any government office")


def share(cast: Cast) -> None:
    """Add what this person signed and what of theirs is tagged."""
    found = SHARING.get(cast.person.family or "")
    if found is None or cast.brief:
        return
    for paper in found.papers:
        _write(cast, paper)
    for model, tag in found.tags:
        for row in cast.rows.last(model, cast.patient_id)[:1]:
            name = table(model).name
            cast.rows.add(TaggedRecord, patient_id=cast.patient_id, subject_kind=name, subject_id=row["id"], tag=tag)


def _write(cast: Cast, paper: Paper) -> None:
    view = _view(cast, paper)
    values = {field.name: getattr(view, field.name) for field in fields(view)}
    for name in ("consent_id", "standing"):
        del values[name]
    values["sections"] = None if view.sections is None else json.dumps(sorted(view.sections))
    values["tags"] = json.dumps(sorted(view.tags))
    key = cast.rows.add(Consent, **values)
    if cast.living:
        since = view.signed_on or cast.days.day(-2)
        by_rule(cast, "consent", key, rules.wanted(view, since), since)


def _view(cast: Cast, paper: Paper) -> ConsentView:
    signed, spoken = _day(cast, paper.signed), paper.kind not in rules.WRITTEN
    here: dict[str, Any] = dict.fromkeys(field.name for field in fields(ConsentView) if field.name != "standing")
    here |= {
        "consent_id": 0,
        "patient_id": cast.patient_id,
        "kind": paper.kind,
        "status": paper.status,
        "discloser": None if spoken else "Cedar Street Community Health",
        "recipient": AGENCIES[paper.to].name if paper.to in AGENCIES else paper.to,
        "recipient_organization_id": cast.town.agencies.get(paper.to),
        "all_treating": False,
        "purpose": paper.purpose,
        "scope": paper.scope,
        "sections": paper.sections,
        "tags": paper.tags,
        "signed_on": signed,
        "signing": None if signed is None else Signing.SPOKEN if spoken else Signing.PAPER,
        "starts_on": _day(cast, paper.starts),
        "expires_on": _day(cast, paper.ends),
        "expires_event": paper.event,
        "told_revocable": not spoken,
        "told_conditions": not spoken,
        "told_redisclosure": paper.told and not spoken,
        "copy_given_on": None if spoken else signed,
        "revoked_on": _day(cast, paper.over),
        "revoked_how": None if paper.over is None else "in writing",
    }
    return ConsentView(**here)


def _day(cast: Cast, days: int | None) -> dt.date | None:
    return None if days is None else cast.days.day(days)
