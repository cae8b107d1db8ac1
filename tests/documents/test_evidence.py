"""The accounting of disclosures and the access report, on paper and as tables."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from coordtui.casework.access import accesses, view_part
from coordtui.casework.chart import view_chart
from coordtui.casework.consent import add_consent
from coordtui.casework.disclosure import clearance, disclose
from coordtui.documents import access, accounting
from coordtui.documents.render import render
from coordtui.documents.scope import WHOLE, Scope
from coordtui.documents.spreadsheet import Table, book
from coordtui.errors import InvalidInput, NotFound
from coordtui.models.consent import ConsentDraft, ConsentKind, Signing
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose
from tests.documents.conftest import TODAY, Desk
from tests.documents.test_render import docx_text

HOSTILE = "=cmd|' /C calc'!A0 [DNR] <b>x</b> *y* {{ 7 * 7 }} \x1b[31m\u202eevil"
OFFICE = DisclosureDraft(
    recipient=HOSTILE,
    recipient_kind="agency",
    recipient_address="1 Main Street",
    purpose=Purpose.LEGAL,
    basis=Basis.OVERSIGHT,
    basis_words=f"audit 7 {HOSTILE}",
    sections=("goals", "talks"),
    format="csv",
    destination="list.csv",
)
SELF = DisclosureDraft(sections=("talks",), format="md", destination="out.md")


@pytest.fixture
def evidence(desk: Desk) -> Desk:
    """Rosa's record was seen three times, and went to an office and to herself."""
    for _ in range(2):
        desk.ledger.do(view_chart, desk.rosa, desk.moment)
    desk.ledger.do(view_part, desk.rosa, f"a plan: {HOSTILE}", desk.moment)
    desk.ledger.do(disclose, desk.rosa, "visit summary", OFFICE, desk.moment)
    desk.ledger.do(disclose, desk.rosa, "visit summary", SELF, desk.moment)
    return desk


def written(desk: Desk) -> dt.date:
    """The day on which the journal says that all this was done."""
    return desk.ledger.read(accesses, desk.rosa).since


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_the_accounting_says_when_to_whom_with_address_what_and_why(evidence: Desk, format: str) -> None:
    view = evidence.ledger.read(accounting.accounting, evidence.rosa, None, None, TODAY)
    data = render(view, format)
    text = docx_text(data) if format == "docx" else data.decode()
    told = (
        *("Rosa Lopez", "November 24, 2026", "evil", "1 Main Street", "Visit summary: conversations, goals"),
        *("legal matters: audit 7", "health oversight (45 CFR 164.512(d))", "Not listed", "November 24, 2020 to"),
    )
    assert [words for words in told if words not in text] == []
    assert len(view.rows) == 1, "what went to her is not accounted for"
    assert "49" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert format == "docx" or "<b>" not in text
    assert view.cautions == (
        "Answer within 60 days of the request; the first accounting in 12 months is free (45 CFR 164.528(c)).",
    )


def test_everything_is_listed_on_demand_and_a_period_can_be_given(evidence: Desk) -> None:
    def rows(start: dt.date | None, end: dt.date | None, *, everything: bool) -> int:
        view = evidence.ledger.read(accounting.accounting, evidence.rosa, start, end, TODAY, everything=everything)
        assert bool(view.law) is not everything
        return len(view.rows)

    yesterday = TODAY - dt.timedelta(days=1)
    assert rows(None, None, everything=True) == 2
    assert rows(TODAY, TODAY, everything=True) == 2
    assert rows(None, yesterday, everything=True) == 0
    with pytest.raises(InvalidInput, match="would end"):
        rows(TODAY, yesterday, everything=False)


def test_a_document_that_left_before_anybody_was_asked_for_is_owned_up_to(evidence: Desk) -> None:
    evidence.ledger.record("document.export", "Exported: visit summary (md) to old.md", evidence.rosa)
    day = written(evidence)
    view = evidence.ledger.read(accounting.accounting, evidence.rosa, day, day, day)
    assert view.cautions[-1].startswith("1 document left before coordtui asked who gets it")


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_the_access_report_says_who_did_what_and_not_what_it_was_about(evidence: Desk, format: str) -> None:
    evidence.ledger.record("follow_up.add", "Added: call about the HIV test", evidence.rosa)
    evidence.ledger.record("appointment.outcome", "HIV clinic missed", evidence.rosa)
    view = evidence.ledger.read(access.report, evidence.rosa, None, None, written(evidence))
    data = render(view, format)
    text = docx_text(data) if format == "docx" else data.decode()
    told = (
        "Opened the chart of Rosa Lopez (2 times)",
        "gave out",
        "visit summary to",
        "tester",
        "The journal begins on",
    )
    assert [words for words in told if words not in text] == []
    assert "HIV" not in text
    assert "\x1b" not in text
    assert format == "docx" or "<b>" not in text


