"""Newer content: taken over where nobody worked on the record, proposed where somebody did."""

from __future__ import annotations

from sqlmodel import Session

from coordtui.acts import Result, act
from coordtui.casework.contact import log_contact
from coordtui.casework.patient import draft_of, edit_patient
from coordtui.models.clinical import Condition
from coordtui.models.contact import ContactDraft, Outcome
from coordtui.models.patient import ContactPoint, PatientDraft
from tests.exchange.bench import Bench, counts
from tests.exchange.build import about, care_plan, condition, organization, patient, ref

PHONE = [{"system": "phone", "value": "617-555-0101"}]
OTHER = [{"system": "phone", "value": "617-555-0202"}]


def edit(bench: Bench, **fields: str) -> None:
    draft = bench.ledger.read(draft_of, 1)
    changed = PatientDraft(**{**draft.model_dump(), **fields})
    bench.ledger.do(edit_patient, 1, changed, bench.moment)


def test_newer_content_is_taken_over_where_nobody_edited(bench: Bench) -> None:
    bench.take(patient(telecom=PHONE))
    report = bench.take(patient(family="Lopez-Ruiz", telecom=OTHER, gender="female"), name="b.json")
    assert counts(report) == {"updated": {"Patient": 1}}
    row = bench.row("patient")
    assert (row["name"], row["sex"]) == ("Rosa Lopez-Ruiz", "female")
    assert "lopez ruiz" in row["fold"]
    assert [point["value"] for point in bench.rows("contact_point")] == ["617-555-0202"]


def test_what_was_edited_here_is_not_overwritten_but_proposed(bench: Bench) -> None:
    bench.take(patient())
    edit(bench, family="Lopez de Soto")
    report = bench.take(patient(family="Lopes", gender="female"), name="b.json")
    assert counts(report) == {"kept_raw": {"Patient": 1}}
    row = bench.row("patient")
    assert (row["family"], row["sex"]) == ("Lopez de Soto", None)
    (match,) = report.proposed_matches
    assert "edited here" in match.why
    proposed = bench.row("proposed_match")
    assert (proposed["record_kind"], proposed["record_id"]) == ("patient", 1)
    assert bench.row("source_resource", f"id = {proposed['source_resource_id']}")["type"] == "Patient"


def test_the_same_newer_content_is_proposed_once(bench: Bench) -> None:
    bench.take(patient())
    edit(bench, family="Lopez de Soto")
    newer = patient(family="Lopes")
    bench.take(newer, name="b.json")
    before = bench.digest()
    assert counts(bench.take(newer, name="b.json")) == {"unchanged": {"Patient": 1}}
    assert bench.digest() == before


def test_importing_the_old_file_again_after_an_edit_changes_nothing(bench: Bench) -> None:
    bench.take(patient(telecom=PHONE), condition())
    edit(bench, family="Lopez de Soto", phone="617 555 0303")
    before = bench.digest()
    report = bench.take(patient(telecom=PHONE), condition())
    assert counts(report) == {"unchanged": {"Patient": 1, "Condition": 1}}
    assert bench.digest() == before


def test_a_phone_number_replaced_here_is_an_edit(bench: Bench) -> None:
    bench.take(patient(telecom=PHONE))
    edit(bench, phone="617 555 0303")
    report = bench.take(patient(telecom=OTHER), name="b.json")
    assert counts(report) == {"kept_raw": {"Patient": 1}}
    assert "617-555-0202" not in {row["value"] for row in bench.rows("contact_point")}


def test_a_number_found_to_be_wrong_stays_wrong(bench: Bench) -> None:
    bench.take(patient(telecom=PHONE))

    @act("test.wrong")
    def wrong(session: Session) -> Result:
        point = session.get(ContactPoint, 1)
        assert point is not None
        point.state = "wrong"
        return Result(label="wrong number")

    bench.ledger.do(wrong)
    bench.take(patient(telecom=PHONE, gender="female"), name="b.json")
    assert bench.row("contact_point")["state"] == "wrong"
    assert bench.row("patient")["sex"] == "female"


def test_work_on_a_patient_is_no_edit_of_the_record(bench: Bench) -> None:
    bench.take(patient(telecom=PHONE))
    draft = ContactDraft(patient_id=1, outcome=Outcome.NO_ANSWER)
    bench.ledger.do(log_contact, draft, bench.moment)
    assert counts(bench.take(patient(family="Lopes"), name="b.json")) == {"updated": {"Patient": 1}}


def test_an_edited_record_other_than_the_patient_is_proposed_too(bench: Bench) -> None:
    bench.take(patient(), condition())

    @act("test.edit")
    def change(session: Session) -> Result:
        row = session.get(Condition, 1)
        assert row is not None
        row.text = "Asthma, since childhood"
        return Result(label="edited")

    bench.ledger.do(change)
    report = bench.take(condition(text="Severe asthma"), name="b.json")
    assert counts(report) == {"kept_raw": {"Condition": 1}}
    assert bench.row("condition")["text"] == "Asthma, since childhood"
    assert report.proposed_matches[0].record == "condition"


def test_an_older_file_does_not_bring_back_older_content(bench: Bench) -> None:
    old, new = condition(text="Asthma?"), condition(text="Asthma")
    bench.take(patient(), old)
    bench.take(new, name="b.json")
    before = bench.digest()
    assert counts(bench.take(patient(), old)) == {"unchanged": {"Patient": 1, "Condition": 1}}
    assert bench.digest() == before


def test_the_newer_of_two_versions_in_one_call_counts(bench: Bench) -> None:
    newer = {**patient(family="New"), "meta": {"lastUpdated": "2026-02-02T00:00:00Z"}}
    older = {**patient(family="Old"), "meta": {"lastUpdated": "2025-02-02T00:00:00Z"}}
    bench.take(newer, older)
    assert bench.row("patient")["family"] == "New"


def test_activities_that_left_the_plan_go_and_new_ones_come(bench: Bench) -> None:
    def activity(text: str) -> dict[str, object]:
        return {"detail": {"code": {"text": text}, "status": "in-progress"}}

    bench.take(patient(), care_plan(activity=[activity("Walk"), activity("Swim")]))
    bench.take(care_plan(activity=[activity("Walk"), activity("Dance")]), name="b.json")
    assert [row["text"] for row in bench.rows("intervention")] == ["Walk", "Dance"]


def test_a_member_who_left_the_team_goes_and_a_new_one_comes(bench: Bench) -> None:
    def team(*names: str) -> dict[str, object]:
        return about("CareTeam", "t", participant=[{"member": ref(f"Practitioner/{one}", one)} for one in names])

    bench.take(patient(), team("Kim", "Diaz"))
    report = bench.take(team("Kim", "Okafor"), name="b.json")
    assert counts(report) == {"updated": {"CareTeam": 1}}
    assert [row["name"] for row in bench.rows("team_member")] == ["Kim", "Okafor"]


def test_a_directory_entry_is_brought_up_to_date(bench: Bench) -> None:
    bench.take(organization())
    report = bench.take(organization(telecom=[{"system": "fax", "value": "1"}]), name="b.json")
    assert counts(report) == {"updated": {"Organization": 1}}
    assert bench.row("organization")["fax"] == "1"


def test_every_imported_version_stays_readable(bench: Bench) -> None:
    bench.take(patient())
    bench.take(patient(family="Lopes"), name="b.json")
    assert bench.count("source_resource", "type = 'Patient'") == 2
