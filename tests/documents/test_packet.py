"""The referral packet: all that the receiver needs, and nothing else about the person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from coordtui.documents.packet import PacketView, packet
from coordtui.documents.packet_view import Place
from coordtui.documents.packet_words import answers_to, asked_for
from coordtui.documents.relevance import related
from coordtui.documents.render import render
from coordtui.errors import NotFound
from coordtui.models.appointment import Appointment
from coordtui.models.care_plan import CarePlan, Concern, Goal, Intervention
from coordtui.models.clinical import Allergy, Condition, Coverage, Document, Encounter, Medication, Survey
from coordtui.models.codes import Answer, Ball, Urgency
from coordtui.models.patient import Address, Alert, ContactPoint
from coordtui.models.people import Organization, Practitioner, RelatedPerson
from coordtui.models.referral import EventKind, Referral, ReferralEvent, ReferralState
from tests.documents.conftest import TODAY, Desk, write
from tests.documents.plans import assert_only_text, pages
from tests.documents.test_render import HOSTILE, docx_text


class PacketDesk:
    """Rosa's referral to an eye clinic of the directory."""

    def __init__(self, desk: Desk, **values: Any) -> None:
        self.desk = desk
        self.clinic = self.directory(
            Organization(name="Clearwater Eye", phone="555-0100", fax="555-0101", asks_for="Insurance; last eye report")
        )
        self.doctor = self.directory(
            Practitioner(name="Dr. Ames", role="Primary care", phone="555-0110", fax="555-0111")
        )
        facts: dict[str, Any] = {
            "what": "Eye exam",
            "reason": "Diabetes, yearly check",
            "question": "Is there damage?",
            "to_name": "Clearwater Eye",
            "to_organization_id": self.clinic,
            "from_name": "Dr. Ames",
            "from_practitioner_id": self.doctor,
            "since": TODAY,
            "ball": Ball.ME,
            "state": ReferralState.DRAFT,
            "urgency": Urgency.URGENT,
            "indicated_on": TODAY + dt.timedelta(days=14),
            "ordered_on": "2026-11-20",
            "consent": Answer.YES,
            "consent_on": TODAY,
        }
        self.referral = desk.add(Referral, **{**facts, **values})

    def directory(self, row: Organization | Practitioner) -> int:
        key: int = self.desk.ledger.do(write, [row], self.desk.moment).value[0]
        return key

    def view(self, **options: Any) -> PacketView:
        return self.desk.ledger.read(packet, self.referral, TODAY, **options)

    def text(self, format: str = "md", **options: Any) -> str:
        data = render(self.view(**options), format)
        return docx_text(data) if format == "docx" else data.decode().replace("\\", "")


@pytest.fixture
def sent(desk: Desk) -> PacketDesk:
    desk.rosa = desk.patient("Rosa Lopez", birth_date="1961-04-02", language="es", interpreter=Answer.YES)
    desk.add(ContactPoint, value="212-555-0142", use="mobile")
    desk.add(ContactPoint, value="212-555-0199", state="wrong")
    desk.add(Address, lines="12 Elm St", city="Newburgh", state="NY", postal_code="12550", use="home")
    return PacketDesk(desk)


# --- what stands in it -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_it_says_who_asks_what_of_whom_how_soon_and_for_whom(sent: PacketDesk, format: str) -> None:
    text = sent.text(format)
    for words in (
        *("Eye exam", "Clearwater Eye", "555-0100", "555-0101", "Dr. Ames", "555-0111", "Noor Adams"),
        *("Rosa Lopez", "2 April 1961", "212-555-0142", "Spanish", "Needs an interpreter for Spanish."),
        *("Urgent", "Diabetes, yearly check", "Is there damage?", "Needed by December 8, 2026."),
        *("Asked for on November 20, 2026.", "agreed to this referral on November 24, 2026"),
        *("Send the report to Dr. Ames, and a copy to Noor Adams.", "reached you by mistake"),
    ):
        assert words in text
    assert "0199" not in text


def test_what_the_receiver_always_asks_for_is_checked_off(sent: PacketDesk) -> None:
    sent.desk.add(Coverage, payer="Harbor Health", plan_name="PPO", member_id="M123", status="active")
    view = sent.view()
    assert view.coverage == ("Harbor Health, PPO, member M123",)
    assert [(one.mark, one.text, one.here) for one in view.asks] == [
        ("☑", "Insurance", True),
        ("☐", "last eye report", False),
    ]
    assert "☑ Insurance (in this packet)" in sent.text()
    assert any("also asks for: last eye report" in caution for caution in view.cautions)


