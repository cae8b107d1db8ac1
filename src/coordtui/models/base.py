"""The base of every table and the column types they share.

Tables do not validate: input goes through a draft first, and reads come back as frozen views.
No column is a floating-point number, so that the journal's JSON images restore a row exactly.
"""

import uuid
from enum import StrEnum
from typing import Any, TypeVar

from pydantic import ConfigDict
from sqlalchemy import String, TypeDecorator
from sqlmodel import Field, SQLModel

E = TypeVar("E", bound=StrEnum)


class Code(TypeDecorator[StrEnum]):
    """A StrEnum kept as its value (the FHIR code), not as the Python name."""

    impl = String
    cache_ok = True

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum
        self._members: dict[str, StrEnum] = {each.value: each for each in enum}  # calling an enum costs four times more

    def process_bind_param(self, value: StrEnum | str | None, dialect: Any) -> str | None:
        if type(value) is self.enum:  # asked of every code that a statement holds
            return str.__str__(value)
        return None if value is None else self.enum(value).value

    def process_result_value(self, value: str | None, dialect: Any) -> StrEnum | None:
        return None if value is None else self._members.get(value) or self.enum(value)


def code_of(enum: type[E], default: E | None = None, **kwargs: Any) -> Any:
    """A column that holds a code of `enum`; nullable when there is no default unless `nullable=False`."""
    kwargs.setdefault("nullable", default is None)
    return Field(default=default, sa_type=Code(enum), **kwargs)


def new_uid() -> str:
    return uuid.uuid4().hex


def key() -> Any:
    return Field(default=None, primary_key=True)


def of_patient(*, nullable: bool = False) -> Any:
    """The foreign key to the patient whom a record is about; what the journal files it under."""
    if nullable:
        return Field(default=None, foreign_key="patient.id", index=True)
    return Field(foreign_key="patient.id", index=True)


class Record(SQLModel):
    """A journalled table. Row ids are never used again, so an undone insert cannot be mistaken for a later row."""

    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)  # type: ignore[assignment]
    __table_args__: Any = {"sqlite_autoincrement": True}


class Draft(SQLModel):
    """Base of validated input that is not a table. Its errors never quote what was typed."""

    model_config = ConfigDict(hide_input_in_errors=True, str_strip_whitespace=True, extra="forbid", defer_build=True)  # type: ignore[assignment]
