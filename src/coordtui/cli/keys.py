"""`coordtui keys list | add | remove`: what opens the vault."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.password import fresh_passphrase, name_copies
from coordtui.cli.work import opened
from coordtui.errors import Exit, Refused

if TYPE_CHECKING:
    from coordtui.store.keydoc import Slot

_OLD_COPIES = (
    "Copies of the vault and backups made before still open with it. coordtui rekey encrypts the vault anew, for when "
    "somebody may have such a copy."
)
_KEYRING = (
    "Whoever is logged in to this computer as you can open the vault now without a passphrase. Locking asks for it all "
    "the same, and so does every change of keys."
)


def add(commands: Commands) -> None:
    keys = commands.add_parser("keys", help="what opens the vault", description="What opens the vault.")
    verbs = keys.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = verbs.add_parser(
        "list",
        help="passphrases, recovery code, keyring; asks for nothing",
        description="What opens the vault, and since when. It is no secret, so nothing is asked.",
    )
    listing.add_argument("--json", action="store_true", help="print one JSON object")
    listing.set_defaults(run=run_list)

    new = verbs.add_parser(
        "add",
        help="another passphrase, or the system's keyring",
        description="Another passphrase beside those that are there, or the system's keyring on this machine.",
    )
    new.add_argument("kind", nargs="?", choices=("passphrase", "keyring"), default="passphrase")
    new.add_argument("--name", metavar="NAME", default="", help="what to call it in the list")
    new.add_argument("--new-password-file", metavar="FILE", help="read the new passphrase from a file")
    new.set_defaults(run=run_add)

    remove = verbs.add_parser(
        "remove",
        help="what should open it no longer",
        description="Take away what should open the vault no longer. The last passphrase stays.",
    )
    remove.add_argument("name", metavar="NAME", help="as coordtui keys list calls it")
    remove.set_defaults(run=run_remove)


def run_list(options: Options, args: Args) -> Exit:
    from coordtui.store.keydoc import WORDS
    from coordtui.store.keyfiles import present

    _refuse_demo(options)
    slots = present(options.folder()).slots
    if args.json:
        as_json({"keys": [{"name": one.label, "kind": one.kind, "made": one.made or None} for one in slots]})
    else:
        columns = (Column("Name"), Column("Kind"), Column("Since"))
        table(columns, [(one.label, WORDS[one.kind], _day(one)) for one in slots])
    return Exit.DONE


def _day(slot: Slot) -> str:
    """The day on this machine's calendar."""
    return (
        dt.datetime.fromisoformat(slot.made).astimezone().date().isoformat() if slot.made else "before days were kept"
    )


def run_add(options: Options, args: Args) -> Exit:
    _refuse_demo(options)
    if args.kind == "keyring" and args.new_password_file:
        raise Refused("A keyring takes no passphrase.", "Leave --new-password-file out.")

    with opened(options, by_keyring=False) as work:
        from coordtui.store import slots
        from coordtui.store.kdf import wipe

        if args.kind == "keyring":
            slot = slots.add_keyring(work.ledger, args.name)
        else:
            fresh = fresh_passphrase(args, work)
            try:
                slot = slots.add_passphrase(work.ledger, fresh, args.name)
            finally:
                wipe(fresh)
    say(f"Added: {slot.label}")
    if args.kind == "keyring":
        note(_KEYRING)
    return Exit.DONE


def run_remove(options: Options, args: Args) -> Exit:
    _refuse_demo(options)
    with opened(options, by_keyring=False) as work:
        from coordtui.store import slots

        slot = slots.remove(work.ledger, args.name)
    say(f"Removed: {slot.label}")
    if slot.kind != "keyring":
        note(_OLD_COPIES)
    name_copies(options)
    if slot.kind == "recovery":
        note("Nothing helps now against a forgotten passphrase. coordtui recovery new makes another code.")
    return Exit.DONE


def _refuse_demo(options: Options) -> None:
    if options.demo:
        raise Refused("The demo's vault has no keys to keep; it is thrown away.")
