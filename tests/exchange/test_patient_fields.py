"""The Patient resource, field by field, US Core included."""

from __future__ import annotations

from typing import Any

import pytest

from tests.exchange.bench import Bench
from tests.exchange.build import SNOMED, US_CORE, Resource, bundle, concept, identifier, patient, ref

HL7 = "http://hl7.org/fhir/StructureDefinition"
OMB = "urn:oid:2.16.840.1.113883.6.238"


def extension(name: str, **value: Any) -> Resource:
    return {"url": f"{US_CORE}/{name}", **value}


def groups(name: str, *codes: tuple[str, str, str], text: str = "") -> Resource:
    inner = [{"url": kind, "valueCoding": {"system": OMB, "code": key, "display": shown}} for kind, key, shown in codes]
    return extension(name, extension=[*inner, {"url": "text", "valueString": text}])


def taken(bench: Bench, **fields: Any) -> dict[str, Any]:
    bench.take(patient(**fields))
    return bench.row("patient")


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ([{"use": "usual", "given": ["Ann"], "family": "B"}, {"use": "official", "given": ["Anna"], "family": "B"}],
         "Ann B"),
        ([{"given": ["Anna"], "family": "B"}, {"use": "old", "given": ["Anna"], "family": "A"}], "Anna B"),
        ([{"use": "old", "given": ["Anna"], "family": "A"}], "Anna A"),
        ([{"use": "maiden", "given": ["Leia"], "family": "O"}, {"use": "official", "given": ["Leia"], "family": "S"}],
         "Leia S"),
        ([{"given": ["Amy"], "family": "Shaw", "period": {"end": "2020-07-22"}}, {"given": ["Amy"], "family": "Bax"}],
         "Amy Bax"),
        ([{"use": "official", "text": "张无忌"}], "张无忌"),
        ([{"family": "Duck"}], "Duck"),
        ([{"given": ["Kenzi"]}], "Kenzi"),
        ([{"family": "van de Heuvel", "given": ["Pieter", "Jan"], "suffix": ["MSc"]}], "Pieter Jan van de Heuvel"),
        ([{"family": "王", "given": ["秀英"]}], "王秀英"),
        ([{"use": "anonymous"}], "Unnamed patient (rosa)"),
        ([], "Unnamed patient (rosa)"),
    ],
)  # fmt: skip
def test_the_name_that_is_shown(bench: Bench, names: list[Resource], shown: str) -> None:
    assert taken(bench, name=names)["name"] == shown


def test_every_name_is_kept_and_can_be_found(bench: Bench) -> None:
    names = [
        {"use": "official", "prefix": ["Dr."], "given": ["Peter", "James"], "family": "Chalmers"},
        {"use": "usual", "given": ["Jim"]},
        {"use": "maiden", "given": ["Peter"], "family": "Windsor", "period": {"end": "2002"}},
    ]
    row = taken(bench, name=names)
    assert (row["name"], row["preferred_name"], row["given"]) == ("Jim Chalmers", "Jim", "Peter James")
    assert [name["text"] for name in bench.rows("patient_name")] == ["Dr. Peter James Chalmers", "Jim", "Peter Windsor"]
    assert bench.rows("patient_name")[2]["period_end"] == "2002"
    assert all(word in row["fold"] for word in ("jim", "windsor", "chalmers"))


def test_a_nickname_is_what_the_person_is_called(bench: Bench) -> None:
    names = [{"use": "official", "given": ["Margarita"], "family": "Ruiz"}, {"use": "nickname", "given": ["Mago"]}]
    assert taken(bench, name=names)["preferred_name"] == "Mago"


# --- reaching them ---------------------------------------------------------------------------------------------------


def test_contact_points_keep_system_use_rank_and_period(bench: Bench) -> None:
    taken(
        bench,
        telecom=[
            {"system": "phone", "value": "617-555-0101", "use": "mobile", "rank": 1, "period": {"start": "2020-05"}},
            {"value": "rosa@example.org"},
            {"use": "home"},
        ],
    )
    mobile, mail = bench.rows("contact_point")
    assert (mobile["use"], mobile["rank"], mobile["period_start"], mobile["state"]) == ("mobile", 1, "2020-05", "ok")
    assert (mail["system"], mail["value"]) == ("email", "rosa@example.org")


def test_addresses_keep_their_lines(bench: Bench) -> None:
    place = {"use": "home", "line": ["12 Elm St", "Apt 4"], "city": "Quincy", "state": "MA", "postalCode": "02169"}
    taken(bench, address=[place, {"text": "a tent by the river"}, {"use": "old"}])
    home, camp = bench.rows("address")
    assert (home["lines"], home["city"], home["postal_code"]) == ("12 Elm St\nApt 4", "Quincy", "02169")
    assert camp["lines"] == "a tent by the river"


def test_the_contact_persons_inside_the_patient_are_related_persons(bench: Bench) -> None:
    mother = {"relationship": [concept("Mother")], "name": {"given": ["Luz"], "family": "Lopez"},
              "telecom": [{"system": "phone", "value": "1"}]}  # fmt: skip
    taken(bench, contact=[mother, {"gender": "male"}])
    row = bench.row("related_person")
    assert (row["name"], row["relationship"], row["phone"]) == ("Luz Lopez", "Mother", "1")


