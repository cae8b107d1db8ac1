"""Who looked at a patient's record, changed it, gave it out: readings of the journal, and the acts that write a look.

A chart, a plan, a referral, a form or a preview of one person is an entry each time it is opened. A list of many
people, with the pane beside it, is one entry for each list, session and day: an entry a row would drown the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Select, column, func, select, table, union
from sqlalchemy.orm import Session

from coordtui.acts import Result, act
from coordtui.casework.base import local, zone_of
from coordtui.casework.base import table as records_of
from coordtui.casework.follow_up_views import name_of
from coordtui.clock import Moment
from coordtui.models.disclosure import Disclosure
from coordtui.rules import access as rules
from coordtui.rules.access import AccessKind

_ACT = table(
    "act",
    *(column(name) for name in ("seq", "at", "actor", "verb", "kind", "summary", "patient_id", "target", "batch")),
)
_CHANGE = table("change", *(column(name) for name in ("id", "act", "tbl", "row_id", "patient_id", "before")))
"""The journal's tables as the store makes them (store/journal.py); only read here."""
_A, _D = _ACT.c, records_of(Disclosure).c
WOULD: Final = "what an import would change"
"""What a dry run shows: the people in the files, and whom on record they would meet."""
_UNSAID: Final = ("", "disclosure")
"""What left is said by itself, and that it was written down by nothing more."""
_SALVAGE: Final = "vault.salvage"
"""The store's verb (store/salvage.py), whose changes say what could not be read any more."""
_UNLOCKS: Final = ("vault.unlock", "vault.unlock_by_code", "vault.unlock_by_keyring", "vault.create", "vault.restore")


@act("patient.view_part", undoable=False)
def view_part(session: Session, patient_id: int, what: str, moment: Moment) -> Result:  # noqa: ARG001
    """Record that a part of somebody's record was opened; `what` is in words ("the care plan")."""
    return Result(label=f"Opened {what} of {name_of(session, patient_id)}", patient_id=patient_id)


@act(rules.LIST, undoable=False)
def view_list(session: Session, what: str, moment: Moment) -> Result:  # noqa: ARG001
    """Record that a list of many people was looked at ("today's queue")."""
    return Result(label=f"Looked at {what}")


@dataclass(frozen=True, slots=True)
class Access:
    """One entry about a patient. `at` is on the coordinator's clock, `records` what was changed, in words, `verb` the
    journal's word for the act.

    `what` is the journal's line; of an act that concerned others too it holds what was done and no name. `given` is
    what left and to whom, "" where nothing did or nobody was named. `undone`: it was taken back since.
    """

    seq: int
    at: dt.datetime
    actor: str
    verb: str
    kind: AccessKind
    what: str
    given: str
    records: tuple[str, ...]
    undone: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What concerned everybody in the period: how often the vault was opened, refused to open, and lists were read."""

    unlocks: int
    failed: int
    lists: int
    list_days: int


@dataclass(frozen=True, slots=True)
class AccessReport:
    """`entries` have the newest first; `since` is the day of the journal's first entry."""

    entries: tuple[Access, ...]
    around: Around
    since: dt.date


def accesses(
    session: Session, patient_id: int, start: dt.date | None = None, end: dt.date | None = None
) -> AccessReport:
    """All that the journal holds about a patient from `start` to `end`, both included. Raises NotFound."""
    name_of(session, patient_id)
    zone = zone_of(session)
    first = local(_moment(session.execute(select(_A.at).order_by(_A.seq).limit(1)).scalar_one()), zone).date()
    period = _within(zone, start, end)
    left = _left(session, patient_id)
    found = session.execute(_about(patient_id).where(*period))
    entries = tuple(_access(row, patient_id, zone, left.get(row.seq, "")) for row in found)
    return AccessReport(entries, _around(session, zone, period), first)


