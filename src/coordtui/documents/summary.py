"""The visit summary: what was talked about, what was agreed, what comes next and whom to call, for the patient.

Others at home may read it. So it holds no safety-sensitive kind of follow-up, no safety note, code word, alert,
pronoun, address or birth date, and no line that holds one of the private words; the coordinator is told what was left
off, the page says nothing of it. For a person with safe-contact rules the page is kept short: days without details.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from coordtui.documents import common, gather, words
from coordtui.documents.common import sentence
from coordtui.documents.gather import ContactRow, Facts
from coordtui.documents.help_lines import help_lines
from coordtui.documents.private import SAFETY_KINDS, topic_of
from coordtui.documents.reading import language_name, read
from coordtui.documents.render import FORMATS, render
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.steps import MOST_STEPS, Ahead, steps_ahead
from coordtui.documents.text import one_line, shorten
from coordtui.documents.view import GoalLine, MedicineLine, Step, SummaryView, Talk
from coordtui.errors import InvalidInput
from coordtui.models.contact import Outcome
from coordtui.rules.dates import moment_day
from coordtui.rules.disclosure import DOCUMENTS

__all__ = ["FORMATS", "PERIOD_DAYS", "SummaryView", "render", "summary"]

PERIOD_DAYS = 30
MOST_TALKS = 6
_PARTS = frozenset(DOCUMENTS["summary"].parts)
_NOTE = 700


def summary(
    session: Session,
    patient_id: int,
    start: dt.date | None,
    end: dt.date | None,
    today: dt.date,
    scope: Scope = WHOLE,
) -> SummaryView:
    """The summary of the local days `start` to `end`, both included; without them, of the last 30 days.

    `scope` says which parts go along: talks, goals, steps, medicines, team.

    Raises:
        NotFound: there is no such patient.
        InvalidInput: "from", where the period ends before it begins.
    """
    end = end or max(today, start or today)
    start = start or end - dt.timedelta(days=PERIOD_DAYS)
    if start > end:
        raise InvalidInput("from", f"The period would end ({end}) before it begins ({start}).", "Swap the two days.")
    facts = gather.facts(session, patient_id)
    coordinator = common.coordinator(session)
    talks, talk_topics = _talks(gather.talks(session, patient_id, start, end, scope), facts)
    goals, goal_topics = _goals(() if facts.careful else gather.goals(session, patient_id, scope))
    ahead = steps_ahead(session, patient_id, facts, coordinator.name, today, scope)
    medicines = tuple(_medicine(row) for row in gather.medicines(session, patient_id, scope))
    lines, checked = help_lines()
    reading = read(_prose(talks, goals, ahead.steps), facts.written_language or facts.language)
    topics = (*talk_topics, *goal_topics, *ahead.left_off)
    return SummaryView(
        patient_id=patient_id,
        name=one_line(facts.name),
        title=words.TITLE,
        intro=words.INTRO,
        period=words.period(start, end),
        start=start,
        end=end,
        made_on=today,
        made=words.long_day(today),
        coordinator=coordinator,
        talks=talks[:MOST_TALKS],
        no_talks=words.NO_TALKS if scope.wants("talks") else "",
        goals=goals,
        no_goals=_no_goals(facts, scope),
        medicines=medicines,
        no_medicines=words.NO_MEDICINES if scope.wants("medicines") else "",
        medicine_caution=words.MEDICINE_CAUTION,
        steps=tuple(ahead.steps[:MOST_STEPS]),
        no_steps=words.NO_STEPS if scope.wants("steps") else "",
        team=common.care_team(session, patient_id, scope),
        help_lines=lines,
        help_lines_checked=f"Numbers checked on {words.short_day(checked)}.",
        ask=words.ASK,
        prose=reading.prose,
        grade=reading.grade,
        reading=reading.words,
        language=language_name(facts.written_language or facts.language),
        parts=scope.parts(_PARTS),
        notice=scope.notice,
        cautions=(*_cautions(facts, medicines), *_left_off(topics, talks, ahead), *reading.cautions),
    )


def _no_goals(facts: Facts, scope: Scope) -> str:
    """Said where no goal stands on the page; nothing where goals were not to be on it."""
    if not scope.wants("goals"):
        return ""
    return words.GOALS_UNSAID if facts.careful else words.NO_GOALS


def _talks(rows: Iterable[ContactRow], facts: Facts) -> tuple[tuple[Talk, ...], list[str]]:
    talks, topics = [], []
    for row in rows:
        topic = "safety" if row.kind in SAFETY_KINDS or row.outcome is Outcome.UNSAFE else None
        if topic := topic or topic_of(row.note, row.agreed, row.spoke_with):
            topics.append(topic)
        else:
            talks.append(_talk(row, facts))
    return tuple(talks), topics


def _talk(row: ContactRow, facts: Facts) -> Talk:
    """What another person said stays off; of someone who is not safe everywhere, only when and how we talked."""
    caregiver = row.outcome is Outcome.REACHED_CAREGIVER
    other = one_line(row.spoke_with or "")
    whom = (other or "your caregiver") if caregiver else ""
    note = "" if caregiver or facts.careful else one_line(row.note or "")
    agreed = "" if facts.careful else one_line(row.agreed or "")
    how = words.CHANNELS[row.channel]
    return Talk(row.day, words.long_day(row.day), how, whom, shorten(note, _NOTE), shorten(agreed, _NOTE))


def _goals(rows: Iterable[gather.GoalRow]) -> tuple[tuple[GoalLine, ...], list[str]]:
    goals, topics = [], []
    for row in rows:
        own = one_line(row.patient_words or "")
        if topic := topic_of(own, row.text):
            topics.append(topic)
            continue
        day = moment_day(row.due_on)
        due = f"By {words.short_day(day) if day else words.partial_day(row.due_on)}." if row.due_on else ""
        progress = words.ACHIEVEMENT.get(row.achievement or "", "")
        goals.append(GoalLine(sentence(shorten(own or one_line(row.text), _NOTE)), bool(own), progress, due))
    return tuple(dict.fromkeys(goals)), topics


def _medicine(row: gather.MedicineRow) -> MedicineLine:
    remark = {"on-hold": "on hold: ask before you take it", "unknown": "ask if you still take it"}
    return MedicineLine(one_line(row.text), one_line(row.dosage or ""), remark.get(row.status or "", ""))


def _prose(talks: Iterable[Talk], goals: Iterable[GoalLine], steps: Iterable[Step]) -> list[str]:
    """The sentences that a reader reads: ours and the record's; names, numbers, days and medicines are no prose."""
    own = [words.INTRO, words.MEDICINE_CAUTION, words.ASK, *(line.when for line in help_lines()[0])]
    said = [text for talk in talks for text in (talk.discussed, talk.agreed)]
    aims = [text for goal in goals for text in (goal.text, goal.progress)]
    return [*own, *said, *aims, *(step.what for step in steps)]


