"""The gate's options for every command that lets something out: who gets it, what for, on what ground, which parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coordtui.cli.options import Args, absolute
from coordtui.errors import InvalidInput

if TYPE_CHECKING:
    import argparse

    from coordtui.documents.gate import Proposal
    from coordtui.models.disclosure import DisclosureDraft

KINDS: Final = ("patient", "provider", "payer", "person", "agency", "me")
PURPOSES: Final = (
    *("individual", "treatment", "coordination", "payment", "operations"),
    *("public-health", "legal", "research", "personal", "other"),
)
BASES: Final = (
    *("to-the-individual", "treatment", "payment", "operations", "authorization", "agreement", "required-by-law"),
    *("public-health", "abuse-report", "safety-threat", "oversight", "court", "law-enforcement", "deceased"),
    *("research", "limited-data-set", "own-use"),
)
"""As in models/disclosure.py, which is not loaded to read a command line; a test holds the two together."""


def add_gate_options(parser: argparse.ArgumentParser, usual: str) -> None:
    """--recipient, --kind, --purpose, --basis, --why, --sections, --encrypt-with. `usual` is who mostly gets it."""
    gate = parser.add_argument_group("the gate")
    gate.add_argument("--recipient", metavar="NAME", help=f"who gets it (else {usual})")
    gate.add_argument(
        "--kind", choices=KINDS, help="what kind of recipient that is (else as usual; a name alone: person)"
    )
    gate.add_argument("--purpose", choices=PURPOSES, help="what it is needed for (else what they mostly need it for)")
    gate.add_argument("--basis", choices=BASES, help="the ground in law (else the one that fits)")
    gate.add_argument("--why", metavar="WORDS", help="what the ground asks for in words: which law, order, talk")
    gate.add_argument("--sections", metavar="A,B", help="the parts of the chart that go along (else what is needed)")
    gate.add_argument("--encrypt-with", metavar="FILE", help="lock the file (age) with the passphrase in FILE")


def draft_of(args: Args, proposal: Proposal, document: str) -> DisclosureDraft:
    """What the gate is told: the proposal, with what was said otherwise; the rest follows from that."""
    from dataclasses import replace

    from coordtui.models.disclosure import Basis, Purpose
    from coordtui.rules.disclosure import USUAL, Recipient, defaults, fitting

    to = proposal.recipient
    if args.recipient or args.kind:
        to = Recipient(args.recipient or "", args.kind or "person")
    purpose = (
        Purpose(args.purpose) if args.purpose else proposal.purpose if to is proposal.recipient else USUAL[to.kind]
    )
    basis = Basis(args.basis) if args.basis else fitting(to, purpose)
    sections = defaults(document, to, purpose, basis) if args.sections is None else _sections(args.sections, document)
    return (
        replace(proposal, recipient=to, purpose=purpose)
        .draft(document)
        .model_copy(update={"basis": basis, "basis_words": args.why, "sections": tuple(sorted(sections))})
    )


def _sections(text: str, document: str) -> frozenset[str]:
    """The parts that were named, and those without which the document is nothing. Raises InvalidInput."""
    from coordtui.rules.disclosure import DOCUMENTS

    rule = DOCUMENTS[document]
    named = {part.strip() for part in text.split(",") if part.strip()}
    if strange := sorted(named - {*rule.parts, *rule.always}):
        there = ", ".join((*rule.parts, *rule.always))
        raise InvalidInput("sections", f"The {rule.label} has no part {', '.join(strange)}.", f"It has: {there}.")
    return frozenset((*named, *rule.always))


def passphrase_for(args: Args) -> bytearray | None:
    """The passphrase for the file that leaves, from --encrypt-with; None where it is not to be locked. Wipe it.

    Raises InvalidInput where it is guessed too easily, UsageError where it cannot be read.
    """
    if not args.encrypt_with:
        return None
    from coordtui.cli.secret import from_file
    from coordtui.documents.sealing import check_passphrase
    from coordtui.store.kdf import wipe

    secret = from_file(absolute(args.encrypt_with))
    try:
        text = secret.decode("utf-8", "replace")
        check_passphrase(text, text)
    except InvalidInput:
        wipe(secret)
        raise
    return secret


def locked(content: bytes, passphrase: bytearray | None) -> bytes:
    """The content of the file as it leaves: locked where there is a passphrase, which is wiped."""
    if passphrase is None:
        return content
    from coordtui.documents.sealing import seal
    from coordtui.store.kdf import wipe

    try:
        return seal(content, passphrase)
    finally:
        wipe(passphrase)