def _about(patient_id: int) -> Select[Any]:
    touched = union(
        select(_A.seq).where(_A.patient_id == patient_id),
        select(_CHANGE.c.act).where(_CHANGE.c.patient_id == patient_id),
    )
    mine = (_CHANGE.c.act == _A.seq) & (_CHANGE.c.patient_id == patient_id)
    tables = select(func.group_concat(_CHANGE.c.tbl.distinct())).where(mine).scalar_subquery()
    later = _ACT.alias("later")
    last = (
        select(later.c.kind)
        .where(later.c.target == func.coalesce(_A.batch, _A.seq))
        .order_by(later.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(_A.seq, _A.at, _A.actor, _A.verb, _A.kind, _A.summary, _A.patient_id, tables, last == "undo")
        .where(_A.seq.in_(touched))
        .order_by(_A.seq.desc())
    )


def _left(session: Session, patient_id: int) -> dict[int, str]:
    """By act: "visit summary to Rosa Lopez"."""
    written = (_CHANGE.c.tbl == "disclosure") & (_CHANGE.c.row_id == _D.id) & _CHANGE.c.before.is_(None)
    query = select(_CHANGE.c.act, _D.document, _D.recipient).where(_CHANGE.c.patient_id == patient_id, written)
    return {act: f"{document} to {recipient}" for act, document, recipient in session.execute(query)}


def _access(row: Any, patient_id: int, zone: str, given: str) -> Access:
    seq, at, actor, verb, act_kind, summary, whose, tables, undone = row
    what = summary if whose == patient_id else f"{rules.without_details(verb, summary)} (with others)"
    records = tuple(sorted(rules.record_words(name) for name in (tables or "").split(",") if name not in _UNSAID))
    kind = rules.kind_of(verb, act_kind)
    return Access(seq, local(_moment(at), zone), actor, verb, kind, what, given, records, bool(undone))


def _around(session: Session, zone: str, period: Iterable[Any]) -> Around:
    wanted = (*_UNLOCKS, "vault.unlock_failed", rules.LIST)
    rows = session.execute(select(_A.verb, _A.at).where(_A.verb.in_(wanted), *period)).all()
    lists = [local(_moment(at), zone).date() for verb, at in rows if verb == rules.LIST]
    return Around(
        unlocks=sum(verb in _UNLOCKS for verb, _ in rows),
        failed=sum(verb == "vault.unlock_failed" for verb, _ in rows),
        lists=len(lists),
        list_days=len(set(lists)),
    )


def _moment(at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(at)


def _within(zone: str, start: dt.date | None, end: dt.date | None) -> list[Any]:
    """The journal's times are texts in UTC, which sort as they are."""
    bounds = []
    if start is not None:
        bounds.append(_A.at >= _text(start, zone))
    if end is not None:
        bounds.append(_A.at < _text(end + dt.timedelta(days=1), zone))
    return bounds


def _text(day: dt.date, zone: str) -> str:
    """The first moment of a day on a clock of that zone, as the journal writes it."""
    midnight = dt.datetime.combine(day, dt.time(), ZoneInfo(zone))
    return midnight.astimezone(dt.UTC).isoformat(timespec="milliseconds")


def rewritten(session: Session) -> tuple[int, tuple[tuple[int, int], ...]]:
    """How many disclosures were written down, and those that an act changed or took out later: (id, act).

    A salvage is no such act: what it could not read, it says itself.
    """
    mine = _CHANGE.c.tbl == "disclosure"
    count = session.execute(select(func.count()).where(mine, _CHANGE.c.before.is_(None))).scalar_one()
    salvaged = select(_A.seq).where(_A.verb == _SALVAGE)
    later = (
        select(_CHANGE.c.row_id, _CHANGE.c.act)
        .where(mine, _CHANGE.c.before.is_not(None), _CHANGE.c.act.not_in(salvaged))
        .order_by(_CHANGE.c.id)
    )
    return count, tuple((row_id, act) for row_id, act in session.execute(later))
