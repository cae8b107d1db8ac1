"""Starting a plan from starters, and keeping and sharing one's own without a word about the patient."""

from __future__ import annotations

import datetime as dt

import pytest

from coordtui.casework import plan_outline as outline
from coordtui.casework import plan_template as templates
from coordtui.casework.goal import edit_goal, goal_draft
from coordtui.casework.patient import close_case
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.people import RelatedPerson, TeamMember
from coordtui.rules.plan_template import parse
from tests.casework.objects import bring
from tests.casework.plans import AGREED, Writer, check_steps
from tests.casework.queries import asked_by
from tests.casework.world import World

MINE = """
name = "Falls, our clinic"
about = "After a fall."
[[concern]]
text = "Staying on my feet"
[[concern.goal]]
text = "I walk to the shop"
why = "To get out"
due_in_weeks = 2
barriers = ["Dark stairs"]
strengths = ["Her son visits"]
[[concern.goal.intervention]]
text = "Ask for physical therapy"
owner = "requester"
due_in_days = 3
[[concern.intervention]]
text = "Send the fall sheet"
"""


@pytest.fixture
def plan(world: World) -> Writer:
    return Writer(world)


def test_the_shipped_starters_are_listed_after_the_users_own_by_name(world: World) -> None:
    world.do(templates.take_in, MINE)
    own, *shipped = world.read(templates.templates)
    assert (own.name, own.own, own.goals) == ("Falls, our clinic", True, 1)
    assert len(shipped) == 12
    assert [one.name.casefold() for one in shipped] == sorted(one.name.casefold() for one in shipped)
    assert all(one.goals >= 3 and one.about and not one.own for one in shipped)


def test_a_plan_starts_with_all_the_lines_of_a_template(world: World) -> None:
    patient = world.add()
    key = world.do(templates.take_in, MINE).value
    started = world.do(templates.start_from, patient, key, None)
    assert started.label == "Started: Falls, our clinic, 6 lines"
    found = world.read(outline.outline, started.value, world.day)
    assert (found.plan.title, found.plan.status_label) == ("Falls, our clinic", "draft")
    assert [("  " * line.depth + line.text, line.due_on) for line in found.lines] == [
        ("Staying on my feet", None),
        ("  I walk to the shop", "2026-03-18"),
        ("    Her son visits", None),
        ("    Dark stairs", None),
        ("    Ask for physical therapy", "2026-03-07"),
        ("  Send the fall sheet", None),
    ]
    assert found.lines[4].owner == "requester"
    check_steps(world)
    world.check()


@pytest.mark.parametrize("key", ["diabetes", "housing", "caregiver_strain"])
def test_a_shipped_template_gives_a_plan_that_can_be_agreed(world: World, key: str) -> None:
    from coordtui.casework.plan_version import agree

    plan = world.do(templates.start_from, world.add(), key, "Mine").value
    world.do(agree, plan, AGREED)
    assert world.read(outline.outline, plan, world.day).plan.title == "Mine"
    check_steps(world)
    world.check()


def test_starting_from_a_template_is_one_step_of_undo(world: World) -> None:
    patient = world.add()
    before = world.open(patient)
    world.do(templates.start_from, patient, "falls", None)
    assert len(world.open(patient)) > 10
    world.ledger.undo()
    assert world.open(patient) == before


def test_lines_of_a_template_are_added_at_the_end_of_a_plan(world: World, plan: Writer) -> None:
    plan.add("concern", "My own")
    count = world.do(templates.add_from, plan.plan, world.do(templates.take_in, MINE).value).value
    assert count == 6
    assert plan.shape()[:3] == ["My own", "Staying on my feet", "  I walk to the shop"]
    check_steps(world)


def test_no_plan_is_started_from_a_template_for_a_closed_case_or_from_none(world: World) -> None:
    patient = world.add()
    for key in ("nonsense", "own:99", "own:x", "../falls", "own:"):
        with pytest.raises(NotFound):
            world.do(templates.start_from, patient, key, None)
    world.do(close_case, patient, "moved")
    with pytest.raises(Refused):
        world.do(templates.start_from, patient, "falls", None)


# --- keeping one's own -----------------------------------------------------------------------------------------------


