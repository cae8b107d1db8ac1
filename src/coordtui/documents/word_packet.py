"""The shipped Word template of a referral packet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.documents.word_parts import add, bullets, given, page, when

if TYPE_CHECKING:
    from docx.document import Document

_NUMBERS = (
    "{{% if {0}.phone %}}, phone {{{{ {0}.phone }}}}{{% endif %}}{{% if {0}.fax %}}, fax {{{{ {0}.fax }}}}{{% endif %}}"
)
_ROLE = "{{% if {0}.role %}}, {{{{ {0}.role }}}}{{% endif %}}"


def build() -> Document:
    """The names that it uses are the fields of `packet_view.PacketView`."""
    document = page(11, tight=True)
    add(document, "Title", "{{ title }}: {{ what }}")
    add(document, "Normal", "To {{ to.name }}" + (_ROLE + _NUMBERS).format("to"))
    given(document, "Normal", "requester.name", "From {{ requester.name }}" + (_ROLE + _NUMBERS).format("requester"))
    mine = "{% if coordinator.phone %}, {{ coordinator.phone }}{% endif %}"
    add(
        document,
        "Normal",
        "Coordinator {{ coordinator.name }}, {{ coordinator.role }}" + mine + ". Made on {{ made }}.",
    )
    _person(document)
    _asked(document)
    _health(document)
    given(document, "Heading 1", "coverage", "Coverage")
    bullets(document, "line in coverage", "{{ line }}")
    given(document, "Heading 1", "asks", "What you ask for")
    bullets(document, "asked in asks", "{{ asked.mark }} {{ asked.text }} ({{ asked.where }})")
    add(document, "Heading 1", "Please")
    bullets(document, "line in replies", "{{ line }}")
    given(document, "Normal", "notice", "{{ notice }}")
    add(document, "Caption", "{{ privacy }}")
    return document


def _person(document: Document) -> None:
    add(document, "Heading 1", "The person")
    add(document, "List Bullet", "{{ name }}{% if born %}, born {{ born }}{% endif %}")
    bullets(document, "phone in phones", "Phone {{ phone }}")
    given(document, "List Bullet", "address", "Address {{ address }}")
    given(document, "List Bullet", "language", "Language {{ language }}")
    bullets(document, "line in reaching", "{{ line }}")


def _asked(document: Document) -> None:
    add(document, "Heading 1", "What is asked")
    add(document, "List Bullet", "Urgency: {{ urgency }}")
    given(document, "List Bullet", "question", "Question: {{ question }}")
    given(document, "List Bullet", "reason", "Reason: {{ reason }}")
    bullets(document, "line in dates", "{{ line }}")
    given(document, "List Bullet", "consent", "{{ consent }}")
    given(document, "List Bullet", "authorization", "{{ authorization }}")


def _health(document: Document) -> None:
    add(document, "Normal", "{%p if health %}")
    add(document, "Heading 1", "Health")
    add(document, "Normal", "{{ health_note }}")
    when(document, "'problems' in parts", _problems)
    when(document, "'medicines' in parts", _medicines)
    when(document, "'allergies' in parts", _allergies)
    add(document, "Normal", "{%p endif %}")


def _problems(document: Document) -> None:
    add(document, "Heading 2", "Problems that belong to this")
    given(document, "Normal", "not problems", "{{ no_problems }}")
    bullets(document, "problem in problems", "{{ problem }}")


def _medicines(document: Document) -> None:
    add(document, "Heading 2", "Medicines")
    given(document, "Normal", "not medicines", "{{ no_medicines }}")
    rest = "{% if medicine.dosage %}: {{ medicine.dosage }}{% endif %}"
    rest += "{% if medicine.remark %} ({{ medicine.remark }}){% endif %}"
    bullets(document, "medicine in medicines", "{{ medicine.text }}" + rest)


def _allergies(document: Document) -> None:
    add(document, "Heading 2", "Allergies")
    given(document, "Normal", "not allergies", "{{ no_allergies }}")
    bullets(document, "allergy in allergies", "{{ allergy }}")
