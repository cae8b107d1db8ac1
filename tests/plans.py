"""How SQLite answers a statement, for tests that pin what a reading walks through.

```python
assert walks(world.read(plan_of, select(...))) == []
```
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Executable, event
from sqlalchemy.orm import Session

_NO_TABLE = re.compile(r"SCAN (.* VIRTUAL TABLE .*|.*CONSTANT ROWS?|\(.*\)|anon_\d+|held)")
"""What is scanned and is no table: a table-valued function, the full-text index, a subquery, the values of an index."""


def plan_of(session: Session, statement: Executable) -> list[str]:
    """The lines of EXPLAIN QUERY PLAN for the statement as it is really asked, with its values bound."""
    connection = session.connection()
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((sql, parameters))

    event.listen(connection, "before_cursor_execute", note)
    try:
        session.execute(statement).all()
    finally:
        event.remove(connection, "before_cursor_execute", note)
    ((sql, parameters),) = asked
    return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)]


def walks(plan: list[str], *, but: tuple[str, ...] = (), covered: bool = False) -> list[str]:
    """The lines that read every row of a table, `but` for these; `covered` counts walks through a whole index too."""
    scans = [line for line in plan if line.startswith("SCAN ") and not _NO_TABLE.fullmatch(line)]
    return [line for line in scans if line not in but and (covered or " USING COVERING INDEX " not in line)]
