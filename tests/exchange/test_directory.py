"""Roles, services and locations fill in what the directory does not know yet of a place or a person."""

from __future__ import annotations

from typing import Any

import pytest

from coordtui.exchange.fhir.hours import hours
from tests.exchange.bench import Bench, counts
from tests.exchange.build import concept, identifier, organization, practitioner, ref

WEEK = ["mon", "tue", "wed", "thu", "fri"]
FROM_NINE = {"daysOfWeek": WEEK, "availableStartTime": "09:00:00", "availableEndTime": "16:30:00"}
SATURDAY = {"daysOfWeek": ["sat"], "openingTime": "10:00:00", "closingTime": "12:00:00"}


def service(key: str = "s", **more: Any) -> dict[str, Any]:
    return {"resourceType": "HealthcareService", "id": key, "name": "Lung rehab", **more}


def phone(value: str, **more: Any) -> dict[str, Any]:
    return {"system": "phone", "value": value, **more}


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([FROM_NINE], "Mon to Fri 9:00–16:30"),
        ([{"daysOfWeek": ["thu", "mon"], "openingTime": "08:15:00"}], "Mon, Thu 8:15"),
        ([{"daysOfWeek": [*WEEK, "sat", "sun"], "allDay": True}], "every day all day"),
        ([{"daysOfWeek": ["sat"]}, {"daysOfWeek": ["sun"], "allDay": True}], "Sat; Sun all day"),
        ([{"daysOfWeek": ["someday"]}, "x"], None),
        (None, None),
    ],
)  # fmt: skip
def test_hours_read_as_words(times: object, words: str | None) -> None:
    assert hours(times) == words


def test_a_service_fills_in_the_organization_that_provides_it(bench: Bench) -> None:
    one = service(
        providedBy=ref("Organization/clinic"),
        type=[concept("Pulmonary rehabilitation")],
        telecom=[phone("555-0101"), phone("555-0102"), {"system": "fax", "value": "555-0109"}],
        availableTime=[{"daysOfWeek": WEEK, "availableStartTime": "08:00:00", "availableEndTime": "17:00:00"}],
        communication=[concept("Spanish", "es", "urn:ietf:bcp:47")],
        referralMethod=[concept("Fax")],
        appointmentRequired=True,
        eligibility=[{"comment": "Letter of a doctor"}],
    )
    report = bench.take(organization(), one, service("t", name="Spirometry", providedBy=ref("Organization/clinic")))
    assert counts(report) == {"created": {"HealthcareService": 2, "Organization": 1}}
    row = bench.row("organization")
    assert row["services"] == "Lung rehab: Pulmonary rehabilitation; Spirometry"
    assert (row["phone"], row["other_phones"], row["fax"]) == ("555-0101", "555-0102", "555-0109")
    assert (row["hours"], row["languages"]) == ("Mon to Fri 8:00–17:00", "es")
    assert row["asks_for"] == "Letter of a doctor; Referral by: Fax; By appointment only"
    assert "rehab" in row["fold"]


def test_a_service_of_nobody_here_is_an_entry_of_its_own(bench: Bench) -> None:
    place = {"resourceType": "Location", "id": "l", "address": {"line": ["1 Elm St,"], "city": "Deerland"}}
    report = bench.take(service(location=[ref("Location/l")], telecom=[phone("555-0101")]), place)
    assert counts(report) == {"created": {"HealthcareService": 1}, "kept_raw": {"Location": 1}}
    row = bench.row("organization")
    assert (row["name"], row["phone"], row["address"]) == ("Lung rehab", "555-0101", "1 Elm St, Deerland")
    report = bench.take(service(telecom=[phone("555-0199")]), name="b.json")
    assert counts(report) == {"updated": {"HealthcareService": 1}}
    assert bench.row("organization")["phone"] == "555-0199"


def test_a_location_says_where_its_organization_is(bench: Bench) -> None:
    place = {"resourceType": "Location", "id": "l", "managingOrganization": ref("Organization/clinic"),
             "address": {"line": ["1 Elm St"], "city": "Deerland"}, "telecom": [phone("555-0101")],
             "hoursOfOperation": [SATURDAY]}  # fmt: skip
    bench.take(organization(telecom=[phone("555-0100")]), place)
    row = bench.row("organization")
    assert (row["address"], row["phone"], row["hours"]) == ("1 Elm St, Deerland", "555-0100", "Sat 10:00–12:00")


def test_a_role_fills_in_how_its_practitioner_is_reached(bench: Bench) -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": ref("Practitioner/doc"),
            "organization": ref("Organization/clinic"), "specialty": [concept("Lungs")],
            "telecom": [phone("555-0101"), {"system": "email", "value": "kim@harbor.example"}],
            "availableTime": [{"daysOfWeek": ["mon"]}]}  # fmt: skip
    bench.take(practitioner(), organization(), role)
    row = bench.row("practitioner")
    assert (row["role"], row["organization_id"], row["phone"]) == ("Lungs", 1, "555-0101")
    assert (row["email"], row["hours"]) == ("kim@harbor.example", "Mon")


def test_what_a_role_filled_in_does_not_count_as_edited_here(bench: Bench) -> None:
    role = {"resourceType": "PractitionerRole", "id": "r", "practitioner": ref("Practitioner/doc"),
            "telecom": [phone("555-0101")]}  # fmt: skip
    bench.take(practitioner(), role)
    report = bench.take(practitioner(name="Kim-Park"), name="b.json")
    assert counts(report) == {"updated": {"Practitioner": 1}}
    row = bench.row("practitioner")
    assert (row["name"], row["phone"]) == ("Dr. Kim-Park", "555-0101")
    assert "park" in row["fold"]


def test_the_directory_imported_again_changes_nothing(bench: Bench) -> None:
    bench.take(
        practitioner(telecom=[phone("1"), phone("2")]),
        organization(identifier=[identifier("9")], telecom=[{"system": "url", "value": "https://harbor.example"}]),
        service(providedBy=ref("Organization/clinic")),
        service("own"),
    )
    before = bench.digest()
    assert set(counts(bench.run(bench.folder / "in.json"))) == {"unchanged"}
    assert bench.digest() == before
    assert bench.row("organization", "id = 1")["website"] == "https://harbor.example"
    assert bench.row("practitioner")["other_phones"] == "2"
