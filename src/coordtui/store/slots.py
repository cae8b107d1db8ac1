"""What opens the vault: its slots listed, added and removed, each change journalled."""

from __future__ import annotations

from typing import Literal

from coordtui.errors import InvalidInput, NotFound, Refused
from coordtui.pace import Tell, quiet
from coordtui.store import keydoc, keys, oskeyring
from coordtui.store.kdf import passphrase_bytes
from coordtui.store.keydoc import KeyDoc, Kind, Slot
from coordtui.store.ledger import Ledger


def find(doc: KeyDoc, name: str) -> Slot:
    """The slot of that name (or of its whole id), in any spelling of its letters. Raises NotFound."""
    wanted = name.strip().casefold()
    for slot in doc.slots:
        if wanted in (slot.label.casefold(), slot.id):
            return slot
    there = ", ".join(slot.label for slot in doc.slots)
    raise NotFound(f"Nothing that opens this vault is called {name!r}.", f"There are: {there}.")


def add_passphrase(ledger: Ledger, passphrase: bytearray, name: str = "") -> Slot:
    """Another passphrase beside those that are there.

    Raises:
        Refused: there is no room. InvalidInput: the name cannot be, or the passphrase is empty.
    """
    if not passphrase.strip():
        raise InvalidInput("passphrase", "The passphrase is empty.")
    _refuse_full(ledger, "passphrase")
    root = ledger.vault.root
    label = _free_name(root.doc, name, "passphrase")
    return _added(ledger, keys.new_slot(root, "passphrase", passphrase_bytes(passphrase), label))


def add_keyring(ledger: Ledger, name: str = "") -> Slot:
    """This machine's key ring beside what is there.

    Raises:
        NoKeyring: there is none. Refused, InvalidInput: as `add_passphrase` does.
    """
    _refuse_full(ledger, "keyring")
    root = ledger.vault.root
    slot = oskeyring.wrap(root, _free_name(root.doc, name, "keyring"))
    try:
        return _added(ledger, slot)
    except BaseException:
        if slot not in root.doc.slots:
            oskeyring.forget(root.doc.vault_id, slot)
        raise


def remove(ledger: Ledger, name: str) -> Slot:
    """Take away what opens the vault; the key file keeps no generation with it.

    Raises:
        NotFound: nothing is called so.
        Refused: it is the last passphrase: a key ring or a recovery code is no way to work.
    """
    root = ledger.vault.root
    slot = find(root.doc, name)
    left = [other for other in root.doc.slots if other != slot]
    if not any(other.kind == "passphrase" for other in left):
        raise Refused(f"{slot.label} is the last passphrase.", "Change it: coordtui password change.")
    ledger.vault.rewrap(lambda: keys.keep_only(root, left), for_good=True)
    if slot.kind == "keyring":
        oskeyring.forget(root.doc.vault_id, slot)
    ledger.record_done("vault.remove_key", f"Removed {_words(slot)}")
    return slot


def rekey(ledger: Ledger, passphrase: str | bytearray, tell: Tell = quiet) -> tuple[str, tuple[Slot, ...]]:
    """New keys for the whole vault (store/rekey.py).

    Returns the new recovery code, to be shown once, and what opened the vault before and does so no more: to wrap the
    new key by it, its secret would have to be given again.
    """
    before = ledger.vault.root
    own, doc = keys.own_passphrase(before), before.doc
    code = ledger.rekey(passphrase, tell)
    dropped = tuple(slot for slot in doc.slots if slot != own and slot.kind != "recovery")
    for slot in dropped:
        if slot.kind == "keyring":
            oskeyring.forget(doc.vault_id, slot)
        ledger.record_done("vault.remove_key", f"Removed {_words(slot)}, by the change of all keys")
    return code, dropped


def _added(ledger: Ledger, slot: Slot) -> Slot:
    root = ledger.vault.root
    ledger.vault.rewrap(lambda: keys.put(root, slot))
    ledger.record_done("vault.add_key", f"Added {_words(slot)}")
    return slot


def _words(slot: Slot) -> str:
    return f"the {keydoc.WORDS[slot.kind]} {slot.label!r}"


def _refuse_full(ledger: Ledger, kind: Literal["passphrase", "keyring"]) -> None:
    doc = ledger.vault.root.doc
    if kind == "passphrase" and len(doc.of_kind(kind)) >= keydoc.MAX_PASSPHRASES:
        most = f"There are {keydoc.MAX_PASSPHRASES} passphrases already; each makes a wrong one slower to tell."
        raise Refused(most, "Remove one first: coordtui keys remove NAME.")
    if len(doc.slots) >= keydoc.MAX_SLOTS:
        raise Refused(
            f"There are {keydoc.MAX_SLOTS} ways to open this vault already.",
            "Remove one first: coordtui keys remove NAME.",
        )


def _free_name(doc: KeyDoc, name: str, kind: Kind) -> str:
    """`name` as it may stand in the key file, or the kind's with the next number."""
    taken = {slot.label.casefold() for slot in doc.slots}
    found = " ".join(name.split())
    if found:
        taken.update(keydoc.WORDS.values())  # what has no name of its own is called so, also when it is made later
    else:
        numbered = (f"{keydoc.WORDS[kind]} {number}" if number > 1 else keydoc.WORDS[kind] for number in range(1, 99))
        found = next(one for one in numbered if one not in taken)
    if not found.isprintable() or len(found) > keydoc.MAX_NAME:
        raise InvalidInput("name", f"A name has at most {keydoc.MAX_NAME} letters, none of them invisible.")
    if found.casefold() in taken:
        raise InvalidInput("name", f"{found!r} is taken.", "Choose another name.")
    return found
