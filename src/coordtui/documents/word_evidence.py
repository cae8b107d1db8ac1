"""The shipped Word templates of the accounting of disclosures and of the access report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.documents.word_parts import add, given, page, table

if TYPE_CHECKING:
    from docx.document import Document


def accounting() -> Document:
    """The names that it uses are the fields of `evidence_view.AccountingView`."""
    document = _begun()
    to = "{{ row.to }}{% if row.address %}, {{ row.address }}{% endif %}"
    cells = ("{{ row.on }}", to, "{{ row.what }}", "{{ row.why }}", "{{ row.ground }}")
    _rows(document, ("Date", "To whom", "What", "Why", "Ground"), cells)
    given(document, "Caption", "law", "{{ law }}")
    return document


def access() -> Document:
    """The names that it uses are the fields of `evidence_view.AccessView`."""
    document = _begun()
    cells = ("{{ row.when }}", "{{ row.who }}", "{{ row.did }}", "{{ row.what }}", "{{ row.records }}")
    _rows(document, ("When", "Who", "Did", "What", "Records"), cells)
    add(document, "Normal", "{%p for line in around %}")
    add(document, "Caption", "{{ line }}")
    add(document, "Normal", "{%p endfor %}")
    return document


def _begun() -> Document:
    document = page(10.5, tight=True)
    add(document, "Title", "{{ title }}")
    add(document, "Normal", "{{ name }}{% if born %}, born {{ born }}{% endif %}")
    mine = "{% if coordinator.phone %}, {{ coordinator.phone }}{% endif %}"
    add(document, "Normal", "{{ period }}. Made on {{ made }} by {{ coordinator.name }}, {{ coordinator.role }}" + mine)
    return document


def _rows(document: Document, heads: tuple[str, ...], cells: tuple[str, ...]) -> None:
    given(document, "Normal", "not rows", "{{ nothing }}")
    add(document, "Normal", "{%p if rows %}")
    table(document, heads, "row in rows", cells)
    add(document, "Normal", "{%p endif %}")
