"""What a mapper gets and gives: one resource with a way to look up its references, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from coordtui.clock import Moment
from coordtui.exchange.fhir.elements import Element, best_name, concept, each, first, name_text, texts
from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.refs import Ref, parse
from coordtui.exchange.fhir.words import LONGEST_IDENTIFIER, joined, line
from coordtui.models.base import Record

Row = dict[str, Any]
E = TypeVar("E", bound=StrEnum)


@dataclass(slots=True)
class Children:
    """Rows that belong to a record and come from the same resource. They are compared as wholes.

    `parent` is the column that points to the record besides the patient, "" for none. `links` are columns that point to
    other records or say when the import was: which those are may be known only later, so they are not compared.
    `key` is the column by which a row is known again when the rest of it changed, "" for none.
    `loose` rows depend on other resources, or on what this program has learned to read since: that they are not in the
    vault does not mean that a person took them away.
    """

    model: type[Record]
    rows: list[Row]
    parent: str = ""
    links: tuple[str, ...] = ()
    key: str = ""
    loose: bool = False

    def content(self, row: Row) -> Row:
        return {name: value for name, value in row.items() if name not in self.links}


@dataclass(slots=True)
class Mapped:
    """The record that a resource becomes. No model: only its children are records (a care team).

    `values` are compared to see whether a person edited the record here. `derived` are written with it, and again when
    one of `derived_from` changed; `initial` are written once. `fill` depends on other resources: it is written with the
    record, and later where the record still has nothing there. Only `values` count in the digest of a record, so that
    columns can join the other three without making every record of an older vault look edited.
    """

    model: type[Record] | None
    values: Row = field(default_factory=dict)
    derived: Row = field(default_factory=dict)
    derived_from: frozenset[str] = frozenset()
    initial: Row = field(default_factory=dict)
    fill: Row = field(default_factory=dict)
    children: tuple[Children, ...] = ()


@dataclass(slots=True)
class Context:
    """One resource to map. `look` finds the resource behind a reference, `row_of` the row of a table it became.

    `tasks` are the Task resources that carry out a ServiceRequest, the newest last, `past` their earlier versions,
    `visits` the Appointments made for it.
    """

    item: Item
    resource: Element
    moment: Moment
    look: Callable[[Ref, Item], Element | None]
    row_of: Callable[[Ref, Item, str], int | None]
    tasks: tuple[Element, ...] = ()
    past: tuple[Element, ...] = ()
    visits: tuple[Element, ...] = ()

    @property
    def today(self) -> str:
        return self.moment.today.isoformat()

    def get(self, key: str) -> Any:
        return self.resource.get(key)

    def target(self, reference: object) -> Element | None:
        """The resource behind a reference; a contained one only from within this resource."""
        ref = parse(reference)
        if ref is None:
            return None
        if ref.contained is not None:
            return next((one for one in each(self.get("contained")) if one.get("id") == ref.contained), None)
        return self.look(ref, self.item) if ref.points else None

    def row(self, reference: object, table: str) -> int | None:
        """The row of `table` that the referenced resource became."""
        ref = parse(reference)
        return self.row_of(ref, self.item, table) if ref is not None and ref.contained is None else None

    def kind(self, reference: object) -> str | None:
        """The type of the referenced resource, as far as the reference says it or leads to it."""
        ref = parse(reference)
        return (ref.type if ref else None) or (self.target(reference) or {}).get("resourceType")

    def named(self, reference: object) -> str | None:
        """What a reference means in words: as the source shows it, else the name of what it points to."""
        element = first(reference)
        shown = line(element.get("display"))
        if shown:
            return shown
        target = self.target(element)
        return self.title(target) if target else None

    def all_named(self, references: object) -> str | None:
        return joined([self.named(reference) for reference in each(references)])

    def reasons(self) -> str | None:
        """Why: reasonCode and reasonReference."""
        codes = [concept(code) for code in each(self.get("reasonCode"))]
        return joined([*codes, *(self.named(reference) for reference in each(self.get("reasonReference")))])

    def title(self, resource: Element) -> str | None:
        """The one line that names a resource of any type."""
        name = resource.get("name")
        if resource.get("resourceType") == "PractitionerRole":
            return self._role(resource)
        if isinstance(name, str):
            return line(name)
        if name:
            return name_text(best_name(name, self.today))
        words = concept(resource.get("code")) or concept(resource.get("vaccineCode"))
        medication = concept(resource.get("medicationCodeableConcept"))
        titled = line(resource.get("title")) or line(resource.get("description"))
        return words or medication or titled or concept(resource.get("type"))

    def _role(self, resource: Element) -> str | None:
        practitioner, organization = first(resource.get("practitioner")), first(resource.get("organization"))
        shown = line(practitioner.get("display")) or self._plain_name(practitioner)
        return shown or line(organization.get("display")) or self._plain_name(organization)

    def _plain_name(self, reference: Element) -> str | None:
        target = self.target(reference)
        name = (target or {}).get("name")
        return line(name) if isinstance(name, str) else name_text(best_name(name, self.today))

    def identifiers(self) -> Iterator[Row]:
        """The identifier rows of the record, without what they belong to."""
        for element in each(self.get("identifier")):
            value = line(element.get("value"), LONGEST_IDENTIFIER)
            if value:
                yield {
                    "system": line(element.get("system")),
                    "value": value,
                    "type": concept(element.get("type")),
                    "use": next(iter(texts(element.get("use"), 40)), None),
                }


def member_of(kind: type[E], value: object, default: E) -> E:
    """The code as a member of its enum; `default` when the source has none or a wrong one."""
    try:
        return kind(value) if isinstance(value, str) else default
    except ValueError:
        return default
