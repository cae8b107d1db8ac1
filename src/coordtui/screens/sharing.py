"""What a chart says about sharing: consents, restrictions, and the tags that hold records back. Views in, lines out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from coordtui.casework.chart import Chart
from coordtui.casework.consent_views import ConsentView
from coordtui.models.consent import ConsentKind, Signing
from coordtui.models.disclosure import Purpose
from coordtui.rules.consent import covered_tags
from coordtui.rules.consent_terms import KINDS, WRITTEN
from coordtui.rules.dates import show_partial
from coordtui.rules.disclosure import PURPOSES, SECTIONS
from coordtui.screens.chart_parts import Line, joined, short

_TONES: Final = {"in-force": "", "not-yet": "", "incomplete": "warning", "draft": "warning", "expired": "warning"}
_SIGNED: Final = {Signing.PAPER: "on paper", Signing.ELECTRONIC: "electronically", Signing.SPOKEN: "in spoken words"}


def tag_words(chart: Chart) -> Callable[[Line], str]:
    """What marks the line of a tagged record."""
    return lambda line: "" if line.subject is None else chart.named(chart.tags.get(line.subject, ()))


def sharing(chart: Chart, today: dt.date) -> Iterable[Line]:
    """The chart as a whole first, then the consents, then how many records carry which tag."""
    yield Line(what="the whole chart", state="T tags it", kind="chart", subject=("patient", chart.patient.patient_id))
    for one in chart.consents:
        yield _consent(chart, one, today)
    of_records = (codes for (kind, _), codes in chart.tags.items() if kind not in ("patient", "consent"))
    held = Counter(code for codes in of_records for code in codes)
    reasons = {one.code: one.why for one in chart.tag_list}
    for code, count in sorted(held.items()):
        what = f"{chart.named((code,))}: {count} record{'s' * (count != 1)}"
        yield Line(what=what, state="held back", full=joined(what, reasons.get(code), by="\n\n"), kind="tag")


def _consent(chart: Chart, one: ConsentView, today: dt.date) -> Line:
    signed = short(one.signed_on.isoformat(), today) if one.signed_on else ""
    tone = _TONES.get(one.standing.code, "muted")
    tags = chart.named(covered_tags(one))
    state = joined(one.standing.words, tags and f"covers {tags}", by=", ")
    return Line(signed, one.title, state, tone, "", signed, ("consent", one.consent_id))


def terms(one: ConsentView, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """A consent in full, as (label, words); what it does not say is left out."""
    parts = "the whole chart" if one.sections is None else ", ".join(SECTIONS.get(part, part) for part in one.sections)
    tags = covered_tags(one) if one.kind is not ConsentKind.RESTRICTION else one.tags
    to = joined(one.recipient, "everyone who treats the patient" if one.all_treating else "", by=", and ")
    how = _SIGNED[one.signing] if one.signing else ""
    signer = joined(one.signer, one.authority, by=", ")
    told = ("can be revoked", one.told_revocable), ("whether care depends on it", one.told_conditions)
    found = (
        ("kind", KINDS[one.kind]),
        ("from", one.discloser),
        ("not to" if one.kind is ConsentKind.RESTRICTION else "to", to),
        ("what for", joined(_purpose(one), one.purpose_words)),
        ("what", joined(parts, one.scope, by=": ")),
        ("tags", ", ".join(sorted(labels.get(code, code) for code in tags))),
        ("signed" if one.kind in WRITTEN else "agreed", joined(_day(one.signed_on), how)),
        ("signed by", signer),
        ("from day", _day(one.starts_on)),
        ("ends", joined(_day(one.expires_on), one.expires_event)),
        ("happened", _day(one.event_on)),
        ("told", ", ".join(words for words, said in (*told, ("may be passed on", one.told_redisclosure)) if said)),
        ("copy given", _day(one.copy_given_on)),
        ("revoked", joined(_day(one.revoked_on), one.revoked_how)),
        ("document", one.document),
        ("note", one.note),
    )
    return [(label, words) for label, words in found if words]


def _purpose(one: ConsentView) -> str:
    if one.purpose is not None:
        return PURPOSES[Purpose(one.purpose)]
    return "" if one.purpose_words or one.kind is ConsentKind.RESTRICTION else "any purpose"


def _day(day: dt.date | None) -> str:
    return show_partial(day.isoformat()) if day else ""