def test_a_plan_is_kept_as_a_template_without_the_patients_words_values_and_dates(world: World, plan: Writer) -> None:
    _, goal, step, barrier, _ = plan.five_lines()
    world.do(outline.set_due, goal, "2026-04-01")
    world.do(outline.set_due, step, "fri")
    draft = world.read(goal_draft, 1)
    private = {
        "patient_words": "for my [son]",
        "why": "my knees",
        "baseline": "9",
        "confidence": 3,
        "measure": "Minutes",
    }
    world.do(edit_goal, 1, draft.model_copy(update=private))
    plan.add("intervention", "Loose step")
    done = plan.add("intervention", "Already done")
    world.do(outline.set_status, done, "completed")
    world.do(outline.set_status, barrier, "resolved")
    key = world.do(templates.save_as, plan.plan, "Walking", "For anyone.").value
    made = world.read(templates.template, key)
    (concern, loose) = made.concerns
    (kept,) = concern.goals
    assert (kept.text, kept.why, kept.measure, kept.due_in_weeks) == ("Walk every day", None, "Minutes", 4)
    assert (kept.barriers, kept.strengths) == ((), ("Has a dog",))
    assert [(one.text, one.due_in_days) for one in kept.interventions] == [("Buy shoes", 2)]
    assert (loose.text, [one.text for one in loose.interventions]) == ("Other things", ["Loose step"])
    text = world.read(templates.template_text, key)
    assert parse(text) == made
    for word in ("son", "knees", "9", "2026", "Rosa"):
        assert word not in text


def test_a_template_that_is_kept_starts_a_plan_alike(world: World, plan: Writer) -> None:
    plan.five_lines()
    key = world.do(templates.save_as, plan.plan, "Walking", None).value
    other = world.do(templates.start_from, world.add("Ana", "Diaz"), key, None).value
    found = world.read(outline.outline, other, world.day)
    assert sorted(line.text for line in found.lines) == sorted(line.strip() for line in plan.shape())


@pytest.mark.parametrize(
    "line",
    [
        "Call Rosa on Monday",
        "call rosa on monday",
        "Ask the Lopez family",
        "Talk with Marisol first",
        "Ask Dr. Abernathy",
        "Phone 617 555 0123",
        "Her number is A-99817",
        "Since 2024-05-01",
        "By 3/14/2026",
        "Ask about López",
    ],
)
def test_a_line_that_tells_who_it_is_is_refused_and_named(world: World, plan: Writer, line: str) -> None:
    world.do(
        bring,
        [
            RelatedPerson(patient_id=plan.patient, name="Marisol Vega"),
            TeamMember(patient_id=plan.patient, name="Dr. Jane Abernathy"),
        ],
    )
    from coordtui.models.patient import Identifier

    world.do(bring, [Identifier(patient_id=plan.patient, kind="patient", record_id=plan.patient, value="A-99817")])
    plan.add("goal", "Walk with the family")
    ref = plan.add("intervention", line)
    with pytest.raises(Refused) as refused:
        world.do(templates.save_as, plan.plan, "Walking", None)
    assert line in refused.value.message
    assert "Walk with" not in refused.value.message
    world.do(outline.set_text, ref, "Call on Monday")
    assert world.do(templates.save_as, plan.plan, "Walking", None).value == "own:1"


def test_ordinary_words_of_a_team_name_and_small_numbers_are_kept(world: World, plan: Writer) -> None:
    world.do(bring, [TeamMember(patient_id=plan.patient, name="Family Health Center of Boston")])
    for text in ("Family meeting about health", "Walk 10 minutes, 5 days", "Keep A1c under 7.5", "Center of gravity"):
        plan.add("goal", text)
    assert world.do(templates.save_as, plan.plan, "Family health", None).value == "own:1"