def _cautions(facts: Facts, medicines: tuple[MedicineLine, ...]) -> list[str]:
    found = []
    if facts.deceased:
        found.append("This person has died. The summary speaks to the patient: think before you send it.")
    if facts.careful:
        found.append("Safe-contact rules stand for this person. Hand the page over in person, or not at all.")
        found.append("So the page is kept short: no notes, goals, places or details of steps. Tell these yourself.")
    telling = sum(topic_of(medicine.text) is not None for medicine in medicines)
    if telling or (facts.careful and medicines):
        found.append("Look at the list of medicines: a name can tell others at home what it is for.")
    if facts.do_not_mail:
        found.append("Do not mail: this person asked for no letters.")
    return found


def _left_off(topics: Iterable[str], talks: tuple[Talk, ...], ahead: Ahead) -> list[str]:
    found = common.left_off(topics, "tell the person yourself.")
    if len(talks) > MOST_TALKS:
        found.append(f"Only the latest {MOST_TALKS} of {len(talks)} conversations fit: shorten the period to choose.")
    if ahead.in_my_words:
        found.append("Some steps show what you wrote for yourself: read them before you hand the page out.")
    if len(ahead.steps) > MOST_STEPS:
        found.append(f"Only the next {MOST_STEPS} of {len(ahead.steps)} steps fit.")
    if any(text.endswith(" …") for talk in talks for text in (talk.discussed, talk.agreed)):
        found.append("A long note was shortened.")
    return found