def test_the_home_address_is_told_only_where_it_is_asked_for(sent: PacketDesk) -> None:
    assert "Elm" not in sent.text()
    place = sent.directory(Organization(name="Home care", asks_for="home address"))
    other = PacketDesk(sent.desk, to_organization_id=place, to_name="Home care")
    assert other.view().address == "12 Elm St, Newburgh, NY, 12550"


def test_coverage_that_has_ended_is_not_told(sent: PacketDesk) -> None:
    sent.desk.add(Coverage, payer="Old plan", status="active", ends_on="2026-10-31")
    sent.desk.add(Coverage, payer="Not in force", status="cancelled")
    assert sent.view().coverage == ()


def test_the_person_asked_for_stands_with_the_place(desk: Desk) -> None:
    sent = PacketDesk(desk)
    eyes = sent.directory(Practitioner(name="Dr. Castro", role="Retina", phone="555-0120", asks_for="problem list"))
    view = PacketDesk(desk, to_practitioner_id=eyes, to_name="Dr. Castro").view()
    assert (view.to.name, view.to.role, view.to.phone, view.to.fax) == (
        *("Dr. Castro", "Clearwater Eye", "555-0120", "555-0101"),
    )
    assert [one.text for one in view.asks] == ["problem list", "Insurance", "last eye report"]


def test_a_person_alone_is_reached_by_the_numbers_of_the_place_where_they_work(desk: Desk) -> None:
    sent = PacketDesk(desk)
    lent = sent.directory(Practitioner(name="Dr. Castro", role="Retina", organization_id=sent.clinic))
    asker = sent.directory(Practitioner(name="Dr. Ito", phone="555-0130", organization_id=sent.clinic))
    values = {"from_name": "Dr. Ito", "from_practitioner_id": asker}
    view = PacketDesk(desk, to_organization_id=None, to_practitioner_id=lent, to_name="Dr. Castro", **values).view()
    assert view.to == Place("Dr. Castro", "Clearwater Eye", "555-0100", "555-0101")
    assert view.requester == Place("Dr. Ito", "Clearwater Eye", "555-0130", "555-0101")
    assert [one.text for one in view.asks] == ["Insurance", "last eye report"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("insurance card; med list\nlast A1c", ("insurance card", "med list", "last A1c")),
        ("Name and date of birth, phone", ("Name", "date of birth", "phone")),
        ("A scan, if there is one, notes", ("A scan, if there is one", "notes")),
        ("  ", ()),
        (None, ()),
    ],
)
def test_what_is_asked_for_is_one_thing_each(text: str | None, parts: tuple[str, ...]) -> None:
    assert asked_for(text) == parts


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("Insurance", "coverage"),
        ("med list", "medicines"),
        ("Insurance card copy", ""),
        ("signed consent", ""),
        ("last office note", ""),
        ("DOB", "born"),
        ("something else", ""),
    ],
)
def test_a_paper_of_its_own_is_never_checked_off(asked: str, part: str) -> None:
    assert answers_to(asked) == part


# --- health: what belongs, and no more -------------------------------------------------------------------------------


def health(desk: Desk) -> None:
    desk.add(Condition, text="Diabetes mellitus type 2", onset="2019", clinical_status="active")
    desk.add(Condition, text="Cataract, left eye", clinical_status="active")
    desk.add(Condition, text="Eczema", clinical_status="active")
    desk.add(Condition, text="Glaucoma suspect", clinical_status="resolved")
    desk.add(Medication, text="Metformin", dosage="as told", status="active")
    desk.add(Medication, text="Old pill", status="stopped")
    desk.add(Allergy, text="Penicillin", reaction="hives")


def test_problems_that_belong_medicines_and_allergies_are_told(sent: PacketDesk) -> None:
    health(sent.desk)
    view = sent.view()
    assert view.problems == ("Cataract, left eye", "Diabetes mellitus type 2, since 2019")
    assert [one.text for one in view.medicines] == ["Metformin"]
    assert view.allergies == ("Penicillin: hives",)
    assert "Eczema" not in sent.text()
    assert any("1 health problem did not seem to belong" in caution for caution in view.cautions)


def test_whoever_sends_it_may_add_all_problems_or_none(sent: PacketDesk) -> None:
    health(sent.desk)
    assert "Eczema" in sent.text(include="all")
    text = sent.text(include="none")
    for word in ("Cataract", "Metformin", "Penicillin", "Health"):
        assert word not in text


def test_a_social_referral_tells_no_health_and_no_coverage(desk: Desk) -> None:
    health(desk)
    desk.add(Coverage, payer="Harbor Health", status="active")
    sent = PacketDesk(desk, social=True, what="Food box", reason="Food runs out", question=None, from_name=None)
    text = sent.text()
    for word in ("Diabetes", "Metformin", "Penicillin", "Harbor", "Eczema", "report"):
        assert word not in text.replace("last eye report", "")
    assert "a place on the waiting list" in text
    assert "Food runs out" in text
    assert "Metformin" in sent.text(include="all")


