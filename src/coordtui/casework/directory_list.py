"""The whole directory as a list, with what tells its entries apart: open referrals, days to a visit, last checked.

Like every long list it is read in two steps (`windows`): `opening` gives the order of all entries with the rows about
one place, and `page` the rows of other keys. What our own record says of some of them is a reading of its own.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Integer, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from coordtui.casework.base import Keyed, among, table
from coordtui.casework.directory_entry import loops_of
from coordtui.casework.directory_views import PLACE, Kind, haystack, people_with_places, whole_haystack
from coordtui.casework.finding import Scope, asks, where
from coordtui.casework.windows import PAGE, Window, around, read_keys, spelled
from coordtui.errors import InvalidInput
from coordtui.models.people import Organization, Practitioner
from coordtui.models.referral import Referral
from coordtui.rules.directory import VERIFY_DAYS, is_stale
from coordtui.rules.directory_record import Loop, Performance, performance

_O, _P, _R = table(Organization).c, table(Practitioner).c, table(Referral).c


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the directory; `key` is that of the list. `place` is the address, or where a person works."""

    key: int
    name: str
    role: str | None
    place: str | None
    phone: str | None
    languages: str | None
    active: bool
    verified_on: dt.date | None
    stale: bool


@dataclass(frozen=True, slots=True)
class Sums:
    """How many entries are in use, how many of those want to be checked again, and how many are retired."""

    used: int
    stale: int
    retired: int


def key_of(kind: Kind, entry_id: int) -> int:
    """One number for both kinds."""
    return 2 * entry_id + (kind == "practitioner")


def entry_of(key: int) -> tuple[Kind, int]:
    """The kind and the id that such a number stands for."""
    return ("practitioner" if key % 2 else "organization"), key // 2


_PLACES: Final = Keyed(
    lambda within: select(_O.id, _O.name, _O.type, _O.address, _O.phone, _O.languages, _O.active, _O.verified_on).where(
        within(_O.id)
    )
)
_PEOPLE: Final = Keyed(
    lambda within: (
        select(
            *(_P.id, _P.name, _P.role, PLACE.name, func.coalesce(_P.phone, PLACE.phone)),
            *(_P.languages, _P.active, _P.verified_on),
        )
        .select_from(people_with_places())
        .where(within(_P.id))
    )
)
_LISTS: Final[tuple[tuple[Kind, Any, Any, Keyed], ...]] = (
    ("organization", _O, _O.id.table, _PLACES),
    ("practitioner", _P, people_with_places(), _PEOPLE),
)
_SORTED_BY: Final[Mapping[str, Mapping[Kind, ColumnElement[Any]]]] = MappingProxyType(
    {
        "name": {"organization": haystack(_O), "practitioner": whole_haystack()},
        "role": {"organization": func.lower(_O.type), "practitioner": func.lower(_P.role)},
        "place": {"organization": func.lower(_O.address), "practitioner": func.lower(PLACE.name)},
        "verified": {kind: func.coalesce(of.verified_on, "") for kind, of, *_ in _LISTS},
    }
)
"""What sorts a column, for each kind; what was never checked comes before all that was."""
_BY_RECORD: Final[Mapping[str, Callable[[Performance], float | None]]] = MappingProxyType(
    {
        "open": lambda record: record.open or None,
        "days": lambda record: record.median_days_to_schedule,
        "closed": lambda record: record.closed_loops or None,
    }
)
SORTS: Final = (*_SORTED_BY, *_BY_RECORD)
"""The columns to sort by; what an entry does not have comes last either way."""


def opening(
    session: Session,
    on: dt.date,
    *,
    filter: str = "",
    retired: bool = False,
    sort: str = "name",
    descending: bool = False,
    about: int | None = None,
    at: int = 0,
    sight: int = PAGE,
) -> Window[Listed | None]:
    """The order of the entries that the filter lets through, and the rows about one of them or a place (`around`).

    The retired are there only where the filter or `retired` asks for them; of equals by name.

    Raises:
        InvalidInput: "filter" is not in the finding language, or "sort" is no column.
    """
    keys = _order(session, on, filter, retired, sort, descending)
    near = around(keys, about, at, sight)
    return Window(keys, near.start, tuple(page(session, keys[near.start : near.stop], on)))


def page(session: Session, keys: Sequence[int], on: dt.date) -> list[Listed | None]:
    """A row for each of these keys in their order; None for an entry that is gone."""
    rows = dict[int, Listed]()
    for (kind, *_, statement), ids in zip(_LISTS, _by_kind(keys), strict=True):
        for entry_id, name, role, place, phone, languages, active, checked in statement.rows(session, ids):
            key = key_of(kind, entry_id)
            rows[key] = Listed(key, name, role, place, phone, languages, active, checked, is_stale(checked, on))
    return [rows.get(key) for key in keys]


