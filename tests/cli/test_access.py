"""`coordtui access` and `coordtui disclosures`: who looked at a record, and to whom it was given."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from coordtui.casework.disclosure import disclose
from coordtui.clock import Moment
from coordtui.errors import Exit
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.casework.world import ZONE
from tests.cli.conftest import DAY, MEI, ROSA, Cli
from tests.conftest import PASSPHRASE

OFFICE = DisclosureDraft(
    recipient="State [x] office",
    recipient_kind="agency",
    recipient_address="1 Main Street, Albany NY",
    purpose=Purpose.LEGAL,
    basis=Basis.OVERSIGHT,
    basis_words="audit 7 of March 2026",
    sections=("talks", "goals"),
    format="csv",
    destination="list.csv",
)
SELF = DisclosureDraft(sections=("talks",), format="md", destination="out.md")


@pytest.fixture
def given(desk: Cli) -> Cli:
    """Rosa's record went to an office and to herself on 1 March 2026, and to the office again seven years before."""
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        ledger = Ledger(vault, "Nora")
        for year in (2019, 2026):
            at = dt.datetime(year, 3, 1, 17, tzinfo=dt.UTC)
            ledger.do(disclose, ROSA, "visit summary", OFFICE, Moment(at.date(), at, ZONE))
        ledger.do(disclose, ROSA, "visit summary", SELF, Moment(at.date(), at, ZONE))
    return desk


def test_the_report_tells_who_did_what_and_reading_it_is_an_entry_too(given: Cli) -> None:
    given("show", "rosa", on=DAY)
    given("today", on=DAY)
    ran = given("access", "rosa")
    assert ran.code == Exit.DONE
    assert "looked at" in ran.out
    assert "Opened the chart of Rosa Lopez" in ran.out
    assert "visit summary to State [x] office" in ran.out
    assert "Added: Rosa Lopez" in ran.out
    assert "Lists that show many people" in ran.err
    newest = given("access", str(ROSA), "--json").json["entries"][0]
    assert (newest["did"], newest["what"]) == ("saw", "Opened the access report of Rosa Lopez")
    assert set(newest) == {"seq", "at", "actor", "did", "what", "given", "records", "undone"}
    assert given("access", str(ROSA), "--to", "2019-01-01", "--json").json["entries"] == []
    assert "Rosa" not in given("access", "mei").out


def test_the_accounting_lists_what_the_law_asks_for_and_all_of_it_on_demand(given: Cli) -> None:
    ran = given("disclosures", "rosa", on=DAY)
    assert ran.code == Exit.DONE
    told = (
        *("March 1, 2026", "State [x] office", "1 Main Street, Albany NY"),
        *("Visit summary: conversations, goals", "legal matters: audit 7 of March 2026", "45 CFR 164.512(d)"),
    )
    assert [words for words in told if words not in ran.out] == []
    assert "2019" not in ran.out, "six years back and no further"
    assert "to the patient" not in ran.out
    assert "Not listed, because the law does not ask for it" in ran.err
    assert "within 60 days" in ran.err
    everything = given("disclosures", "rosa", "--all", "--from", "2019-01-01", "--json", on=DAY).json["disclosures"]
    assert [(one["on"], one["accounted"]) for one in everything] == [
        ("2019-03-01", True),
        ("2026-03-01", True),
        ("2026-03-01", False),
    ]
    assert everything[1]["sections"] == ["goals", "talks"]
    assert "Nothing was given out" in given("disclosures", str(MEI), on=DAY).out


def test_a_period_that_ends_before_it_begins_is_refused_in_words(given: Cli) -> None:
    for command in ("disclosures", "access"):
        ran = given(command, "rosa", "--from", "2026-03-04", "--to", "2026-03-01", on=DAY)
        assert ran.code == Exit.FAILED
        assert "from:" in ran.err


def test_both_leave_through_the_gate_as_papers_and_as_tables(given: Cli, tmp_path: Path) -> None:
    paper = given("disclosures", "rosa", "--format", "md", on=DAY)
    assert paper.code == Exit.DONE
    assert paper.out.startswith("# To whom your records were given")
    assert "State \\[x\\] office" in paper.out
    assert given("access", "rosa", "--output", str(tmp_path / "who.docx"), on=DAY).code == Exit.DONE
    assert (tmp_path / "who.docx").read_bytes().startswith(b"PK")
    table = given("disclosures", "rosa", "--all", "--output", str(tmp_path / "given.csv"), on=DAY)
    assert (table.code, table.out) == (Exit.DONE, "")
    rows = (tmp_path / "given.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith('"Date","To","Address","What","Why"')
    assert len(rows) == 3
    refused = given("access", "rosa", "--format", "xlsx", "--output", str(tmp_path / "who.xlsx"), "--kind", "person")
    assert refused.code == Exit.FAILED, "family gets it only with the patient's agreement"
    assert not (tmp_path / "who.xlsx").exists()
    left = [entry["summary"] for entry in given("log", "--json").json["entries"] if entry["act"] == "document.export"]
    assert left[:3] == [
        "Exported: accounting of disclosures (csv) to given.csv",
        "Exported: access report (docx) to who.docx",
        "Exported: accounting of disclosures (md) to standard output",
    ]


def test_what_cannot_be_is_wrong_usage(given: Cli, tmp_path: Path) -> None:
    assert given("access", "rosa", "--format", "csv").code == Exit.USAGE
    assert given("disclosures", "rosa", "--json", "--output", str(tmp_path / "x.md")).code == Exit.USAGE
