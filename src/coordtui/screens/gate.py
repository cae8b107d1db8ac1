"""The fields of the gate, for every box that lets something out: who gets it, what for, on what ground, which parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from coordtui.casework.disclosure import disclose, refused
from coordtui.documents.gate import Proposal
from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.models.disclosure import Basis, DisclosureDraft, Purpose, RecipientKind
from coordtui.rules.disclosure import BASES, DOCUMENTS, PURPOSES, SECTIONS, USUAL, Recipient, defaults, fitting
from coordtui.screens.desked import Desked
from coordtui.screens.provider_field import Provider, ProviderField
from coordtui.widgets.fields import BaseField
from coordtui.widgets.form import Choice, Field, Option

__all__ = ["Gate", "kept_back", "let_out"]

_KINDS: Final = (
    Option("p", "patient", "the patient"),
    Option("c", "provider", "clinic"),
    Option("h", "payer", "health plan"),
    Option("f", "person", "family, friend"),
    Option("o", "agency", "other office"),
    Option("m", "me", "myself"),
)
_PURPOSES: Final = tuple(
    Option(letter, purpose, PURPOSES[purpose])
    for letter, purpose in (
        ("t", Purpose.TREATMENT),
        ("c", Purpose.COORDINATION),
        ("p", Purpose.PAYMENT),
        ("r", Purpose.OPERATIONS),
        ("a", Purpose.INDIVIDUAL),
        ("u", Purpose.PUBLIC_HEALTH),
        ("l", Purpose.LEGAL),
        ("s", Purpose.RESEARCH),
        ("e", Purpose.PERSONAL),
        ("o", Purpose.OTHER),
    )
)
_PLAIN: Final = frozenset({Purpose.TREATMENT, Purpose.COORDINATION, Purpose.PAYMENT, Purpose.OPERATIONS})
"""Purposes whose ground needs no thought, unless none but an authorization fits."""
_GROUNDS: Final = tuple(
    Option(letter, basis, BASES[basis].label)
    for letter, basis in (
        ("a", Basis.AUTHORIZATION),
        ("g", Basis.AGREEMENT),
        ("t", Basis.TREATMENT),
        ("p", Basis.PAYMENT),
        ("o", Basis.OPERATIONS),
        ("l", Basis.REQUIRED_BY_LAW),
        ("u", Basis.PUBLIC_HEALTH),
        ("b", Basis.ABUSE_REPORT),
        ("s", Basis.SAFETY_THREAT),
        ("v", Basis.OVERSIGHT),
        ("c", Basis.COURT),
        ("e", Basis.LAW_ENFORCEMENT),
        ("d", Basis.DECEASED),
        ("r", Basis.RESEARCH),
    )
)


class Gate:
    """Put `fields` into the form, `begin` with who mostly gets it, and tell `follow` of every changed field.

    A new recipient, purpose or ground proposes the rest anew: what was picked for one is not right for another.
    """

    def __init__(self, document: str) -> None:
        self.document = document
        self._kind = Choice("recipient_kind", "for", _KINDS, "patient", required=True)
        self._name = ProviderField("recipient", "name", required=True, placeholder="who gets it")
        self._purpose = Choice("purpose", "what for", _PURPOSES, required=True)
        self._basis = Choice("basis", "ground", _GROUNDS, required=True)
        self._words = Field("basis_words", "in words", placeholder="as the ground asks")
        self._parts = Choice("parts", "what goes", _lettered(DOCUMENTS[document].parts), many=True)
        self.fields: tuple[BaseField, ...] = (
            self._kind, self._name, self._purpose, self._basis, self._words, self._parts,
        )  # fmt: skip
        self._proposal: Proposal | None = None
        self._show()

    def begin(self, proposal: Proposal) -> None:
        """Fill the fields with who mostly gets it."""
        self._proposal = proposal
        self._kind.choose(proposal.recipient.kind)
        self._new_kind()

    def follow(self, field: BaseField) -> bool:
        """Propose anew what depends on a changed field. True where it is one of ours."""
        if field is self._kind:
            self._new_kind()
        elif field is self._purpose:
            self._new_purpose()
        elif field is self._basis:
            self._new_basis()
        return field in self.fields

    def draft(self, **more: Any) -> DisclosureDraft:
        """What the gate is told. Raises InvalidInput at the field; without a name only where one is needed."""
        if self._proposal is None:
            raise Refused("What this is about is not there any more.")
        to, basis = self._recipient(), self._basis_now()
        return DisclosureDraft(
            recipient=to.name,
            recipient_kind=to.kind,
            recipient_organization_id=to.organization_id,
            recipient_practitioner_id=to.practitioner_id,
            purpose=self._purpose_now(),
            basis=basis,
            basis_words=self._words.value() if self._words.display else None,
            sections=tuple(sorted((*self._parts.value(), *DOCUMENTS[self.document].always))),
            **more,
        )

    def words(self) -> str:
        """ "Ground: treatment, 45 CFR 164.506(c)(2)."."""
        rule = BASES[self._basis_now()]
        return f"Ground: {rule.label}, {rule.section}."

    # --- what follows from what

    def _new_kind(self) -> None:
        kind, mine = self._kind.value(), self._proposal.recipient if self._proposal else None
        same = mine is not None and mine.kind == kind
        if mine is not None and same:
            self._name.set_provider(
                mine.name, organization_id=mine.organization_id, practitioner_id=mine.practitioner_id
            )
        else:
            self._name.set_provider(None)
        self._purpose.choose(self._proposal.purpose if same and self._proposal else USUAL[kind])
        self._new_purpose()

    def _new_purpose(self) -> None:
        self._basis.choose(fitting(self._recipient_kind(), self._purpose_now()))
        self._new_basis()

    def _new_basis(self) -> None:
        chosen = defaults(self.document, self._recipient_kind(), self._purpose_now(), self._basis_now())
        self._parts.choose(chosen)
        self._show()

    def _show(self) -> None:
        """Only what this recipient makes one think about."""
        outside = self._outside
        fits = fitting(self._recipient_kind(), self._purpose_now())
        thought = self._purpose_now() not in _PLAIN or fits is Basis.AUTHORIZATION
        self._name.display = self._purpose.display = outside
        self._basis.display = outside and thought
        self._words.display = outside and BASES[self._basis_now()].needs == "words"
        self._parts.display = bool(DOCUMENTS[self.document].parts)

    @property
    def _outside(self) -> bool:
        return self._kind.value() not in ("patient", "me")

    def _recipient_kind(self) -> Recipient:
        kind: RecipientKind = self._kind.value()
        return Recipient("", kind)

    def _recipient(self) -> Recipient:
        to = self._recipient_kind()
        if not self._outside:
            return to
        held: Provider = self._name.value()
        return replace(to, name=held.name, organization_id=held.organization_id, practitioner_id=held.practitioner_id)

    def _purpose_now(self) -> Purpose:
        held: Purpose = self._purpose.value() if self._outside and self._purpose.raw else USUAL[self._kind.value()]
        return held

    def _basis_now(self) -> Basis:
        fits = fitting(self._recipient_kind(), self._purpose_now())
        held: Basis = self._basis.value() if self._outside and self._basis.raw else fits
        return held


def _lettered(parts: Iterable[str]) -> tuple[Option, ...]:
    """Each part with the first letter of its name that is still free."""
    taken: set[str] = set()
    options = []
    for part in parts:
        letter = next(letter for letter in SECTIONS[part] + "abcdefghijklmnopqrstuvwxyz" if letter not in taken | {" "})
        taken.add(letter)
        options.append(Option(letter, part, SECTIONS[part]))
    return tuple(options)


async def let_out(screen: Desked, patient_id: int | Sequence[int], document: str, draft: DisclosureDraft) -> None:
    """Write down that it leaves; after this it may. `document` is in words.

    Raises what `disclose` raises; what was kept back is then written down too.
    """
    try:
        await screen.record(disclose, patient_id, document, draft, screen.moment)
    except Refused as error:
        await kept_back(screen, patient_id, document, draft, error)
        raise


async def kept_back(
    screen: Desked, patient_id: int | Sequence[int], document: str, draft: DisclosureDraft, error: Refused
) -> None:
    """Write down that the gate refused; a field that was not filled in is no refusal."""
    if not isinstance(error, InvalidInput | NotFound):
        to = draft.recipient or draft.recipient_kind
        whose = patient_id if isinstance(patient_id, int) else None
        await screen.record(refused, whose, document, to, error.message, screen.moment)
