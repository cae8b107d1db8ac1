"""A chart in words, section by section, for a terminal or a screen reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from coordtui.cli.output import Column, paragraph, say, table
from coordtui.rules.dates import show_day, show_partial
from coordtui.rules.languages import spoken

if TYPE_CHECKING:
    import datetime as dt

    from coordtui.casework.chart import Chart
    from coordtui.casework.contact_views import ContactView
    from coordtui.casework.preview import Preview

LAST_CONTACTS = 10
Rows = Sequence[Sequence[str]]


def print_chart(chart: Chart, contacts: Sequence[ContactView], today: dt.date) -> None:
    """Who it is and how to reach them safely, then what is open, then the record."""
    _head(chart.glance, chart.cautions(), today)
    _work(chart, contacts, today)
    _record(chart)


def _head(person: Preview, cautions: Sequence[str], today: dt.date) -> None:
    preferred = f' "{person.preferred_name}"' if person.preferred_name else ""
    say(f"{person.patient}{preferred} · patient {person.patient_id}")
    speaks = spoken(person.language, person.interpreter, person.interpreter_modality)
    about = (person.pronouns, person.age, speaks, f"engagement: {person.engagement}")
    paragraph(" · ".join(part for part in about if part))
    if person.deceased:
        say(f"Died {show_partial(person.deceased_on)}".rstrip() + ".")
    if person.case_status != "open":
        say(f"The case is {person.case_status}.")
    for alert in person.alerts:
        paragraph(f"! {alert}")
    for rule in person.safe_contact:
        paragraph(f"Contact: {rule}")
    for caution in cautions:
        paragraph(f"! Sharing: {caution}")
    paragraph("Phone: " + (", ".join(_phone(reach.value, reach.use) for reach in person.phones) or "none"))
    if person.level is not None:
        say(f"Acuity: {person.level} ({person.score})")
    two_way = show_day(person.last_two_way, today) if person.last_two_way else "never"
    say(f"Last two-way contact: {two_way}")


def _phone(value: str, use: str | None) -> str:
    return f"{value} ({use})" if use else value


def _work(chart: Chart, contacts: Sequence[ContactView], today: dt.date) -> None:
    steps = [one for one in chart.follow_ups if one.status == "open"]
    _section(
        "Open follow-ups",
        ("No.", "Due", "Ball", "Kind", "What"),
        [(str(one.follow_up_id), show_day(one.due_on, today), one.ball, one.label, one.text) for one in steps],
    )
    _section("Plans", ("Plan", "Status", "Goals"), [(p.title, p.status, _goals(chart, p.plan_id)) for p in chart.plans])
    _section(
        "Referrals",
        ("What", "State", "Ball", "Since", "Next check"),
        [(r.what, r.label, r.ball, show_day(r.since, today), _day(r.next_check_on, today)) for r in chart.referrals],
    )
    _section(
        "Appointments",
        ("When", "What", "Status", "Where"),
        [(show_partial(a.starts), a.what, a.status, a.place or "") for a in chart.appointments],
    )
    _section(
        f"Contacts (the last {LAST_CONTACTS})" if len(contacts) > LAST_CONTACTS else "Contacts",
        ("When", "How", "Outcome", "Note"),
        [
            (f"{c.at:%Y-%m-%d %H:%M}", c.channel, c.words, " · ".join(filter(None, (c.note, c.agreed))))
            for c in contacts[:LAST_CONTACTS]
        ],
    )


def _goals(chart: Chart, plan_id: int) -> str:
    plan = next(plan for plan in chart.plans if plan.plan_id == plan_id)
    return "; ".join(f"{goal.text} ({goal.achievement or goal.status})" for goal in plan.goals)


def _record(chart: Chart) -> None:
    _section(
        "Conditions",
        ("Condition", "Status", "Since"),
        [(c.text, c.clinical_status or "", show_partial(c.onset)) for c in chart.conditions],
    )
    _section(
        "Medications",
        ("Medicine", "Status", "Dosage"),
        [(m.text, m.status or "", m.dosage or "") for m in chart.medications],
    )
    _section(
        "Allergies",
        ("Allergy", "Criticality", "Reaction"),
        [(a.text, a.criticality or "", a.reaction or "") for a in chart.allergies],
    )
    _section(
        "Coverage",
        ("Payer", "Plan", "Member", "Until"),
        [
            (c.payer, c.plan_name or c.plan_type or "", c.member_id or "", show_partial(c.ends_on))
            for c in chart.coverage
        ],
    )
    _section("Team", ("Name", "Role", "Phone"), [(t.name, t.role or "", t.phone or "") for t in chart.team])
    _section(
        "Consents",
        ("Consent", "Stands", "What"),
        [(one.title, one.standing.words, one.scope or "") for one in chart.consents],
    )
    held = Counter(code for codes in chart.tags.values() for code in codes)
    _section("Tags", ("Tag", "Records"), [(chart.named((code,)), str(count)) for code, count in sorted(held.items())])
    if chart.raw:
        say()
        paragraph("Imported: " + ", ".join(f"{name} {count}" for name, count in chart.raw.items()))


def _day(day: dt.date | None, today: dt.date) -> str:
    return show_day(day, today) if day else ""


def _section(title: str, columns: Sequence[str], rows: Rows) -> None:
    if rows:
        say()
        say(title)
        table([Column(name, least=8) for name in columns], rows)