@pytest.mark.parametrize(
    ("what", "problem", "belongs"),
    [
        ("Cardiology", "Congestive heart failure", True),
        ("Cardiology", "Eczema", False),
        ("Physical therapy", "History of falling", True),
        ("Diabetic foot care", "Diabetes mellitus", True),
        ("Pulmonary rehab", "Type 2 diabetes mellitus", False),
        ("Dermatology", "Stress (finding)", False),
        ("Follow up visit", "Disorder of kidney due to diabetes", False),
        ("Counseling", "Major depressive disorder", True),
    ],
)
def test_a_problem_belongs_by_its_words_or_by_the_kind_of_service(what: str, problem: str, belongs: bool) -> None:
    assert (related([problem], what) == (problem,)) is belongs


def test_the_reason_and_the_question_bring_their_problems_along() -> None:
    assert related(["Gout", "Migraine"], "Second opinion", "Migraine gets worse", None) == ("Migraine",)


def test_nothing_else_of_the_chart_is_in_it(sent: PacketDesk) -> None:
    desk = sent.desk
    plan = desk.add(CarePlan, title="Plan-words")
    desk.add(Concern, plan_id=plan, text="Concern-words")
    desk.add(Goal, plan_id=plan, text="Goal-words about diabetes")
    desk.add(Intervention, plan_id=plan, text="Step-words about eye exam")
    desk.talk("Talk-words about the eye exam", "Agreed-words")
    desk.step("referral", "Task-words", subject_kind="referral", subject_id=sent.referral)
    desk.add(Alert, text="Alert-words", category="clinical")
    desk.add(Survey, text="Survey-words diabetes", value="9")
    desk.add(Document, title="Document-words diabetes")
    desk.add(Encounter, text="Encounter-words diabetes")
    desk.add(Appointment, what="Visit-words", starts="2026-12-01")
    desk.add(RelatedPerson, name="Family-words", phone="555-0177")
    desk.add(Referral, what="Other-referral diabetes", since=TODAY, to_name="Other-place")
    desk.add(Referral, what="Part-words", since=TODAY, parent_id=sent.referral)
    note = "History-words"
    desk.add(
        ReferralEvent,
        referral_id=sent.referral,
        kind=EventKind.NOTE,
        happened_on=TODAY,
        noted_at=desk.moment.at,
        text=note,
    )
    desk.wishes(who_may_answer="Answer-words", faith="Faith-words", what_matters="Matter-words", trauma_note="T-words")
    for format in ("md", "html", "docx"):
        text = sent.text(format, include="all")
        assert "-words" not in text
        assert "Other-" not in text
        assert "0177" not in text


# --- private and safe ------------------------------------------------------------------------------------------------


def test_private_health_facts_stay_out_and_the_coordinator_is_told(sent: PacketDesk) -> None:
    sent.desk.add(Condition, text="HIV infection, eye disease")
    sent.desk.add(Medication, text="Buprenorphine film", status="active")
    sent.desk.add(Allergy, text="Methadone")
    for include in ("related", "all"):
        text = sent.text(include=include)
        for word in ("HIV", "Buprenorphine", "Methadone", "private", "left off"):
            assert word not in text
        lines = [one for one in sent.view(include=include).cautions if "left off" in one]
        assert sum(int(line.split()[0]) for line in lines) == 3
        assert all("with the patient's consent" in line for line in lines)


def test_every_other_line_of_it_is_looked_at_and_what_stays_out_is_counted(desk: Desk) -> None:
    sent = PacketDesk(desk)
    clinic = sent.directory(Organization(name="Harbor Methadone Clinic"))
    asker = sent.directory(Practitioner(name="Dr. Ito", organization_id=clinic))
    home = sent.directory(Organization(name="Home care", asks_for="address"))
    desk.add(ContactPoint, value="212-555-0142", use="parole office")
    desk.add(Address, lines="Women's Shelter, 12 Elm St", use="home")
    desk.add(Coverage, payer="HIV drug program", status="active")
    desk.wishes(preferred_time="after detox group")
    packet_of = PacketDesk(desk, to_organization_id=home, from_name="Dr. Ito", from_practitioner_id=asker)
    for format in ("md", "html", "docx"):
        text = packet_of.text(format)
        for word in ("Methadone", "parole", "Shelter", "HIV", "detox"):
            assert word not in text
        assert "Dr. Ito" in text
    lines = [one for one in packet_of.view().cautions if "left off" in one]
    assert sum(int(line.split()[0]) for line in lines) == 5


