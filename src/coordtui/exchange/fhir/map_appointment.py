"""Appointments: what, when, with whom and where."""

from __future__ import annotations

from coordtui.exchange.fhir.elements import concept, concepts, each, when
from coordtui.exchange.fhir.mapping import Context, Mapped, member_of
from coordtui.exchange.fhir.words import block, joined, line
from coordtui.models.appointment import Appointment, AppointmentStatus


def appointment(context: Context) -> Mapped:
    people: list[str | None] = []
    places: list[str | None] = []
    for one in each(context.get("participant")):
        kind = context.kind(one.get("actor"))
        if kind != "Patient":
            (places if kind == "Location" else people).append(context.named(one.get("actor")))
    reason = context.reasons()
    what = line(context.get("description")) or concepts(context.get("serviceType"))
    what = what or concept(context.get("appointmentType")) or concepts(context.get("specialty")) or reason
    return Mapped(
        Appointment,
        values={
            "what": what or "Appointment",
            "status": member_of(AppointmentStatus, context.get("status"), AppointmentStatus.PENDING),
            "starts": when(context.get("start")),
            "ends": when(context.get("end")),
            "with_whom": joined(people),
            "place": joined(places),
            "reason": reason,
            "instructions": block(context.get("patientInstruction")) or block(context.get("comment")),
        },
    )
