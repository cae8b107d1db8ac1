"""What a chart's lines say of sharing, without an app: every line leads to its record, and every state has words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from coordtui.casework.chart import Chart, chart, timeline
from coordtui.casework.consent import consents
from coordtui.casework.sensitivity import TAGGABLE
from coordtui.models.consent import Signing
from coordtui.screens.chart_lines import entry_line, sections
from coordtui.screens.chart_parts import FACTS, Line, Lines, Section
from coordtui.screens.sharing import sharing, tag_words, terms
from tests.casework.consents import give, look
from tests.casework.world import World
from tests.world import DemoWorld

PEOPLE = 60


def read(demo: DemoWorld, patient_id: int) -> Chart:
    return demo.read(chart, patient_id, demo.today)


def lines(demo: DemoWorld, patient_id: int) -> list[Line]:
    found = read(demo, patient_id)
    entries = demo.read(timeline, patient_id)
    told = [entry_line(demo.today, entry) for entry in entries]
    return [*told, *(line for one in sections(found, demo.today, str) for line in one.lines)]


def test_every_line_that_can_be_tagged_leads_to_a_record_of_that_patient(demo: DemoWorld) -> None:
    seen = set()

    def belongs(session: Session, patient_id: int, kind: str, key: int) -> bool:
        row = session.get(TAGGABLE[kind], key)
        return row is not None and (key if kind == "patient" else row.patient_id) == patient_id  # type: ignore[attr-defined]

    for patient_id in range(1, PEOPLE + 1, 7):
        subjects = {line.subject for line in lines(demo, patient_id) if line.subject is not None}
        for kind, key in subjects - {one for one in subjects if one[0] not in TAGGABLE}:
            assert demo.read(belongs, patient_id, kind, key), (patient_id, kind, key)
            seen.add(kind)
    assert seen >= {"follow_up", "contact", "referral", "care_plan", "goal", "condition", "medication", "patient"}


def test_the_demo_has_consents_in_every_state_and_their_lines_say_which(demo: DemoWorld) -> None:
    found: dict[str, tuple[int, str]] = {}
    for patient_id in range(1, PEOPLE + 1):
        for one in demo.read(consents, patient_id, demo.today):
            found.setdefault(one.standing.code, (patient_id, one.standing.words))
    assert set(found) == {"draft", "incomplete", "in-force", "not-yet", "expired", "revoked", "ended", "error"}
    for patient_id, words in found.values():
        said = [line.state for line in sharing(read(demo, patient_id), demo.today)]
        assert any(state.startswith(words) for state in said), (words, said)


def test_a_tagged_record_is_marked_in_words_before_its_own(demo: DemoWorld) -> None:
    boone = read(demo, demo.find("Tyler Boone"))
    health = [line for line in lines(demo, boone.patient.patient_id) if line.kind == "condition"]
    tagged = next(line for line in health if "Opioid" in line.what)
    rows = Lines(Section("Health", FACTS, [tagged], ""), tag_words(boone)).window(0, 1)
    assert any("[Part 2] Opioid use disorder" in str(cell) for cell in rows[0].cells)


def test_a_consent_is_told_in_full_without_what_it_does_not_say(world: World) -> None:
    key = give(world, world.add(), signing=Signing.ELECTRONIC, signer="Ana Diaz", authority="mother", tags=("hiv",))
    told = dict(terms(look(world, key), {"hiv": "HIV"}))
    assert told["signed"] == "2 March 2026 · electronically"
    assert told["signed by"] == "Ana Diaz, mother"
    assert told["tags"] == "HIV"
    assert told["what"] == "the whole chart: Plan and medicines"
    assert not told.keys() & {"revoked", "happened", "document", "from day"}