def test_a_name_is_needed_once_and_not_too_long(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    world.do(templates.save_as, plan.plan, "Walking", None)
    for name in ("", "  \x1b", "a" * 81, "walking"):
        with pytest.raises(InvalidInput) as refused:
            world.do(templates.save_as, plan.plan, name, None)
        assert refused.value.field == "name"
    assert len([one for one in world.read(templates.templates) if one.own]) == 1


def test_an_empty_plan_is_not_kept(world: World, plan: Writer) -> None:
    plan.add("concern", "Only a worry")
    with pytest.raises(Refused, match="no open goal"):
        world.do(templates.save_as, plan.plan, "Nothing", None)


def test_a_file_with_a_mistake_or_a_name_that_is_taken_is_not_taken_in(world: World) -> None:
    world.do(templates.take_in, MINE)
    for text, field in ((MINE, "name"), ("name = 3", "template"), ("\x00", "template")):
        with pytest.raises(InvalidInput) as refused:
            world.do(templates.take_in, text)
        assert refused.value.field == field


def test_only_the_users_own_can_be_removed_and_that_can_be_undone(world: World) -> None:
    key = world.do(templates.take_in, MINE).value
    world.do(templates.remove_template, key)
    assert not any(one.own for one in world.read(templates.templates))
    with pytest.raises(NotFound):
        world.read(templates.template_text, key)
    world.ledger.undo()
    assert world.read(templates.template_text, key).startswith('name = "Falls, our clinic"')
    with pytest.raises(Refused, match="come with coordtui"):
        world.do(templates.remove_template, "falls")


def test_listing_templates_asks_the_vault_once(world: World) -> None:
    world.do(templates.take_in, MINE)
    assert len(asked_by(world, templates.templates).statements) == 1


def test_a_partial_due_date_becomes_weeks_to_its_last_day(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    world.do(outline.set_due, goal, "2026-03")
    key = world.do(templates.save_as, plan.plan, "Walking", None).value
    (kept,) = world.read(templates.template, key).concerns[0].goals
    assert kept.due_in_weeks == round((dt.date(2026, 3, 31) - world.day).days / 7)


@pytest.mark.parametrize("field", ["measure", "unit", "target"])
def test_no_field_of_a_goal_takes_a_name_along(world: World, plan: Writer, field: str) -> None:
    plan.add("goal", "Walk")
    draft = world.read(goal_draft, 1)
    world.do(edit_goal, 1, draft.model_copy(update={field: "laps round Rosa's block"}))
    with pytest.raises(Refused, match="laps round Rosa"):
        world.do(templates.save_as, plan.plan, "Walking", None)


def test_a_target_stays_only_where_it_is_in_words(world: World, plan: Writer) -> None:
    for key, target in enumerate(("5", "from 104 to 90", "every day"), 1):
        plan.add("goal", f"Goal {target[0]}")
        world.do(edit_goal, key, world.read(goal_draft, key).model_copy(update={"target": target, "unit": "kg"}))
    made = world.read(templates.template, world.do(templates.save_as, plan.plan, "Walking", None).value)
    assert [goal.target for goal in made.concerns[0].goals] == [None, None, "every day"]


@pytest.mark.parametrize("kind", ["concern", "goal", "intervention", "barrier", "strength"])
def test_a_line_that_is_too_long_for_starters_is_named(world: World, plan: Writer, kind: str) -> None:
    refs = dict(zip(("concern", "goal", "intervention", "barrier", "strength"), plan.five_lines(), strict=True))
    world.do(outline.set_text, refs[kind], "I walk " + "very " * 120)
    with pytest.raises(Refused) as refused:
        world.do(templates.save_as, plan.plan, "Walking", None)
    assert 'too long for starters: "I walk very' in refused.value.message
    assert "in the plan" in refused.value.hint
    assert "file" not in str(refused.value)


def test_too_many_lines_for_starters_are_told_with_what_holds_them(world: World, plan: Writer) -> None:
    concern = plan.add("concern", "Feet")
    for n in range(21):
        plan.add("goal", f"Goal {n}", concern)
    with pytest.raises(Refused, match='The concern "Feet" holds 21 goals; in starters it is 20 at most'):
        world.do(templates.save_as, plan.plan, "Walking", None)


def test_many_long_barriers_are_kept(world: World, plan: Writer) -> None:
    goal = plan.add("goal", "Walk")
    for n in range(12):
        plan.add("barrier", f"{n} " + "very " * 90, goal)
    key = world.do(templates.save_as, plan.plan, "Walking", None).value
    assert len(world.read(templates.template, key).concerns[0].goals[0].barriers) == 12


def test_a_sentence_about_starters_that_is_too_long_is_refused_at_its_field(world: World, plan: Writer) -> None:
    plan.add("goal", "Walk")
    with pytest.raises(InvalidInput) as refused:
        world.do(templates.save_as, plan.plan, "Walking", "a" * 501)
    assert refused.value.field == "about"