def test_who_asks_may_tell_something_private(desk: Desk) -> None:
    view = PacketDesk(desk, from_name="Harbor Methadone Clinic").view()
    assert any("the consent covers this receiver" in caution for caution in view.cautions)


def test_a_referral_about_something_private_keeps_its_own_words_with_a_caution(desk: Desk) -> None:
    view = PacketDesk(desk, what="Substance use counseling", reason="Asked for help", question="A place?").view()
    assert view.what == "Substance use counseling"
    assert any("the consent covers this receiver" in caution for caution in view.cautions)


def test_for_someone_who_is_not_safe_everywhere_it_gives_no_phone_and_no_address(sent: PacketDesk) -> None:
    desk = sent.desk
    place = sent.directory(Organization(name="Home care", asks_for="address; phone"))
    desk.wishes(safety_note="Partner reads the mail", code_word="library", preferred_time="Noon at work")
    packet_of = PacketDesk(desk, to_organization_id=place)
    for format in ("md", "html", "docx"):
        text = packet_of.text(format)
        for word in ("0142", "Elm", "Partner", "library", "Noon at"):
            assert word not in text
        assert "Call Noor Adams before you contact the patient." in text
    assert any("no phone and no address" in caution for caution in packet_of.view().cautions)


@pytest.mark.parametrize(
    ("wishes", "line"),
    [
        ({"voicemail": Answer.NO}, "Do not leave a voice message."),
        ({"voicemail": Answer.UNKNOWN}, "Leave no details in a voice message."),
        ({"do_not_mail": True}, "Send no letters."),
        ({"format": "large print"}, "Needs papers in: large print."),
        ({"preferred_channel": "text", "preferred_time": "mornings"}, "Best reached: text mornings."),
        ({"interpreter_modality": "video"}, "Needs an interpreter for Spanish (video)."),
    ],
)
def test_how_to_reach_the_person_is_told(sent: PacketDesk, wishes: dict[str, Any], line: str) -> None:
    sent.desk.wishes(**wishes)
    assert line in sent.view().reaching


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"consent": Answer.UNKNOWN}, "No consent to this referral"),
        ({"consent": Answer.NO}, "No consent to this referral"),
        ({"state": ReferralState.CLOSED_MET}, "This referral is over"),
        ({"question": None}, "The question is missing."),
        ({"question": None, "reason": None}, "The reason and the question are missing."),
    ],
)
def test_the_coordinator_is_warned_before_it_leaves(desk: Desk, values: dict[str, Any], words: str) -> None:
    view = PacketDesk(desk, **values).view()
    assert any(words in caution for caution in view.cautions)
    assert ("agreed to this referral" in view.consent) is (values.get("consent", Answer.YES) is Answer.YES)


def test_a_packet_of_the_dead_is_warned_of_and_one_of_nothing_is_not_found(desk: Desk) -> None:
    desk.rosa = desk.patient("Vernon", deceased=True)
    assert any("has died" in caution for caution in PacketDesk(desk).view().cautions)
    with pytest.raises(NotFound):
        desk.ledger.read(packet, 99, TODAY)


# --- on paper --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text_in_every_format(desk: Desk, text: str) -> None:
    desk.rosa = desk.patient(text, birth_date=text, language=text, interpreter=Answer.YES)
    place = PacketDesk(desk).directory(Organization(name=text, phone=text, fax=text, asks_for=text, services=text))
    desk.add(ContactPoint, value=text, use=text)
    desk.add(Condition, text=text, onset=text)
    desk.add(Medication, text=text, dosage=text, status="active")
    desk.add(Allergy, text=text, reaction=text)
    desk.add(Coverage, payer=text, plan_name=text, member_id=text, status="active")
    desk.wishes(format=text, preferred_time=text, interpreter_modality=text)
    named = dict.fromkeys(("what", "reason", "question", "to_name", "from_name", "ordered_on", "auth_number"), text)
    assert_only_text(PacketDesk(desk, to_organization_id=place, **named).view(include="all"))


def test_an_ordinary_packet_is_one_page(sent: PacketDesk) -> None:
    health(sent.desk)
    sent.desk.add(Coverage, payer="Harbor Health", status="active")
    assert pages(render(sent.view(), "docx")) <= 1


def test_an_own_template_is_used(sent: PacketDesk, tmp_path: Path) -> None:
    (tmp_path / "packet.md").write_text("{{ to.name }}: {{ what }} for {{ name }}")
    assert render(sent.view(), "md", tmp_path) == b"Clearwater Eye: Eye exam for Rosa Lopez"