def test_the_birth_date_goes_along_only_where_it_was_picked(evidence: Desk) -> None:
    born = evidence.patient("Mei Tan", birth_date="1990-02-03")
    for scope, words in ((WHOLE, "3 February 1990"), (Scope(frozenset({"accounting", "access"})), "")):
        assert evidence.ledger.read(accounting.accounting, born, None, None, TODAY, scope).born == words
        view = evidence.ledger.read(access.report, born, None, None, TODAY, scope)
        assert view.born == words
        assert view.parts == (frozenset({"access", "birth_date"}) if words else frozenset({"access"}))


def test_as_a_table_dates_are_dates_and_no_cell_is_a_formula(evidence: Desk) -> None:
    found = evidence.ledger.read(accounting.listed, evidence.rosa, None, None, TODAY, everything=True)
    data = book((Table(accounting.WHAT, accounting.COLUMNS, accounting.table(found)),), "xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))
    assert rows[0] == accounting.COLUMNS
    assert rows[1][0].date() == TODAY
    assert str(rows[1][1]).startswith("'=cmd")
    entries = evidence.ledger.read(accesses, evidence.rosa).entries
    text = book((Table(access.WHAT, access.COLUMNS, access.table(entries)),), "csv").decode("utf-8-sig")
    assert len(text.strip().splitlines()) == len(entries) + 1
    assert '"looked at","Opened the chart of Rosa Lopez"' in text


def test_nobody_has_papers_who_is_not_on_record(desk: Desk) -> None:
    for make in (accounting.accounting, access.report):
        with pytest.raises(NotFound):
            desk.ledger.read(make, 99, None, None, TODAY)


def test_a_row_that_tells_what_a_tag_hides_goes_to_the_patient_and_to_no_other(evidence: Desk) -> None:
    steps = Scope(frozenset({"accounting"}))
    consent = ConsentDraft(
        told_revocable=True,
        told_conditions=True,
        told_redisclosure=True,
        kind=ConsentKind.PART2,
        discloser="Noor Adams",
        recipient="Opioid Program",
        purpose=Purpose.TREATMENT,
        scope="All of it",
        signed_on=TODAY,
        signing=Signing.PAPER,
        expires_on=TODAY + dt.timedelta(days=300),
    )
    evidence.ledger.do(add_consent, evidence.rosa, consent, evidence.moment)
    program = OFFICE.model_copy(
        update={"recipient": "Opioid Program", "basis": Basis.AUTHORIZATION, "purpose": Purpose.TREATMENT}
    )
    evidence.ledger.do(disclose, evidence.rosa, "visit summary", program, evidence.moment)

    def told(scope: Scope | None) -> tuple[bool, str]:
        ask = (evidence.rosa, None, None, TODAY)
        view = evidence.ledger.read(accounting.accounting, *ask, scope, everything=True)
        found = evidence.ledger.read(accounting.listed, *ask, scope, everything=True)
        assert len(found) == len(view.rows)
        assert ("Nothing was given out" in view.nothing) is (len(found) == 3)
        return "Opioid Program" in {one.to for one in view.rows}, view.cautions[-1]

    shown, caution = told(steps)
    assert not shown
    assert caution.startswith("1 row stays back: tagged")
    own = SELF.model_copy(update={"sections": ("accounting",)})
    covered = evidence.ledger.read(clearance, evidence.rosa, own, TODAY).covered
    assert told(Scope(steps.sections, covered))[0]
    assert told(None)[0], "a look of one's own"


def test_an_accounting_names_no_days_that_it_does_not_cover(evidence: Desk) -> None:
    ask = (evidence.rosa, dt.date(2010, 1, 1), None, TODAY)
    view = evidence.ledger.read(accounting.accounting, *ask)
    assert "2010" not in view.period
    assert "2020" in view.period
    assert "2010" in evidence.ledger.read(accounting.accounting, *ask, everything=True).period
