"""`coordtui show`: one patient's chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import as_json
from coordtui.cli.work import opened
from coordtui.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coordtui.casework.chart import Chart
    from coordtui.casework.contact_views import ContactView
    from coordtui.casework.quick_note import NoteView


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "show", help="one patient's chart", description="One patient's chart. Opening it is written in the journal."
    )
    parser.add_argument("patient", metavar="PATIENT", nargs="+", help="an id, an identifier or an unambiguous name")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: Options, args: Args) -> Exit:
    with opened(options) as work:
        from coordtui.casework.chart import chart, history, view_chart
        from coordtui.casework.people import find

        patient = work.ledger.read(find, " ".join(args.patient))
        work.ledger.do(view_chart, patient, work.moment)
        view = work.ledger.read(chart, patient, work.today)
        contacts, notes = work.ledger.read(history, patient)
        if args.json:
            as_json(as_object(view, contacts, notes))
        else:
            from coordtui.cli.chart_words import print_chart

            print_chart(view, contacts, work.today)
    return Exit.DONE


_LISTS = (
    *("conditions", "plans", "goals", "referrals", "appointments", "contacts", "notes", "follow_ups", "coverage"),
    *("team", "medications", "allergies", "surveys", "documents", "encounters", "related", "barriers", "consents"),
)


def as_object(view: Chart, contacts: Sequence[ContactView], notes: Sequence[NoteView]) -> dict[str, Any]:
    """The stable JSON shape. A list's objects have the names of the records' fields, with their key as `id`."""
    patient = plain(view.patient) | {
        "age": view.glance.age or None,
        "alerts": [plain(alert) for alert in view.alerts],
        "names": [plain(name) for name in view.names],
        "contact_points": [_reach(plain(reach)) for reach in view.reaches],
        "addresses": [plain(address) for address in view.addresses],
        "identifiers": [plain(identifier) for identifier in view.identifiers],
        "preferences": plain(view.preferences),
        "acuity": view.glance.score,
        "level": view.glance.level,
        "engagement": view.glance.engagement,
        "last_two_way": view.glance.last_two_way,
    }
    said: dict[str, Sequence[Any]] = {"contacts": contacts, "notes": notes}
    lists = {name: [plain(one) for one in (said[name] if name in said else getattr(view, name))] for name in _LISTS}
    tags = [{"kind": kind, "id": key, "tags": sorted(codes)} for (kind, key), codes in sorted(view.tags.items())]
    return {"patient": patient, **lists, "tags": tags, "raw": view.raw}


def plain(view: Any) -> Any:
    """A frozen view as a dictionary, its own key (the first field) named `id`; everything else as it is."""
    from dataclasses import fields, is_dataclass

    if isinstance(view, (tuple, list)):
        return [plain(one) for one in view]
    if not is_dataclass(view):
        return view
    names = [field.name for field in fields(view)]
    own = names[0] if names[0].endswith("_id") else None
    return {"id" if name == own else name: plain(getattr(view, name)) for name in names}


def _reach(point: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in point.items() if name != "patient_id"}
