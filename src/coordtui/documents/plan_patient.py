"""The patient's copy of a care plan: one page, plain words, the goals that they rank first.

What is left off as private, and what is told of someone who is not safe everywhere, is as in the visit summary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from coordtui.documents import common, gather, plan_gather, words
from coordtui.documents import plan_words as say
from coordtui.documents.common import sentence
from coordtui.documents.fitting import Sheet, sheet
from coordtui.documents.gather import AHEAD, Facts
from coordtui.documents.help_lines import help_lines
from coordtui.documents.plan_gather import Plan, VersionRow
from coordtui.documents.plan_view import PatientGoal, PatientPlanView
from coordtui.documents.private import topic_of
from coordtui.documents.reading import language_name, read
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.text import one_line, shorten
from coordtui.documents.view import HelpLine, Step
from coordtui.models.care_plan import GoalStatus, PlanStatus
from coordtui.models.plan_version import VersionKind
from coordtui.rules.dates import moment_day
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.rules.plan_rows import GoalRow, StepRow

MOST_STEPS = 4
_PARTS = frozenset((*DOCUMENTS["plan-patient"].parts, *DOCUMENTS["plan-patient"].always))
_GOAL, _LINE, _STEP = 200, 140, 120
_REACHED = frozenset({"achieved", "sustaining"})
_ADVICE = "tell the person yourself."


@dataclass(slots=True)
class _Page:
    """Collects what may be printed; `topics` are those of the lines that may not."""

    coordinator: str
    today: dt.date
    topics: list[str] = field(default_factory=list)

    def may(self, *texts: str | None) -> bool:
        topic = topic_of(*texts)
        if topic is not None:
            self.topics.append(topic)
        return topic is None

    def goal(self, row: GoalRow, plan: Plan) -> PatientGoal | None:
        own = one_line(row.patient_words or "")
        if not self.may(own, row.text):
            return None
        latest = plan.latest.get(row.id)
        value = one_line(latest.value or "") if latest else ""
        unit = one_line(row.unit or "")
        last = f" Last time it was {value}." if latest and value else ""
        measure, target = one_line(row.measure or ""), one_line(row.target or "")
        seen = say.seen(measure, target, unit) + last if self.may(measure, target, unit) else ""
        steps = [step for one in plan.steps_of(row.id) if (step := self.step(one))]
        why = one_line(row.why or "")
        day = moment_day(row.due_on)
        due = say.near_day(day, self.today) if day else say.day_words(row.due_on)
        return PatientGoal(
            number=0,
            text=sentence(shorten(own or one_line(row.text), _GOAL)),
            own_words=bool(own),
            why=sentence(shorten(why, _LINE)) if why and self.may(why) else "",
            seen=shorten(seen.strip(), _LINE),
            progress=words.ACHIEVEMENT.get(row.achievement or "", ""),
            due=f"By {due}." if due else "",
            steps=tuple(sorted(steps, key=lambda step: step.who != words.YOU)),
        )

    def step(self, row: StepRow) -> Step | None:
        if row.status not in AHEAD or not self.may(row.text, row.owner_name):
            return None
        day = moment_day(row.due_on)
        when = f"by {say.near_day(day, self.today)}" if day and day >= self.today else "soon" if day else ""
        who = one_line(row.owner_name or "") or words.who_acts(row.owner, self.coordinator)
        return Step(when or say.day_words(row.due_on), shorten(one_line(row.text), _STEP), who, day)


def patient_copy(
    session: Session, plan_id: int, today: dt.date, scope: Scope = WHOLE, *, large: bool = False
) -> PatientPlanView:
    """Raises NotFound where there is no such plan, Refused where it is tagged and not covered."""
    plan = plan_gather.plan(session, plan_id, scope)
    facts = gather.facts(session, plan.fields.patient_id)
    coordinator = common.coordinator(session)
    page = _Page(coordinator.name, today)
    found = [] if facts.careful else [goal for row in _open(plan) if (goal := page.goal(row, plan))]
    lines, checked = help_lines()
    view = PatientPlanView(
        patient_id=plan.fields.patient_id,
        plan_id=plan_id,
        name=one_line(facts.name),
        title=say.TITLE,
        intro=say.INTRO,
        agreed=_agreed(plan),
        matters=_matters(plan, facts, page),
        made_on=today,
        made=words.short_day(today),
        coordinator=coordinator,
        goals=(),
        no_goals=say.GOALS_UNSAID if facts.careful else say.NO_GOALS,
        more="",
        reached=_reached(plan, facts, page),
        next_look=_next_look(plan, today),
        help_lines=tuple(HelpLine(line.number, _first_sentence(line.when)) for line in lines[: 2 if large else None]),
        help_lines_checked=f"Numbers checked on {words.short_day(checked)}.",
        ask=say.ASK,
        prose="",
        grade=None,
        reading="",
        language=language_name(facts.written_language or facts.language),
        large=large,
        parts=scope.parts(_PARTS),
        notice=scope.notice,
        cautions=(),
    )
    view = fit(view, found)
    reading = read(_prose(view), facts.written_language or facts.language)
    cautions = (*_cautions(facts, plan), *common.left_off(page.topics, _ADVICE), *_room(view), *reading.cautions)
    return replace(view, prose=reading.prose, grade=reading.grade, reading=reading.words, cautions=cautions)


def _open(plan: Plan) -> list[GoalRow]:
    return [row for row in plan.goals if row.status is not GoalStatus.COMPLETED]


def _agreed(plan: Plan) -> str:
    """When the patient said yes, or that it is a draft."""
    version = _last_agreed(plan.versions)
    if version is not None:
        return f"You said yes to this plan on {words.short_day(version.made_on)}."
    return say.DRAFT if plan.fields.status is PlanStatus.DRAFT else ""


def _last_agreed(versions: Iterable[VersionRow]) -> VersionRow | None:
    return next((version for version in versions if version.kind is VersionKind.AGREED), None)


def _matters(plan: Plan, facts: Facts, page: _Page) -> str:
    text = one_line(plan.matters or "")
    if not text or facts.careful or not page.may(text):
        return ""
    return sentence(shorten(text, _LINE))


def _reached(plan: Plan, facts: Facts, page: _Page) -> str:
    if facts.careful:
        return ""
    done = [row for row in plan.goals if row.status is GoalStatus.COMPLETED and row.achievement in _REACHED]
    texts = [one_line(row.patient_words or row.text) for row in done if page.may(row.patient_words, row.text)]
    return shorten(" ".join(sentence(text) for text in texts), _LINE)


def _next_look(plan: Plan, today: dt.date) -> str:
    day = plan.fields.review_on
    if day is None:
        return ""
    return f"We look at this plan together again {f'by {say.near_day(day, today)}' if day >= today else 'soon'}."


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".") + "."


# --- one page --------------------------------------------------------------------------------------------------------


_DETAIL = ((MOST_STEPS, True), (3, True), (2, True), (2, False))
"""How many steps a goal shows, and whether it says why it matters, from the fullest page to the barest."""


def fit(view: PatientPlanView, goals: Sequence[PatientGoal]) -> PatientPlanView:
    """The first goals that fit on the page, numbered; at least one. What does not fit is counted and told.

    More goals come before more about each. In large print one step of a goal may have to do.
    """
    paper = sheet(view.large)
    details = (*_DETAIL, (1, False)) if view.large else _DETAIL
    shown = view
    for many in range(len(goals), 0, -1):
        for steps, why in details:
            shown = _shown(view, goals, many, steps, why)
            if _height(paper, shown) <= paper.lines:
                return shown
    return shown


def _shown(view: PatientPlanView, goals: Sequence[PatientGoal], many: int, steps: int, why: bool) -> PatientPlanView:
    cut = tuple(
        replace(goal, number=number, steps=goal.steps[:steps], why=goal.why if why else "")
        for number, goal in enumerate(goals[:many], 1)
    )
    left = sum(max(0, len(goal.steps) - steps) for goal in goals[:many])
    return replace(view, goals=cut, more=say.kept(len(goals) - many, left, view.coordinator.name))


def _height(paper: Sheet, view: PatientPlanView) -> float:
    head = (f"For {view.name}. Made on {view.made} by {view.coordinator.name}.", f"{view.intro} {view.agreed}")
    matters = view.matters and f"What matters to you: {view.matters}"
    foot = (view.reached and f"You reached: {view.reached}", view.next_look, view.ask)
    small = f"{view.notice} {view.help_lines_checked} Reading grade 5.5 (Flesch-Kincaid, for English)."
    mine = f"{view.coordinator.name}, {view.coordinator.role}: {view.coordinator.phone}"
    calls = (mine, *(f"{line.number}: {line.when}" for line in view.help_lines))
    goals = sum(_goal_height(paper, goal) for goal in view.goals) if view.goals else paper.paragraph(view.no_goals)
    around = (
        sum(map(paper.paragraph, (*head, matters, *foot)))
        + paper.bullets(calls)
        + paper.paragraph(view.more, bold=True)
        + paper.small_print(small)
    )
    return 3 * paper.big_heading + around + goals


def _goal_height(paper: Sheet, goal: PatientGoal) -> float:
    facts = " ".join(text for text in (goal.why and f"Why it matters: {goal.why}", goal.seen, goal.progress) if text)
    steps = (f"{step.who}: {step.what}, {step.when}" for step in goal.steps)
    return (
        paper.heading(f"1. {'“”' * goal.own_words}{goal.text} {goal.due}")
        + paper.paragraph(facts)
        + paper.bullets(steps)
    )


# --- what the coordinator is told ------------------------------------------------------------------------------------


def _prose(view: PatientPlanView) -> list[str]:
    own = [view.intro, view.agreed, view.more, view.next_look, view.ask, *(line.when for line in view.help_lines)]
    aims = [text for goal in view.goals for text in (goal.text, goal.why, goal.seen, goal.progress)]
    return [*own, view.matters, view.reached, *aims, *(step.what for goal in view.goals for step in goal.steps)]


def _cautions(facts: Facts, plan: Plan) -> list[str]:
    found = []
    if facts.deceased:
        found.append("This person has died. The plan speaks to the patient: think before you send it.")
    if facts.careful:
        found.append("Safe-contact rules stand for this person. Hand the page over in person, or not at all.")
        found.append("So no goal and no step is on it. Read the plan together instead.")
    if facts.do_not_mail:
        found.append("Do not mail: this person asked for no letters.")
    if plan.fields.status not in gather.OPEN_PLAN:
        found.append(f"This plan is no longer open: it is {say.PLAN[plan.fields.status]}.")
    elif _last_agreed(plan.versions) is None:
        found.append("The patient has not agreed to this plan yet.")
    return found


def _room(view: PatientPlanView) -> list[str]:
    found = ["Not all of the plan fits on the page; it says how much more you keep."] if view.more else []
    if any(text.endswith(" …") for goal in view.goals for text in (goal.text, goal.why, goal.seen)):
        found.append("A long line was shortened.")
    return found
