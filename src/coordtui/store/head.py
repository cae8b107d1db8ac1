"""The journal's head as a line to print or keep elsewhere. What was cut off behind it, or altered before it, shows.

The line names the vault, the newest act and its MAC, which depends on every act before. It tells nothing of a patient.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass

from sqlalchemy import Connection

from coordtui.errors import InvalidInput
from coordtui.store import journal

_LINE = re.compile(r"coordtui-head-1:([0-9a-f]{8}):([0-9]{1,15}):([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Head:
    """`vault` is the first eight digits of the vault's id, `seq` the newest act, `mac` its MAC in hex."""

    vault: str
    seq: int
    mac: str

    def __str__(self) -> str:
        return f"coordtui-head-1:{self.vault}:{self.seq}:{self.mac}"


def parse(line: str) -> Head:
    """Read a kept line; blanks and line breaks in it do not matter. Raises InvalidInput for anything else."""
    match = _LINE.fullmatch("".join(line.split()).lower())
    if match is None:
        raise InvalidInput(
            "head", "This is no head of a journal.", "It begins with coordtui-head-1 and has four parts."
        )
    return Head(match[1], int(match[2]), match[3])


def newest(connection: Connection, vault_id: str) -> Head:
    """The head of now."""
    seq, mac = connection.exec_driver_sql("SELECT seq, hex(mac) FROM act ORDER BY seq DESC LIMIT 1").one()
    return Head(vault_id[:8], seq, mac.lower())


def compare(connection: Connection, vault_id: str, kept: Head) -> tuple[bool, str]:
    """Whether nothing speaks against the journal holding what it held when `kept` was written down, and a sentence.

    A head from before a change of keys, other than the last one, cannot be compared and speaks against nothing. It
    trusts the chain to be checked apart (journal.verify_chain).
    """
    if kept.vault != vault_id[:8]:
        return False, "the kept head is another vault's"
    now = newest(connection, vault_id)
    if now.seq < kept.seq:
        return (
            False,
            f"the journal had {kept.seq} acts when the head was kept and has {now.seq}: the last ones are cut off",
        )
    found = connection.exec_driver_sql("SELECT hex(mac) FROM act WHERE seq = ?", (kept.seq,)).scalar()
    if found is None:
        return False, f"act {kept.seq} is missing"
    if hmac.compare_digest(found.lower(), kept.mac):
        since = now.seq - kept.seq
        more = f"; {since} act{'s' * (since != 1)} since" if since else ""
        return True, f"as it was at act {kept.seq}{more}"
    named, changed_on = _resealed(connection, kept)
    if named:
        return True, f"as it was at act {kept.seq}, before the keys of the vault were changed in the act after"
    if changed_on:
        return True, f"not compared: it was kept before the keys were changed on {changed_on}; keep a new one"
    return False, f"act {kept.seq} or one before it was altered"


def _resealed(connection: Connection, kept: Head) -> tuple[bool, str]:
    """Whether the change of keys right after `kept` names it, and the day of the first change after it, if any."""
    rows = connection.exec_driver_sql(
        "SELECT seq, summary, at FROM act WHERE verb = ? AND seq > ? ORDER BY seq", (journal.REKEY, kept.seq)
    ).all()
    named = any(seq == kept.seq + 1 and kept.mac in summary for seq, summary, _ in rows)
    return named, rows[0][2][:10] if rows else ""
