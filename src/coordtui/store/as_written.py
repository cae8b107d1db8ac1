"""Whether every record stands as the last change in the journal left it. The chain proves the journal, this the rows.

It finds what was written past the triggers: a row altered, put in or taken out by somebody who has the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table

from coordtui.pace import Tell, quiet
from coordtui.store.images import image_sql, journalled_tables, parse, quoted, shape

_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Astray:
    """A row that is not what the journal says. `act` is the last that wrote it, None where none ever did; `what` says
    how it differs, with a place for that act."""

    table: str
    row_id: int
    act: int | None
    what: str

    def words(self, connection: Connection) -> str:
        """ "patient 3 is not as act 17 of 2026-03-04 12:00 UTC wrote it (name)"."""
        what = self.what if self.act is None else self.what.format(dated(connection, self.act))
        return f"{self.table.replace('_', ' ')} {self.row_id} {what}"


def dated(connection: Connection, act: int) -> str:
    """An act with its time: "act 17 of 2026-03-04 12:00 UTC"."""
    at: str = connection.exec_driver_sql("SELECT coalesce(max(at), '') FROM act WHERE seq = ?", (act,)).scalar_one()
    return f"act {act} of {at[:10]} {at[11:16]} UTC"


def last_written(connection: Connection, table: str, row_id: int) -> str:
    """When the journal last heard of a row, as `dated`; "" where it never did."""
    found = connection.exec_driver_sql(
        "SELECT max(act) FROM change WHERE tbl = ? AND row_id = ?", (table, row_id)
    ).scalar()
    return "" if found is None else dated(connection, found)


def astray(connection: Connection, tell: Tell = quiet) -> Iterator[Astray]:
    """Every row of a journalled table that differs from its last image, is missing, or was never journalled."""
    heard = dict.fromkeys(journalled_tables(), 0)
    stand = {name: _count(connection, table) for name, table in journalled_tables().items()}
    done, total = 0, sum(stand.values())
    # only the columns of the index change_of_act, so that no image is read to find the newest one
    newest = connection.exec_driver_sql("SELECT tbl, max(id) FROM change GROUP BY tbl, row_id ORDER BY tbl")
    for name, rows in groupby(newest, key=itemgetter(0)):
        table = journalled_tables().get(name)
        while table is not None and (batch := [key for _, key in islice(rows, _BATCH)]):
            for row_id, act, after, now in _beside(connection, table, batch):
                heard[name] += now is not None
                if after != now and (what := _differs(after, now)):
                    yield Astray(name, row_id, act, what)
            done += len(batch)
            tell(min(done, total), total, "the records", "records")
    for name, count in heard.items():
        if stand[name] != count:
            yield from _unheard_of(connection, journalled_tables()[name])


def _beside(connection: Connection, table: Table, changes: list[int]) -> Iterable[Any]:
    """(row id, act, image after the change, image of now) of each change; an image is None where there is no row."""
    key = f"t.{quoted(shape(table).key)}"
    sql = (
        f"SELECT c.row_id, c.act, c.after, CASE WHEN {key} IS NOT NULL THEN {image_sql(table, 't')} END"  # noqa: S608
        " FROM json_each(?) j CROSS JOIN change c ON c.id = j.value"
        f" LEFT JOIN {quoted(table.name)} t ON {key} = c.row_id"
    )
    return connection.exec_driver_sql(sql, (str(changes),))


def _differs(after: str | None, now: str | None) -> str:
    """How a row is not what it was; "" where only columns came or went with an update of coordtui."""
    if after is None or now is None:
        return "is gone, though {} wrote it" if now is None else "is there, though {} took it out"
    was, stands = parse(after), parse(now)
    wrong = [name for name in was.keys() & stands.keys() if was[name] != stands[name]]
    return f"is not as {{}} wrote it ({', '.join(sorted(wrong))})" if wrong else ""


def _count(connection: Connection, table: Table) -> int:
    found: int = connection.exec_driver_sql(f"SELECT count(*) FROM {quoted(table.name)}").scalar_one()  # noqa: S608
    return found


def _unheard_of(connection: Connection, table: Table) -> Iterator[Astray]:
    key = quoted(shape(table).key)
    sql = f"SELECT {key} FROM {quoted(table.name)} WHERE {key} NOT IN (SELECT row_id FROM change WHERE tbl = ?)"  # noqa: S608
    for row_id in connection.exec_driver_sql(sql, (table.name,)).scalars():
        yield Astray(table.name, row_id, None, "was put in past the journal")
