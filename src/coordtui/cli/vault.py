"""`coordtui init` and `verify`: the vault as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli import secret
from coordtui.cli.founding import HOURS, About, found, this_machine
from coordtui.cli.options import Args, Commands, Options
from coordtui.cli.output import Column, as_json, note, say, table
from coordtui.cli.passphrases import judge, new_passphrase
from coordtui.cli.progress import going
from coordtui.cli.terminal import ask, open_terminal
from coordtui.cli.work import Work, opened
from coordtui.errors import Exit, Refused, Stopped, VaultDamaged
from coordtui.pace import Repeating, Tell, quiet

if TYPE_CHECKING:
    import datetime as dt

    from sqlmodel import Session

    from coordtui.store.head import Head
    from coordtui.store.vault import Vault
    from coordtui.store.verify import Check, Extra

CHECKS = (Column("Check"), Column("State"), Column("In words", least=20))
DERIVED = frozenset({"promises", "ranks", "search"})
"""Checks of what is made from the records: when only these fail, no record is damaged."""
_KEEP_CODE = (
    "This recovery code opens the vault when the passphrase is forgotten. It is shown only now: write it on paper "
    "and keep the paper away from this computer."
)


def add(commands: Commands) -> None:
    init = commands.add_parser(
        "init",
        help="make a vault; prints the recovery code once",
        description="Make a vault. With a passphrase from a file or command nothing is asked.",
    )
    init.add_argument("--name", help="your name (else the system's user)")
    init.add_argument("--zone", help="your time zone, such as America/Chicago (else the system's)")
    init.add_argument("--hours", type=int, help=f"hours you work a week (else {HOURS})")
    init.set_defaults(run=run_init)

    verify = commands.add_parser(
        "verify",
        help="check the whole vault",
        description="Check every page, row, journal entry and rank; exit code 4 when something is damaged.",
    )
    verify.add_argument("--repair", action="store_true", help="make the derived tables anew")
    verify.add_argument(
        "--head", metavar="LINE", help="a line that coordtui log head printed: is all of it still there?"
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    verify.set_defaults(run=run_verify)


def run_init(options: Options, args: Args) -> Exit:
    from coordtui.store.folder import require_absent
    from coordtui.store.kdf import wipe

    _refuse_demo(options)
    folder = options.folder()
    require_absent(folder)
    passphrase, about = _answers(options, args)
    try:
        vault, code = found(folder, passphrase, about)
    finally:
        wipe(passphrase)
    vault.lock()
    note(f"The vault is made in {folder}.")
    note(_KEEP_CODE)
    say(code)
    return Exit.DONE


def _answers(options: Options, args: Args) -> tuple[bytearray, About]:
    machine = this_machine()
    about = About(
        machine.name if args.name is None else args.name,
        machine.zone if args.zone is None else args.zone,
        machine.weekly_hours if args.hours is None else args.hours,
    )
    if secret.is_given(options):
        given = secret.given(options)
        note(judge(given, tuple(about.name.split())))
        return given, about
    with open_terminal() as terminal:
        if args.name is None:
            about = About(ask(terminal, "Your name", about.name), about.zone, about.weekly_hours)
        if args.zone is None:
            about = About(about.name, ask(terminal, "Your time zone", about.zone), about.weekly_hours)
        return new_passphrase(terminal, tuple(about.name.split())), about


def _refuse_demo(options: Options) -> None:
    if options.demo:
        raise Refused("The demo makes its own vault and throws it away.", "Leave --demo out.")


def _checked(work: Work, args: Args) -> list[Check]:
    """Look at one thing after the other. Stopped, it prints what was found so far, and raises Stopped with the rest."""
    from coordtui.store.verify import looks, since

    checks: list[Check] = []
    left = ""
    try:
        with going("", json=args.json) as tell:
            again = Repeating(tell)
            every = looks(work.ledger, extra_checks(work.real_today, again), again)
            for number, (_, look) in enumerate(every):
                left = ", ".join(name for name, _ in every[number:])
                checks.append(look())
    except Stopped:
        if not args.json:
            _print(checks)
        raise Stopped(f"The check was stopped. Not looked at: {left}.", "Nothing was changed.") from None
    return since(work.ledger, checks)


def _print(checks: list[Check]) -> None:
    table(CHECKS, [(check.name, "ok" if check.ok else "WRONG", check.detail) for check in checks])


def run_verify(options: Options, args: Args) -> Exit:
    kept = None if args.head is None else _head(args.head)
    try:
        with opened(options) as work:
            from coordtui.casework import ranking, search_index
            from coordtui.store import head
            from coordtui.store.verify import Check, note_outcome

            if args.repair:
                with going("The repair was stopped: the search index is as it was.", json=args.json) as tell:
                    work.ledger.derive(ranking.rebuild, work.real_today)
                    work.ledger.derive(search_index.rebuild, tell)
            checks = _checked(work, args)
            if kept is not None:
                vault_id = work.ledger.vault.id
                held = work.ledger.read(lambda session: head.compare(session.connection(), vault_id, kept))
                checks.append(Check("head", *held))
            note_outcome(work.ledger, checks)
            checks = _page_by_page(work.ledger.vault, checks)
    except VaultDamaged as error:  # too much to be opened at all
        from coordtui.store.verify import Check

        checks = [Check("open", False, str(error))]
    ok = all(check.ok for check in checks)
    if args.json:
        as_json({"ok": ok, "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]})
    else:
        _print(checks)
    if ok:
        return Exit.DONE
    if all(check.ok for check in checks if check.name not in DERIVED):
        note("The records are whole; coordtui verify --repair makes the derived tables anew.")
        return Exit.FAILED
    note("Keep a copy of the vault's folder as it is.")
    if not options.demo:
        from coordtui.cli.ways_out import found, words

        for line in words(options, found(options)):
            note(line)
    return Exit.DAMAGED


def _head(text: str) -> Head:
    """The head that somebody kept. Raises InvalidInput where it is none, before a passphrase is asked for."""
    from coordtui.store.head import parse

    return parse(text)


def _page_by_page(vault: Vault, checks: list[Check]) -> list[Check]:
    """Where pages are damaged, which ones and what they hold."""
    from dataclasses import replace

    from coordtui.cli.exactly import parts

    if all(check.ok for check in checks if check.name == "pages"):
        return checks
    vault.close_connections()
    lines = parts(vault.folder, vault.root)
    return [
        replace(check, detail=" ".join([check.detail, *lines])) if check.name == "pages" else check for check in checks
    ]


def extra_checks(today: dt.date, tell: Tell = quiet) -> tuple[Extra, ...]:
    """What casework adds: nothing vanished, the kept ranks are what the rules say, what left is written down, what is
    recorded can be found.

    No patient's name in it.
    """
    from coordtui.casework.access import rewritten
    from coordtui.casework.promises import nowhere
    from coordtui.casework.ranking import check_rank
    from coordtui.casework.search_check import check_search
    from coordtui.store.as_written import dated, last_written
    from coordtui.store.verify import SHOWN, Check, several

    def promises(session: Session) -> Check:
        lost = nowhere(session)
        if not lost:
            return Check("promises", True, "every open object has a follow-up")
        named = []
        for one in lost[:SHOWN]:
            written = last_written(session.connection(), one.subject_kind, one.subject_id)
            named.append(f"{one.subject_kind} {one.subject_id}{f', last written by {written}' if written else ''}")
        return Check("promises", False, several("open without a follow-up", named, len(lost)))

    def ranks(session: Session) -> Check:
        faults = check_rank(session, today)
        if not faults:
            return Check("ranks", True, "every rank is what the rules say")
        named = [f"patient {one.person}: {one.what}" for one in faults[:SHOWN]]
        return Check("ranks", False, several("not what the rules say", named, len(faults)))

    def disclosures(session: Session) -> Check:
        """What left stands as it was written down then; nobody makes it another, not even by an act."""
        count, faults = rewritten(session)
        if not faults:
            return Check("disclosures", True, f"{count} written down, none changed since")
        named = [f"disclosure {one}, by {dated(session.connection(), act)}" for one, act in faults[:SHOWN]]
        return Check("disclosures", False, several("changed after they were written down", named, len(faults)))

    def search(session: Session) -> Check:
        found = check_search(session, tell)
        if found.whole:
            return Check("search", True, f"{found.documents} records can be found by their words")
        named = [f"{kind} {row}" for kind, row in found.wrong[:SHOWN]]
        return Check("search", False, f"the search index is not what is recorded, among others: {', '.join(named)}")

    return (promises, ranks, disclosures, search)