def test_identifiers_are_kept_with_their_type(bench: Bench) -> None:
    kind = {"coding": [{"code": "MR", "display": "Medical Record Number"}]}
    taken(
        bench, identifier=[{**identifier("5"), "use": "usual", "type": kind}, {"value": "no system"}, {"system": "x"}]
    )
    assert [(row["value"], row["type"], row["use"]) for row in bench.rows("identifier")] == [
        ("5", "Medical Record Number", "usual"),
        ("no system", None, None),
    ]


# --- who they are ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("born", ["1961", "1961-04", "1961-04-02"])
def test_partial_birth_dates_stay_partial(bench: Bench, born: str) -> None:
    assert taken(bench, birthDate=born)["birth_date"] == born


def test_race_ethnicity_and_tribe_in_words(bench: Bench) -> None:
    tribe = extension(
        "us-core-tribal-affiliation",
        extension=[
            {"url": "tribalAffiliation", "valueCodeableConcept": concept("Shoshone")},
            {"url": "isEnrolled", "valueBoolean": True},
        ],
    )
    race = groups("us-core-race", ("ombCategory", "2106-3", "White"), ("detailed", "1586-7", "Shoshone"), text="Mixed")
    origin = groups("us-core-ethnicity", ("ombCategory", "2135-2", "Hispanic or Latino"), text="Latina")
    row = taken(bench, extension=[race, origin, tribe])
    assert (row["race"], row["ethnicity"], row["tribal"]) == (
        "White; Shoshone",
        "Hispanic or Latino",
        "Shoshone (enrolled)",
    )


def test_declined_is_not_unknown_and_neither_is_never_asked(bench: Bench) -> None:
    asked = groups("us-core-race", ("ombCategory", "ASKU", "Asked but no answer"))
    unknown = groups("us-core-ethnicity", ("ombCategory", "UNK", "Unknown"))
    row = taken(bench, extension=[asked, unknown])
    assert (row["race"], row["ethnicity"], row["tribal"]) == ("declined", "unknown", None)


@pytest.mark.parametrize(
    ("extensions", "answer"),
    [
        ([extension("us-core-interpreter-needed", valueCoding={"system": SNOMED, "code": "373066001"})], "yes"),
        ([extension("us-core-interpreter-needed", valueCoding={"system": SNOMED, "code": "373067005"})], "no"),
        ([extension("us-core-interpreter-needed", valueCoding={"code": "asked-declined"})], "declined"),
        ([{"url": f"{HL7}/patient-interpreterRequired", "valueBoolean": True}], "yes"),
        ([], "unknown"),
    ],
)
def test_the_need_for_an_interpreter(bench: Bench, extensions: list[Resource], answer: str) -> None:
    assert taken(bench, extension=extensions)["interpreter"] == answer


def test_languages_are_tags_and_the_preferred_one_comes_first(bench: Bench) -> None:
    spoken = [
        {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": "en-US"}]}},
        {"language": {"text": "Haitian Creole"}, "preferred": True},
        {"language": {"text": "the one from the hills"}},
    ]
    row = taken(bench, communication=spoken)
    assert (row["language"], row["other_languages"]) == ("ht", "en-US")


def test_sex_gender_and_pronouns(bench: Bench) -> None:
    row = taken(
        bench,
        gender="female",
        extension=[
            extension("us-core-birthsex", valueCode="M"),
            extension("us-core-genderIdentity", valueCodeableConcept=concept("Identifies as female gender")),
            {
                "url": f"{HL7}/individual-pronouns",
                "extension": [{"url": "value", "valueCodeableConcept": concept("she/her/her/hers/herself")}],
            },
        ],
    )
    assert (row["sex"], row["birth_sex"]) == ("female", "male")
    assert row["gender_identity"] == "Identifies as female gender"
    assert row["pronouns"] == "she/her/her/hers/herself"


def test_the_newer_sex_of_us_core_stands_in_for_a_missing_gender(bench: Bench) -> None:
    coding = {"system": SNOMED, "code": "248152002", "display": "Female (finding)"}
    row = taken(bench, extension=[extension("us-core-individual-sex", valueCoding=coding)])
    assert (row["sex"], row["birth_sex"]) == ("female", None)


def test_pronouns_may_come_as_an_observation(bench: Bench) -> None:
    observed = {
        "resourceType": "Observation",
        "id": "o",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "90778-2"}]},
        "subject": ref("Patient/rosa"),
        "valueCodeableConcept": concept("they/them"),
    }
    bench.take(bundle(patient(), observed))
    assert bench.row("patient")["pronouns"] == "they/them"
    bench.take(patient(gender="female"), name="newer.json")
    row = bench.row("patient")
    assert (row["pronouns"], row["sex"]) == ("they/them", "female")


@pytest.mark.parametrize(
    ("fields", "dead", "on"),
    [
        ({"deceasedBoolean": True}, 1, None),
        ({"deceasedBoolean": False}, 0, None),
        ({"deceasedDateTime": "2024"}, 1, "2024"),
        ({"deceasedDateTime": "2024-05-06T21:25:16-05:00"}, 1, "2024-05-06"),
        ({}, 0, None),
    ],
)
def test_death_and_its_date_as_far_as_it_is_known(bench: Bench, fields: Resource, dead: int, on: str | None) -> None:
    row = taken(bench, **fields)
    assert (row["deceased"], row["deceased_on"]) == (dead, on)


def test_marital_status_in_words(bench: Bench) -> None:
    assert taken(bench, maritalStatus=concept("Widowed", "W"))["marital_status"] == "Widowed"
