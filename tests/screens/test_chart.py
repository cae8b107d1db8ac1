"""The chart: everything known of one person, section by section, and the verbs that work on it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from coordtui.casework.contact import log_contact
from coordtui.casework.patient import record_death
from coordtui.exchange.fhir import import_paths
from coordtui.models.contact import Outcome
from coordtui.screens.chart import ChartScreen
from coordtui.screens.chart_parts import Line, short
from coordtui.screens.chart_tabs import fitting
from coordtui.screens.long_text import LongText, TextDialog, text_lines
from coordtui.widgets.rows import PAGE
from tests.casework.queries import listening
from tests.casework.world import World, call
from tests.look import full_lines, screen_text
from tests.screens.bench import Bench, bench

ANA = 1
SECTIONS = ["Timeline", "Steps", "Care", "Plan", "Referrals", "Health", "Visits", "Team", "Sharing", "Person"]


def chart(one: Bench) -> ChartScreen:
    screen = one.app.front
    assert isinstance(screen, ChartScreen)
    return screen


async def to(one: Bench, title: str) -> None:
    while chart(one).title_here != title:
        await one.press("tab")


def lines(one: Bench) -> list[Line]:
    section = chart(one).section
    assert section is not None
    return list(section.lines)


def bundle(folder: Path) -> Path:
    """A person with a condition, a medicine, an allergy, a coverage, and one resource that is only kept."""
    who = {"reference": "Patient/p1"}
    text = {"text": "Asthma [severe]"}
    active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
    resources = [
        {"resourceType": "Patient", "id": "p1", "name": [{"family": "Import", "given": ["Ida"]}], "birthDate": "1950"},
        {"resourceType": "Condition", "id": "c1", "subject": who, "code": text, "clinicalStatus": active},
        {
            "resourceType": "MedicationRequest",
            "id": "m1",
            "status": "active",
            "intent": "order",
            "subject": who,
            "medicationCodeableConcept": {"text": "Salbutamol"},
        },
        {"resourceType": "AllergyIntolerance", "id": "a1", "patient": who, "code": {"text": "Penicillin"}},
        {
            "resourceType": "Immunization",
            "id": "i1",
            "status": "completed",
            "patient": who,
            "vaccineCode": {"text": "Flu"},
        },
    ]
    path = folder / "bundle.json"
    entries = [{"resource": one} for one in resources]
    path.write_text(json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}))
    return path


async def test_every_section_is_a_tab_away_and_round_again(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter")
        seen = []
        for _ in SECTIONS:
            seen.append(chart(one).title_here)
            await one.press("right")
        assert seen == SECTIONS
        assert chart(one).title_here == "Timeline"
        await one.press("left")
        assert chart(one).title_here == "Person"


async def test_the_cursor_comes_back_to_where_it_stood_in_a_section(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "j", "j", "right", "left")
        assert chart(one).table.cursor == 2


async def test_opening_is_written_into_the_journal_once_an_opening(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "right", "right", "escape", "enter")
        await one.press("l", "r", "enter")  # an act reads the chart again, which is no new opening
    opened = [entry for entry in world.ledger.log() if entry.act == "patient.view_chart"]
    assert len(opened) == 2
    assert {entry.patient_id for entry in opened} == {ANA}


async def test_the_banner_holds_what_must_be_known_before_dialling(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga", safety_note="Never leave a message", voicemail="no", pronouns="she/her")
    async with bench(world, crashes) as one:
        one.app.open_chart(rosa)
        await one.settle()
        top = "\n".join(screen_text(one.app)[1:8])
        assert "she/her" in top
        assert "Never leave a message" in top
        assert "No voicemail" in top


@pytest.mark.parametrize("size", [(40, 15), (60, 20), (80, 24), (120, 36), (200, 50)])
async def test_a_long_alert_leaves_room_for_the_number_and_the_lines(
    world: World, crashes: Path, size: tuple[int, int]
) -> None:
    rosa = world.add("Rosa", "Zuniga", safety_note="long " * 2000, phone="212 555 0177")
    async with bench(world, crashes, size=size) as one:
        one.app.open_chart(rosa)
        await one.settle()
        shown = one.text()
        assert "(212) 555-0177" in shown
        assert "Introduce yourself" in shown
        assert {len(line) for line in full_lines(one.app)} == {size[0]}


async def test_on_a_wide_screen_the_care_card_stands_beside_the_lines(world: World, crashes: Path) -> None:
    rosa = world.add("Rosa", "Zuniga", who_may_answer="her daughter Luz")
    async with bench(world, crashes, size=(120, 30)) as one:
        one.app.open_chart(rosa)
        await one.settle()
        assert any("│ may answer: her daughter Luz" in line for line in screen_text(one.app)[6:])
        await one.pilot.resize_terminal(80, 24)
        await one.settle()
        await to(one, "Care")
        assert [line.what for line in lines(one) if line.kind == "may answer"] == ["her daughter Luz"]


async def test_enter_shows_the_whole_of_a_note_of_many_lines(world: World, crashes: Path) -> None:
    note = "She said:\n[DNR] is not wanted\n" + "word " * 2000 + "\nthe very end"
    world.do(log_contact, call(ANA, Outcome.REACHED_PATIENT, note=note))
    async with bench(world, crashes) as one:
        await one.press("enter")
        await one.press("enter")
        assert "[DNR] is not wanted" in one.text()
        await one.press("G")
        assert "the very end" in one.text()
        await one.press("escape")
        assert len(one.app.screen_stack) == 2, "one chart, not another one over it"


async def test_a_step_is_finished_from_the_chart_and_the_next_is_under_the_cursor(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("j", "enter")  # Ben
        await to(one, "Steps")
        assert [line.kind for line in lines(one)] == ["open step", "open step"]
        await one.press("d")
        assert "Done" in one.said
        assert [line.kind for line in lines(one)] == ["open step", "closed step"]
        step = chart(one).line_here()
        assert step is not None
        assert step.kind == "open step"
        await one.press("u")
        assert [line.kind for line in lines(one)] == ["open step", "open step"]


async def test_a_step_is_snoozed_and_edited_where_it_stands(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("j", "enter")
        await to(one, "Steps")
        await one.press("s", "t")
        await one.press("enter")
        assert "snoozed to tomorrow" in one.text()
        await one.press("E")
        assert "Step of Ben" in one.text()


async def test_elsewhere_the_verbs_of_a_step_say_where_they_work(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("enter", "d")
        assert "tab to Steps" in one.said


async def test_what_was_imported_is_found_by_type_and_shown_as_it_came(
    world: World, crashes: Path, tmp_path: Path
) -> None:
    import_paths(world.ledger, [bundle(tmp_path)], world.moment)
    async with bench(world, crashes) as one:
        await one.press("2", "slash", *"import", "enter", "enter")
        await to(one, "Health")
        assert {line.what for line in lines(one)} == {"Asthma [severe]", "Salbutamol", "Penicillin"}
        await to(one, "Source")
        assert "1 Immunization" in [line.what for line in lines(one)]
        at = next(at for at, line in enumerate(lines(one)) if "Immunization" in line.what)
        await one.press(*["j"] * at, "enter", "j")
        line = chart(one).line_here()
        assert line is not None
        assert (line.what, line.state.partition(",")[0]) == ("  i1", "only kept")
        await one.press("enter")
        assert '"resourceType": "Immunization"' in one.text()
        await one.press("escape", "escape")
        assert len(lines(one)) == 5, "esc closes the list before it closes the chart"


async def test_the_chart_says_that_a_person_has_died(world: World, crashes: Path) -> None:
    world.do(record_death, ANA, "2026-02")
    async with bench(world, crashes) as one:
        await one.press("2", "enter")
        assert "Died February 2026" in one.text()
        await to(one, "Person")
        assert ("died", "February 2026") in [(line.kind, line.what) for line in lines(one)]


async def test_masked_names_stand_nowhere_in_the_chart(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("ctrl+g", "enter")
        for _ in SECTIONS:
            assert "Abel" not in one.text()
            await one.press("tab")


async def test_a_chart_whose_patient_is_undone_closes_with_a_word(world: World, crashes: Path) -> None:
    async with bench(world, crashes) as one:
        await one.press("2", "n")
        await one.type("Gia")
        await one.press("enter", "enter")
        assert "Chart · Gia" in one.text()
        await one.press("u")
        assert "no longer on record" in one.said
        assert "Chart" not in screen_text(one.app)[0]


async def test_ten_sections_fit_forty_cells_and_a_click_goes_on(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(40, 15)) as one:
        await one.press("enter")
        tabs = chart(one).tabs
        await one.pilot.click("#tabs", offset=(tabs.size.width - 10, 0))
        await one.settle()
        assert chart(one).title_here != "Timeline"


def test_tabs_show_counts_then_names_then_those_around_the_present_one() -> None:
    titles = [("Timeline", 200), ("Steps", 3), ("Plan", 0)]
    assert [spot.label for spot in fitting(titles, 1, 80)] == [" Timeline 200 ", " Steps 3 ", " Plan 0 "]
    assert [spot.label for spot in fitting(titles, 1, 25)] == [" Timeline ", " Steps ", " Plan "]
    assert [spot.label for spot in fitting(titles, 2, 18)] == ["‹ ", " Steps ", " Plan "]
    assert [spot.label for spot in fitting(titles, 0, 15)] == [" Timeline ", " ›"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-04", "today"),
        ("2026-03-03T09:00:00-05:00", "yesterday"),
        ("2020-05-06T01:02:03Z", "6 May 2020"),
        ("2017-06", "Jun 2017"),
        ("2019", "2019"),
        ("", ""),
        ("in spring", "in spring"),
    ],
)
def test_days_are_short_and_as_precise_as_they_are_known(text: str, words: str) -> None:
    assert short(text, dt.date(2026, 3, 4)) == words


def test_long_lines_are_broken_under_their_indent_and_a_picture_is_not_spelled_out() -> None:
    assert text_lines("{\n    one two three\n}", 10) == ["{", "    one", "    two", "    three", "}"]
    assert len(text_lines("x" * 1_000_000, 80)) < 60


async def test_a_text_is_wrapped_anew_when_the_terminal_changes(world: World, crashes: Path) -> None:
    async with bench(world, crashes, size=(100, 30)) as one:
        one.app.push_screen(TextDialog("As imported", "word " * 60))
        await one.settle()
        before = one.app.screen.query_one(LongText).source.count
        await one.pilot.resize_terminal(40, 15)
        await one.settle()
        assert one.app.screen.query_one(LongText).source.count > before


async def test_of_a_long_timeline_only_the_pages_in_sight_are_read(world: World, crashes: Path) -> None:
    for n in range(200):
        world.do(log_contact, call(ANA, Outcome.REACHED_PATIENT, note=f"note {n}"))
    async with bench(world, crashes, size=(120, 30)) as one:
        with listening(world) as asked:
            one.app.open_chart(ANA)
            await one.settle()
        table, count = chart(one).table, chart(one).timeline.count
        in_full = [bound for sql, bound in asked.statements if "contact.note" in sql and "json_each" in sql]
        assert max(len(json.loads(bound[0])) for bound in in_full) <= PAGE * 3, "the page in sight and its neighbours"
        assert (table.source.count, f"Timeline {count}" in one.text()) == (count, True)
        assert table.source.window(150, 151) == [None]
        await one.press("g", "pagedown", "pagedown", "pagedown", "pagedown", "pagedown")
        line = chart(one).line_here()
        assert line is not None
        assert line.kind == "contact"
        await one.press("G")
        last = chart(one).line_here()
        assert last is not None
        assert (table.cursor, last.kind) == (count - 1, "birth")
        assert "Born" in one.text()
        here = table.cursor_key
        await one.press("l", "r", "enter")  # a new entry at the top
        assert chart(one).timeline.count > count
        assert table.cursor_key == here, "the cursor stays on its entry"
        await one.press("right", "left")
        assert table.cursor_key == here
