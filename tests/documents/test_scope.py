"""What was not picked, or is tagged and not covered, is in no document; what is covered goes along with its notice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import docx
import pytest
from sqlalchemy.orm import Session

from coordtui.casework.plan_version import share
from coordtui.casework.sensitivity import tag
from coordtui.documents.nudge import nudge
from coordtui.documents.packet import packet
from coordtui.documents.plan import plan_copy
from coordtui.documents.render import render
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.summary import summary
from coordtui.errors import InvalidInput, Refused
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan, Concern, Goal, Intervention
from coordtui.models.clinical import Allergy, Condition, Coverage, Medication
from coordtui.models.codes import Ball
from coordtui.models.patient import ContactPoint
from coordtui.models.people import TeamMember
from coordtui.models.referral import Referral, ReferralState
from coordtui.rules.disclosure import DOCUMENTS, PART2_NOTICE
from tests.documents.conftest import TODAY, Desk
from tests.documents.test_render import docx_text

PART: Final[Mapping[str, str]] = {
    "contact": "talks",
    "goal": "goals",
    "intervention": "steps",
    "follow_up": "steps",
    "appointment": "steps",
    "concern": "problems",
    "condition": "problems",
    "medication": "medicines",
    "allergy": "allergies",
    "coverage": "coverage",
    "team_member": "team",
    "referral": "referrals",
}
"""Which part of a chart the rows of a table belong to."""


class Chart:
    """Rosa with one record of every kind, each with an unmistakable word of its own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        desk.rosa = desk.patient("Rosa Lopez", birth_date="1950-03-04", language="es")
        desk.wishes(what_matters="Dancing", voicemail="no")
        desk.add(ContactPoint, system="phone", value="555-0199")
        self.plan = desk.add(CarePlan, title="Plan", status="active")
        concern = desk.add(Concern, plan_id=self.plan, text="Quokka worry")
        sent = desk.add(
            Referral, what="Wombat clinic", state=ReferralState.SENT, ball=Ball.RECIPIENT, since=TODAY, social=True
        )
        self.asked = desk.add(
            Referral, what="Eye exam", to_name="Eye Place", reason="Narwhal", state=ReferralState.SENT, since=TODAY
        )
        goal = desk.add(Goal, plan_id=self.plan, text="Ocelot goal")
        numbat = desk.add(Intervention, plan_id=self.plan, goal_id=goal, text="Numbat step")
        self.rows = {
            "contact": (desk.talk("Axolotl talk"), "Axolotl"),
            "goal": (goal, "Ocelot"),
            "intervention": (numbat, "Numbat"),
            "follow_up": (desk.step("food", "Pangolin pantry"), "Pangolin"),
            "appointment": (desk.add(Appointment, what="Tapir visit", starts=_day(3)), "Tapir"),
            "concern": (concern, "Quokka"),
            "condition": (desk.add(Condition, text="Eye Okapi trouble", clinical_status="active"), "Okapi"),
            "medication": (desk.add(Medication, text="Caracal pills", status="active"), "Caracal"),
            "allergy": (desk.add(Allergy, text="Dugong fur"), "Dugong"),
            "coverage": (desk.add(Coverage, payer="Echidna Health"), "Echidna"),
            "team_member": (desk.add(TeamMember, name="Fossa Ames", phone="555-0111"), "Fossa"),
            "referral": (sent, "Wombat"),
        }

    def makers(self, scope: Scope) -> dict[str, Callable[[Session], Any]]:
        return {
            "summary": lambda s: summary(s, self.desk.rosa, None, None, TODAY, scope),
            "plan-patient": lambda s: plan_copy(s, self.plan, "patient", TODAY, scope),
            "plan-team": lambda s: plan_copy(s, self.plan, "team", TODAY, scope),
            "packet": lambda s: packet(s, self.asked, TODAY, scope),
        }

    def text(self, document: str, scope: Scope = WHOLE, format: str = "md") -> str:
        data = render(self.desk.ledger.read(self.makers(scope)[document]), format)
        return docx_text(data) if format == "docx" else data.decode()

    def put_on(self, kind: str, key: int, code: str) -> None:
        self.desk.ledger.do(tag, kind, key, code, self.desk.moment)


