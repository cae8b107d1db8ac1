"""A form's field for a place or a person: finds them in the directory while one types; other names may stand too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from coordtui.casework.directory import KINDS, Entry, Kind, parse_ref, search
from coordtui.screens.base import Desked
from coordtui.widgets.lookup import LookupField, Match, Show

LIMIT: Final = 7


@dataclass(frozen=True, slots=True)
class Provider:
    """What was filled in: a name, and the entry of the directory where it is one."""

    name: str
    kind: Kind | None = None
    id: int | None = None

    @property
    def organization_id(self) -> int | None:
        return self.id if self.kind == "organization" else None

    @property
    def practitioner_id(self) -> int | None:
        return self.id if self.kind == "practitioner" else None


class ProviderField(LookupField):
    """`value` is a Provider, or None when the line is empty. `kinds` narrows it to places or to people."""

    def __init__(
        self,
        id: str,
        label: str,
        *,
        kinds: Collection[Kind] = KINDS,
        required: bool = False,
        own_words: bool = True,
        unknown: str = "This is not in the directory. Take one of the matches, or empty the line.",
        placeholder: str = "part of a name, a service, a number",
    ) -> None:
        super().__init__(
            id, label, self._look, required=required, own_words=own_words, unknown=unknown, placeholder=placeholder
        )
        self._kinds = tuple(kinds)

    def _look(self, text: str, show: Show) -> None:
        def found(entries: Sequence[Entry]) -> None:
            show([match_of(entry) for entry in entries])

        desked = cast("Desked", self.screen)
        desked.read(f"lookup.{self.field_id}", search, text, LIMIT, kinds=self._kinds).then(found)

    def value(self) -> Any:
        held = super().value()
        if isinstance(held, Match):
            kind, key = parse_ref(held.key) or (None, None)
            return Provider(held.name, kind, key)
        return None if held is None else Provider(held)

    def set_provider(
        self, name: str | None, *, organization_id: int | None = None, practitioner_id: int | None = None
    ) -> None:
        """Fill the field with what a record holds; an entry counts more than the bare name."""
        if name and practitioner_id is not None:
            self.choose(Match(f"practitioner:{practitioner_id}", name))
        elif name and organization_id is not None:
            self.choose(Match(f"organization:{organization_id}", name))
        else:
            self.choose(name)


class ProviderNameField(ProviderField):
    """For a record that keeps a name and no entry: `value` is the name, "" when the line is empty."""

    def __init__(
        self, id: str, label: str, value: str = "", *, placeholder: str = "anyone; the directory helps"
    ) -> None:
        super().__init__(id, label, placeholder=placeholder)
        self.choose(value)

    def value(self) -> Any:
        held = super().value()
        return held.name if isinstance(held, Provider) else ""


def match_of(entry: Entry) -> Match:
    """An entry as a row to choose from."""
    place = (entry.place or "").split("\n")[0]
    return Match(entry.ref, entry.name, " · ".join(filter(None, (entry.role, place, entry.phone))))