def sums(session: Session, on: dt.date, *, filter: str = "", retired: bool = False) -> Sums:
    """What the entries come to. Raises as `opening`."""
    last = on - dt.timedelta(days=VERIFY_DAYS)
    fresh = {kind: func.coalesce(of.verified_on > last, False) for kind, of, *_ in _LISTS}
    found = _entries(session, on, filter, retired, fresh)
    count, active = func.count(), found.active
    counts = select(count.filter(active), count.filter(active & ~found.value), count.filter(~active))
    used, stale, gone = session.execute(counts).one()
    return Sums(used, stale, gone)


def records(session: Session, keys: Collection[int], on: dt.date) -> dict[int, Performance]:
    """Our own record of each of these entries; a place's counts what its people got. One query.

    It goes through everything that was ever sent to them.
    """
    places, persons = _by_kind(keys)
    sent = table(Referral).alias("sent").c
    there = select(_P.id).where(among(_P.organization_id, places))
    linked = select(sent.id).where(
        or_(
            among(sent.to_organization_id, places),
            among(sent.to_practitioner_id, persons),
            sent.to_practitioner_id.in_(there),
        )
    )  # by their ids, in whose order SQLite goes on: to sort all that happened to them would fill the memory
    its_place = select(_P.organization_id).where(_P.id == _R.to_practitioner_id).scalar_subquery()
    statement = loops_of(_R.to_organization_id, _R.to_practitioner_id, its_place).where(_R.id.in_(linked))
    held: dict[int, list[Loop]] = {key: [] for key in keys}
    for *columns, place, person, place_of_person in session.execute(statement):
        loop = Loop(*columns)
        to = {key_of("organization", one or 0) for one in (place, place_of_person)}  # no entry has the id 0
        for key in to | {key_of("practitioner", person or 0)}:
            if key in held:
                held[key].append(loop)
    return {key: performance(loops, None, on) for key, loops in held.items()}


# --- the order -------------------------------------------------------------------------------------------------------


def _by_kind(keys: Collection[int]) -> tuple[list[int], list[int]]:
    """The ids of the places, and those of the people."""
    return [key // 2 for key in keys if not key % 2], [key // 2 for key in keys if key % 2]


def _entries(
    session: Session, on: dt.date, filter: str, retired: bool, values: Mapping[Kind, ColumnElement[Any]]
) -> Any:
    """The columns of all entries that are wanted: `key`, `name` to sort by, `active`, and the `value` given for each
    kind.
    """
    in_use = not retired and not asks(filter, "directory", "retired")
    parts = []
    for kind, of, rows, _ in _LISTS:
        key = cast(2 * of.id + literal(int(kind == "practitioner")), Integer)
        fits = where(session, filter, "directory", Scope(row=of.id, kind=kind), on)
        columns = (key.label("key"), _SORTED_BY["name"][kind].label("name"), of.active, values[kind].label("value"))
        part = select(*columns).select_from(rows).where(fits)
        parts.append(part.where(of.active) if in_use else part)
    return union_all(*parts).subquery().c


def _order(session: Session, on: dt.date, filter: str, retired: bool, sort: str, descending: bool) -> array[int]:
    if sort not in SORTS:
        raise InvalidInput("sort", f'There is no column "{sort}".', f"Columns are {', '.join(SORTS)}.")
    found = _entries(session, on, filter, retired, _SORTED_BY["name" if sort in _BY_RECORD else sort])
    value = func.nullif(found.value, "") if sort in ("role", "place") else found.value
    by = value.desc() if descending else value.asc()
    by_name = (found.name, found.key % 2, found.key)
    order = by_name if sort in _BY_RECORD else (by.nulls_last(), *by_name)
    rows = select(found.key).order_by(*order).subquery().c
    keys = read_keys(session.execute(select(spelled(rows.key))).scalar_one())
    return _by_record(records(session, keys, on), sort, descending) if sort in _BY_RECORD else keys


def _by_record(found: Mapping[int, Performance], sort: str, descending: bool) -> array[int]:
    """The keys by a column of our record; as they stood among equals."""
    values = {key: value for key, record in found.items() if (value := _BY_RECORD[sort](record)) is not None}
    ranked = sorted(values, key=values.__getitem__, reverse=descending)
    return array("q", (*ranked, *(key for key in found if key not in values)))
