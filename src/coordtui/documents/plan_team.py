"""The team's copy of a care plan: the nine elements of a comprehensive care plan (domain sheet §2.3), in full.

The private words keep a line off this copy as well: it goes to several people, and what the law keeps apart needs the
patient's own consent for each of them. The coordinator is told how many lines that were.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from coordtui.documents import common, gather, health, plan_gather
from coordtui.documents import plan_words as say
from coordtui.documents.common import sentence
from coordtui.documents.elements import speaks_of
from coordtui.documents.plan_gather import Plan, VersionRow
from coordtui.documents.plan_view import TeamGoal, TeamPlanView, TeamStep
from coordtui.documents.private import Sieve, topic_of
from coordtui.documents.reading import read
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.text import one_line
from coordtui.documents.words import long_day, partial_day, short_day
from coordtui.models.care_plan import GoalStatus, InterventionStatus
from coordtui.models.codes import Ball
from coordtui.models.plan_version import VersionKind
from coordtui.rules.disclosure import DOCUMENTS
from coordtui.rules.goal import achievement_label, attainment_label, scale_lines
from coordtui.rules.plan_rows import GoalRow, StepRow

_PARTS = frozenset((*DOCUMENTS["plan-team"].parts, *DOCUMENTS["plan-team"].always))
_ADVICE = "share it only with the patient's consent, by yourself."


@dataclass(slots=True)
class _Copy(Sieve):
    """Collects what may be printed of a plan."""

    plan: Plan
    coordinator: str

    def goals(self) -> tuple[TeamGoal, ...]:
        found = []
        for row in self.plan.goals:
            if not self.one(f"{row.text} {row.patient_words or ''}"):
                continue
            facts = self.kept(self._facts(row))
            status = say.GOAL[row.status]
            achievement = self.one(achievement_label(row.achievement))
            status = f"{status}, {achievement}" if achievement and achievement != status else status
            concern = self.one(self._concern(row))
            found.append(TeamGoal(one_line(row.text), one_line(row.patient_words or ""), concern, status, facts))
        return tuple(found)

    def _concern(self, row: GoalRow) -> str:
        return next((one.text for one in self.plan.concerns if one.id == row.concern_id), "")

    def _facts(self, row: GoalRow) -> list[str]:
        latest = self.plan.latest.get(row.id)
        unit = row.unit or ""
        aim = f"{row.target} {unit}".rstrip() if row.target else ""
        last = f"{latest.value} {unit}".rstrip() if latest and latest.value else latest.note if latest else ""
        pairs = (
            ("Measure", row.measure),
            ("Baseline", row.baseline),
            ("Target", aim),
            ("Due", say.day_words(row.due_on)),
            ("Latest", f"{last} ({short_day(latest.noted_on)})" if latest and last else ""),
            ("Why it matters", row.why),
            ("Importance", f"{row.importance} of 10" if row.importance is not None else ""),
            ("Confidence", f"{row.confidence} of 10" if row.confidence is not None else ""),
            ("Barriers", "; ".join(one.words for one in self.plan.barriers if one.goal_id == row.id)),
            ("Strengths", "; ".join(one.text for one in self.plan.strengths if one.goal_id == row.id)),
        )
        return [f"{label}: {text}" for label, text in pairs if text]

    def expected(self) -> tuple[str, ...]:
        """Prognosis and expected outcome: what the plan says of itself, and per goal what is expected."""
        lines = [self.plan.fields.description or ""]
        for row in self.plan.goals:
            line = scale_lines(row.scale)[2] if row.scale else ""
            aim = line or f"{row.measure or ''}: {row.target or ''} {row.unit or ''}".strip(" :")
            reached = attainment_label(row.attainment)
            told = [aim, f"reached {reached} on the scale of -2 to +2" if reached else "", row.outcome or ""]
            if words := "; ".join(one for one in told if one):
                lines.append(f"{row.text.rstrip('.')}: {words}")
        return self.kept(lines)

    def steps(self) -> tuple[TeamStep, ...]:
        goals = {goal.id: goal.text for goal in self.plan.goals}
        found = []
        for row in self.plan.steps:
            if not self.one(f"{row.text} {row.evidence or ''} {row.owner_name or ''}"):
                continue
            goal = self.one(goals.get(row.goal_id or 0))
            found.append(TeamStep(one_line(row.text), self._who(row), self.one(_when(row)), _step_status(row), goal))
        return tuple(found)

    def _who(self, row: StepRow) -> str:
        mine = self.coordinator if row.owner is Ball.ME else say.OWNER[row.owner]
        return one_line(row.owner_name or "") or mine

    def about(self, element: str) -> tuple[str, ...]:
        """Goals and steps that speak of an element, with who does them."""
        goals = [row.text for row in self.plan.goals if speaks_of(element, row.text, row.measure)]
        steps = [
            f"{row.text.rstrip('.')} ({self._who(row)}, {_step_status(row)})"
            for row in self.plan.steps
            if speaks_of(element, row.text)
        ]
        return tuple(line for line in (*goals, *steps) if topic_of(line) is None)


def team_copy(session: Session, plan_id: int, today: dt.date, scope: Scope = WHOLE) -> TeamPlanView:
    """Raises NotFound where there is no such plan, Refused where it is tagged and not covered."""
    plan = plan_gather.plan(session, plan_id, scope)
    if not scope.wants("problems"):
        plan = replace(plan, concerns=())
    person = plan.fields.patient_id
    facts = gather.facts(session, person)
    versions = plan.versions if scope.wants("history") else ()
    coordinator = common.coordinator(session, "")
    copy = _Copy(plan, coordinator.name)
    goals, steps = copy.goals(), copy.steps()
    medicines, medicine_topics = health.medicines(session, person, scope)
    allergies, allergy_topics = health.allergies(session, person, scope)
    team, team_topics = health.team(session, person, scope)
    sent = health.referrals(session, person, scope)
    problems = copy.kept(
        (*(_concern(one.text, one.rank) for one in plan.concerns), *health.problems(session, person, scope))
    )
    community = copy.kept(health.referral_line(one) for one in sent if one.social)
    reading = read([*(goal.text for goal in goals), *(step.what for step in steps)], None)
    view = TeamPlanView(
        patient_id=person,
        plan_id=plan_id,
        name=one_line(facts.name),
        born=health.born(session, person, scope),
        title=say.TEAM_TITLE,
        plan=copy.one(plan.fields.title) or say.TEAM_TITLE,
        status=say.PLAN[plan.fields.status],
        made_on=today,
        made=long_day(today),
        coordinator=coordinator,
        matters=copy.one(plan.matters),
        nothing=say.NOTHING,
        problems=problems,
        expected=copy.expected(),
        goals=goals,
        symptoms=copy.about("symptoms"),
        steps=steps,
        medicines=medicines,
        allergies=allergies,
        medicine_steps=copy.about("medicines"),
        medicine_caution=say.TEAM_MEDICINES,
        community=(*community, *copy.about("community")),
        outside=copy.kept(health.referral_line(one) for one in sent if not one.social),
        team=team,
        review=copy.kept(_review(plan, today)),
        versions=tuple(_version(one, copy.one(one.participants)) for one in versions),
        copies=copy.kept(_copy_given(one) for one in versions if one.copy_to),
        changes=copy.kept(plan_gather.changes(session, plan_id, scope)),
        reading=reading.words,
        parts=scope.parts(_PARTS),
        left_out=say.LEFT_OUT,
        notice=scope.notice,
        cautions=(),
    )
    topics = (*copy.topics, *medicine_topics, *allergy_topics, *team_topics)
    return replace(view, cautions=(*_cautions(view, facts, plan), *common.left_off(topics, _ADVICE)))


def _concern(text: str, rank: int | None) -> str:
    return f"{text.rstrip('.')} (number {rank} to the patient)" if rank else text


def _when(row: StepRow) -> str:
    if row.done_on:
        return f"done {short_day(row.done_on)}"
    return say.day_words(row.due_on) or one_line(row.schedule or "")


def _step_status(row: StepRow) -> str:
    words = say.STEP[row.status]
    evidence = one_line(row.evidence or "")
    return f"{words}: {evidence}" if evidence and row.status is InterventionStatus.COMPLETED else words


def _review(plan: Plan, today: dt.date) -> tuple[str, ...]:
    """When the plan was and is to be looked at."""
    head = plan.fields
    late = " (overdue)" if head.review_on and head.review_on < today else ""
    lines = (
        f"Started {partial_day(head.starts_on)}." if head.starts_on else "",
        f"Last review {short_day(head.reviewed_on)}." if head.reviewed_on else "No review yet.",
        f"Next review {short_day(head.review_on)}{late}." if head.review_on else "No next review is set.",
        f"Closed {short_day(head.closed_on)}." if head.closed_on else "",
    )
    return tuple(line for line in lines if line)


def _version(row: VersionRow, who: str) -> str:
    """ "Version 2, agreed March 4, 2026, in person, with Rosa Lopez and Nora Quist."."""
    how = say.HOW_AGREED[row.agreement] if row.agreement else ""
    parts = (f"Version {row.number}, {row.kind.value} {short_day(row.made_on)}", how, f"with {who}" if who else "")
    return sentence(", ".join(part for part in parts if part))


def _copy_given(row: VersionRow) -> str:
    return sentence(f"Version {row.number} to {one_line(row.copy_to or '')} on {short_day(row.made_on)}")


def _cautions(view: TeamPlanView, facts: gather.Facts, plan: Plan) -> list[str]:
    found = []
    if facts.deceased:
        found.append("This person has died. Think before you send the plan.")
    if facts.careful:
        found.append("Safe-contact rules stand for this person: make sure that nobody at home gets this copy.")
    if not any(one.kind is VersionKind.AGREED for one in plan.versions):
        found.append("The patient has not agreed to this plan yet.")
    elif view.changes:
        found.append("The plan has changed since the last version: agree or share it again.")
    if plan.fields.review_on is None or plan.fields.review_on < view.made_on:
        found.append("The review of this plan is overdue, or has no date.")
    unmeasured = sum(not (row.measure and row.target) for row in plan.goals if row.status is not GoalStatus.COMPLETED)
    if unmeasured:
        found.append(f"{unmeasured} {'goal has' if unmeasured == 1 else 'goals have'} no measure or no target.")
    return found