def _day(days: int) -> str:
    return (TODAY + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def chart(desk: Desk) -> Chart:
    return Chart(desk)


@pytest.mark.parametrize("document", ["summary", "plan-patient", "plan-team", "packet"])
def test_a_part_that_was_not_picked_is_in_no_format_and_the_rest_is(chart: Chart, document: str) -> None:
    rule = DOCUMENTS[document]
    every = frozenset((*rule.parts, *rule.always))
    full = chart.text(document)
    here = {kind: word for kind, (_, word) in chart.rows.items() if word in full}
    assert {PART[kind] for kind in here} >= {*rule.parts} - {"birth_date", "contact", "language", "matters", "history"}
    for part in rule.parts:
        text = chart.text(document, Scope(every - {part}))
        for kind, word in here.items():
            assert (word in text) == (PART[kind] != part), f"{word}: {kind} of {PART[kind]}, without {part}"
    bare = Scope(frozenset(rule.always))
    for format in ("md", "html", "docx"):
        text = chart.text(document, bare, format)
        assert [word for kind, word in here.items() if PART[kind] not in rule.always and word in text] == [], format
        assert "1950" not in text
        assert "555-0199" not in text
        assert "Dancing" not in text


@pytest.mark.parametrize("kind", list(PART))
def test_a_tagged_row_is_in_no_document_unless_its_tag_is_covered(chart: Chart, kind: str) -> None:
    key, word = chart.rows[kind]
    before = {document for document in chart.makers(WHOLE) if word in chart.text(document)}
    assert before, f"{word} would be shown"
    chart.put_on(kind, key, "hiv")
    assert [document for document in before if word in chart.text(document)] == []
    assert [
        document for document in before if word not in chart.text(document, Scope(covered=frozenset({"hiv"})))
    ] == []
    assert [document for document in before if word in chart.text(document, Scope(covered=frozenset({"part2"})))] == []


def test_what_hangs_on_a_tagged_record_stays_back_with_it(chart: Chart) -> None:
    """A plan's lines, and the words of an older version, which is kept in one piece."""
    assert "Numbat" in chart.text("summary")
    chart.put_on("goal", chart.rows["goal"][0], "mental_health")
    for document in ("summary", "plan-patient", "plan-team"):
        assert "Numbat" not in chart.text(document)
    chart.desk.ledger.do(share, chart.plan, "Dr. Ames", None, chart.desk.moment)
    chart.desk.add(Goal, plan_id=chart.plan, text="Kinkajou goal")
    assert "Kinkajou" in chart.text("plan-team")
    assert "Changed since the last version" not in chart.text("plan-team")
    whole = chart.text("plan-team", Scope(covered=frozenset({"mental_health"})))
    assert "Changed since the last version" in whole


def test_a_document_about_a_tagged_record_is_refused_with_the_next_step(chart: Chart) -> None:
    chart.put_on("care_plan", chart.plan, "part2")
    chart.put_on("referral", chart.asked, "hiv")
    for document, says in (("plan-patient", "Part 2"), ("plan-team", "Part 2"), ("packet", "HIV")):
        with pytest.raises(Refused, match=f"is tagged {says}, and no authorization in force"):
            chart.text(document)
    with pytest.raises(Refused, match="This referral is tagged HIV"):
        chart.desk.ledger.read(nudge, chart.asked, TODAY)
    assert "Narwhal" in chart.text("packet", Scope(covered=frozenset({"hiv"})))
    chart.put_on("patient", chart.desk.rosa, "part2")
    with pytest.raises(Refused, match="HIV, Part 2"):
        chart.text("packet")


def test_records_of_a_substance_use_program_go_with_the_notice_that_forbids_passing_them_on(chart: Chart) -> None:
    """42 CFR 2.32."""
    chart.put_on("goal", chart.rows["goal"][0], "part2")
    covered = Scope(covered=frozenset({"part2"}))
    for document in chart.makers(WHOLE):
        for format in ("md", "html", "docx"):
            assert PART2_NOTICE in chart.text(document, covered, format), (document, format)
        assert PART2_NOTICE not in chart.text(document)


def test_a_template_of_ones_own_cannot_leave_the_notice_out(chart: Chart, tmp_path: Path) -> None:
    chart.put_on("goal", chart.rows["goal"][0], "part2")
    covered = chart.desk.ledger.read(chart.makers(Scope(covered=frozenset({"part2"})))["summary"])
    (tmp_path / "summary.md").write_text("# {{ title }}\n", encoding="utf-8")
    paper = docx.Document()
    paper.add_paragraph("{{ title }}")
    paper.save(str(tmp_path / "summary.docx"))
    for format in ("md", "docx"):
        with pytest.raises(InvalidInput, match="does not print the notice"):
            render(covered, format, tmp_path)
        render(chart.desk.view(), format, tmp_path)
    paper.add_paragraph("{{ notice }}")
    paper.save(str(tmp_path / "summary.docx"))
    assert PART2_NOTICE in docx_text(render(covered, "docx", tmp_path))
