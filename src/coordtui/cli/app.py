"""`coordtui` without a command, and `coordtui demo`: the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordtui.cli import again
from coordtui.cli.options import Args, Commands, Options, count
from coordtui.cli.terminal import is_terminal
from coordtui.cli.warm import SCREENS, STORE, Warming
from coordtui.errors import Exit, UsageError
from coordtui.store.folder import VaultState, vault_state

if TYPE_CHECKING:
    from coordtui.app import CoordApp
    from coordtui.cli.work import Work
    from coordtui.screens.first_run import Answers
    from coordtui.settings import Settings
    from coordtui.store.vault import Vault

_LEFT_EARLY = (
    "The vault is made, but its recovery code was not confirmed. If you have no copy of it: coordtui recovery new"
)


def add(commands: Commands) -> None:
    demo = commands.add_parser(
        "demo",
        help="the app on a made-up caseload",
        description="Open the app on a made-up caseload, in a vault that is thrown away. Nothing is asked or kept.",
    )
    demo.add_argument("--patients", metavar="N", type=count, help="how many people (else 60)")
    demo.add_argument("--seed", metavar="S", type=int, help="another number makes up other people")
    demo.set_defaults(run=run_demo)


def run_demo(options: Options, args: Args) -> Exit:
    return _demo(options, args.patients, args.seed)


def run(options: Options, _: Args | None = None) -> Exit:
    """Open the app: made-up, for the first time, or on the vault that is there."""
    if options.demo:
        return _demo(options, None, None)
    again.stop_first()
    if again.has_to_wait():
        return again.wait_for_child()
    settings = options.settings()
    state = vault_state(options.folder())
    if state is VaultState.MISSING and is_terminal():
        vault = _first_run(options, settings)
        return Exit.DONE if vault is None else _open(vault, options, settings)
    if state is VaultState.PRESENT:
        _need_terminal()
    from coordtui.cli.unlock import unlock

    vault, by_code = unlock(options, also=SCREENS)
    return _open(vault, options, settings, by_code=by_code)


def _need_terminal() -> None:
    if not is_terminal():
        raise UsageError("The app needs a terminal.", "coordtui today prints the queue; coordtui --help lists more.")


def _demo(options: Options, patients: int | None, seed: int | None) -> Exit:
    from coordtui.cli.demo import made_up

    _need_terminal()
    settings = options.settings()
    warming = Warming((*STORE, *SCREENS))
    with made_up(options.on, patients, seed) as work:
        warming.wait()
        return _show(work, settings, demo=True, name="demo")[1]


def _open(vault: Vault, options: Options, settings: Settings, *, by_code: bool = False) -> Exit:
    """Run the app on an opened vault until it is left or locked; locking replaces this program."""
    from coordtui.cli.exactly import exactly
    from coordtui.cli.work import enter
    from coordtui.screens.leaving import SUSPEND

    with vault:
        with exactly(vault):
            # another day than today's is ranked in memory by the queue, which then leaves the stored ranks alone
            work = enter(vault, options.on, by_code=by_code, rank=options.on is not None)
        outcome, code = _show(work, settings, demo=False, name=vault.folder.name)
        if outcome is None:  # locking may not keep the keys in memory for a moment longer
            from coordtui.cli.backups import on_leaving

            on_leaving(work, settings)
    if outcome is not None:
        again.ask_again(vault.folder, options.on, stop=outcome == SUSPEND)
    return code


def _show(work: Work, settings: Settings, *, demo: bool, name: str) -> tuple[str | None, Exit]:
    """How it asks to be locked (see `screens.leaving`), None where it was left; and the exit code then."""
    import asyncio

    from coordtui.app import CoordApp
    from coordtui.store.desk import Desk

    desk = Desk(work.ledger)
    try:
        app = CoordApp(desk, work.clock, settings, demo=demo, vault_name=name)
        outcome = asyncio.run(_drive(app))
    finally:
        desk.close()
    return outcome, Exit(app.return_code or Exit.DONE)


async def _drive(app: CoordApp) -> str | None:
    """Run it; a signal to end hides all and leaves with the place kept, so that the terminal is put right where there
    is one."""
    import asyncio
    import contextlib
    import signal

    from coordtui.cli.hangup import hang_up
    from coordtui.screens.leaving import lock_at_once

    def leave() -> None:
        if app.front is None:  # not up yet
            app.call_later(app.action_quit)
        else:
            lock_at_once(app, None)

    loop = asyncio.get_running_loop()
    with contextlib.suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):
        loop.add_signal_handler(signal.SIGTERM, leave)
        loop.add_signal_handler(signal.SIGHUP, hang_up, app, leave)
    return await app.run_async()


def _first_run(options: Options, settings: Settings) -> Vault | None:
    """The wizard that makes a vault; the vault is left open for the app, None where the person left."""
    from coordtui.cli.output import note
    from coordtui.screens.first_run import FirstRunApp

    folder = options.folder()
    warming = Warming((*STORE, *SCREENS))
    made: list[Vault] = []

    def create(answers: Answers) -> str:
        warming.wait()
        from coordtui.cli.founding import About, found
        from coordtui.store.kdf import wipe

        about = About(answers.name, answers.zone, answers.weekly_hours)
        try:
            vault, code = found(folder, answers.passphrase, about)
        finally:
            wipe(answers.passphrase)
        made.append(vault)
        return code

    try:
        confirmed = FirstRunApp(create, idle_minutes=settings.idle_lock_minutes).run()
    except BaseException:
        for vault in made:
            vault.lock()
        raise
    if not made:
        note("No vault was made.")
        return None
    if not confirmed:
        made[0].lock()
        note(_LEFT_EARLY)
        return None
    return made[0]
