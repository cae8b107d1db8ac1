"""Services, locations and roles: what they add to the organization or practitioner that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from coordtui.exchange.fhir.item import Item
from coordtui.exchange.fhir.known import RecordKey
from coordtui.exchange.fhir.map_directory import location_of, role_of, service_of
from coordtui.exchange.fhir.map_people import COLUMNS
from coordtui.exchange.fhir.mapping import Context, Row
from coordtui.exchange.fhir.taking import Taking
from coordtui.exchange.fhir.words import joined
from coordtui.models.base import Record
from coordtui.models.people import Organization, Practitioner

DETAILS = ("Location", "HealthcareService", "PractitionerRole")
"""The types of such resources, in the order in which they are told; a service may be an entry of its own instead."""

_OWNERS: dict[str, tuple[str, str, Callable[[Context], Row]]] = {
    "Location": ("managingOrganization", "organization", location_of),
    "HealthcareService": ("providedBy", "organization", service_of),
    "PractitionerRole": ("practitioner", "practitioner", role_of),
}
_MODELS: dict[str, tuple[type[Record], str]] = {
    "organization": (Organization, "Organization"),
    "practitioner": (Practitioner, "Practitioner"),
}


def add_details(taking: Taking, items: Sequence[Item]) -> None:
    """Fill in what is not known yet of the owner of each; one without an owner here is kept raw."""
    found: dict[RecordKey, list[Row]] = defaultdict(list)
    taken = {number for number, _ in taking.fates}
    for name in DETAILS:
        for item in items:
            if item.type == name and item.number not in taken:
                _take(taking, item, found)
    for record, rows in found.items():
        model, resource_type = _MODELS[record[0]]
        latest = taking.scope.latest(record, resource_type)
        taking.writer.fill(record, model, COLUMNS[record[0]], _together(rows), latest)


def _take(taking: Taking, item: Item, found: dict[RecordKey, list[Row]]) -> None:
    if taking.unchanged(item):
        return
    element, table, read = _OWNERS[item.type]
    context = taking.context(item, taking.lookup.resource(item))
    key = context.row(context.get(element), table)
    if key is None:
        taking.keep(item)
        return
    found[table, key].append(read(context))
    taking.rows[item.number] = (table, key)
    taking.writer.source(item, (table, key))
    taking.fate(item, "created")


def _together(rows: Sequence[Row]) -> Row:
    """The first that is known of each field; of the services all."""
    merged: Row = {}
    for row in rows:
        for name, value in row.items():
            if name == "services":
                merged[name] = joined([merged.get(name), value])
            elif merged.get(name) is None:
                merged[name] = value
    return merged
