"""`coordtui password change`, `recovery new` and `rekey`: the two secrets that open the vault, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli import secret
from coordtui.cli.options import Args, Commands, Options, absolute
from coordtui.cli.output import note, say
from coordtui.cli.passphrases import judge, new_passphrase
from coordtui.cli.progress import going
from coordtui.cli.terminal import open_terminal
from coordtui.cli.work import Work, opened
from coordtui.errors import Exit, Refused

if TYPE_CHECKING:
    from coordtui.store.keydoc import Slot

_OLD_COPIES = "Backups and copies made before still open with the old passphrase."


def add(commands: Commands) -> None:
    password = commands.add_parser("password", help="change the passphrase", description="The vault's passphrase.")
    verbs = password.add_subparsers(title="verbs", metavar="VERB", required=True)
    change = verbs.add_parser("change", help="set a new passphrase", description="Set a new passphrase.")
    change.add_argument("--new-password-file", metavar="FILE", help="read the new passphrase from a file")
    change.add_argument("--name", metavar="NAME", help="which passphrase, where there are several (else the one given)")
    change.set_defaults(run=run_change)

    recovery = commands.add_parser("recovery", help="replace the recovery code", description="The recovery code.")
    verbs = recovery.add_subparsers(title="verbs", metavar="VERB", required=True)
    new = verbs.add_parser(
        "new",
        help="make another recovery code; the old one no longer opens",
        description="Make another recovery code; the one before no longer opens.",
    )
    new.set_defaults(run=run_new)

    rekey = commands.add_parser(
        "rekey",
        help="encrypt the whole vault under new keys",
        description="Encrypt the whole vault under new keys, with a new passphrase and a new recovery code: for when "
        "somebody may have a copy of the vault and know its passphrase. Killed at any moment, the vault still opens.",
    )
    rekey.add_argument("--new-password-file", metavar="FILE", help="read the new passphrase from a file")
    rekey.set_defaults(run=run_rekey)


def run_change(options: Options, args: Args) -> Exit:
    _refuse_demo(options)
    with opened(options, by_keyring=False) as work:
        from coordtui.store.kdf import wipe

        slot = _named(work, args.name)
        fresh = fresh_passphrase(args, work)
        try:
            work.ledger.change_passphrase(fresh, slot)
        finally:
            wipe(fresh)
    say("The passphrase is changed.")
    note(_OLD_COPIES)
    return Exit.DONE


def _named(work: Work, name: str | None) -> Slot | None:
    if name is None:
        return None
    from coordtui.store.slots import find

    slot = find(work.ledger.vault.root.doc, name)
    if slot.kind != "passphrase":
        raise Refused(f"{slot.label} is no passphrase.", "coordtui keys list tells them apart.")
    return slot


def run_rekey(options: Options, args: Args) -> Exit:
    _refuse_demo(options)
    with opened(options, by_keyring=False) as work:
        from coordtui.store import slots
        from coordtui.store.kdf import wipe

        fresh = fresh_passphrase(args, work)
        note("Encrypting the vault under new keys. Work in it goes on afterwards.")
        try:
            with going("Stopped; the old keys stay in force.") as tell:
                code, dropped = slots.rekey(work.ledger, fresh, tell)
        finally:
            wipe(fresh)
        _show(code)  # before anything else that could fail: the one before opens nothing any more
        head = work.ledger.head()
    if dropped:
        names = ", ".join(slot.label for slot in dropped)
        note(f"These no longer open the vault, and have to be added again (coordtui keys add): {names}.")
    note("The vault stands under new keys. Backups made before still open with what opened them then; make a new one.")
    name_copies(options)
    note(f"Heads of the journal that you kept can be compared no more. The new one: {head}")
    return Exit.DONE


def name_copies(options: Options) -> None:
    """Say which copies lie in the vault's own folder: what was taken away still opens them."""
    from coordtui.store.aside import copies

    folder = options.folder()
    if names := copies(folder):
        note(
            f"Copies in {folder} that still open as before: {', '.join(names)}. Delete them when you need them no more."
        )


def fresh_passphrase(args: Args, work: Work) -> bytearray:
    """The new passphrase, from the file or asked for twice."""
    personal = tuple(work.me.name.split())
    if args.new_password_file:
        fresh = secret.from_file(absolute(args.new_password_file))
        note(judge(fresh, personal))
        return fresh
    with open_terminal() as terminal:
        return new_passphrase(terminal, personal)


def run_new(options: Options, _: Args) -> Exit:
    _refuse_demo(options)
    with opened(options, by_keyring=False) as work:
        _show(work.ledger.new_recovery_code())
    return Exit.DONE


def _show(code: str) -> None:
    note("The new recovery code, shown only now. Write it on paper; the one before no longer opens this vault.")
    say(code)


def _refuse_demo(options: Options) -> None:
    if options.demo:
        raise Refused("The demo's vault has no passphrase and no recovery code; it is thrown away.")
