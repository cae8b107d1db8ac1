"""The coordinator: whose vault this is."""

from coordtui.models.base import Record, key


class Profile(Record, table=True):
    """One row. `zone` is an IANA name; `weekly_hours` are whole hours."""

    id: int | None = key()
    name: str
    zone: str = "UTC"
    weekly_hours: int = 40
    phone: str | None = None
    role: str = "coordinator"
