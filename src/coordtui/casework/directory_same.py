"""Whether an entry stands in the directory already: by its name, or by a number that somebody else has."""

from __future__ import annotations

from sqlalchemy import func, null, or_, select
from sqlalchemy.orm import Session

from coordtui.casework.base import table
from coordtui.casework.directory_views import Entry, Kind, entries_of, haystack
from coordtui.errors import Refused
from coordtui.models.people import Organization, OrganizationDraft, Practitioner, PractitionerDraft
from coordtui.rules.directory import number_key
from coordtui.rules.fold import fold


class MaybeSame(Refused):
    """The directory seems to hold this already; `entries` are those, to be shown. Saving `anyway` is allowed."""

    title = "Maybe in the directory already"

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__(f"{entries[0].name} has this name or number already.", "Use that entry, or add this one too.")
        self.entries = entries


def same_entries(
    session: Session, kind: Kind, draft: OrganizationDraft | PractitionerDraft, *, but: int | None = None
) -> tuple[Entry, ...]:
    """Entries of this kind with the same folded name, or the same phone or fax, the retired among them.

    People who work at one place may share its numbers. `but` is the entry that is being changed.
    """
    name = fold(draft.name or "")
    numbers = {number_key(draft.phone), number_key(draft.fax)} - {""}
    c = table(Organization if kind == "organization" else Practitioner).c
    hay = haystack(c)
    near = or_(func.instr(hay, name) == 1, *(func.instr(hay, number) > 0 for number in sorted(numbers)))
    place = c.organization_id if kind == "practitioner" else null()
    rows = session.execute(select(c.id, c.name, c.phone, c.fax, place).where(near, c.id != (but or 0)))
    own_place = getattr(draft, "organization_id", None)
    same = [
        key
        for key, other, phone, fax, their_place in rows
        if fold(other) == name
        or (numbers & {number_key(phone), number_key(fax)} and (own_place is None or own_place != their_place))
    ]
    return entries_of(session, kind, same)
