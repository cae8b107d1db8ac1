"""Run one command line: parse it, do it, and turn whatever goes wrong into words and an exit code."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import warnings
from typing import TYPE_CHECKING, Any

from coordtui.cli import door
from coordtui.cli.options import Options, of
from coordtui.errors import CoordError, Exit, VaultDamaged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType
    from typing import TextIO


def main(argv: Sequence[str]) -> int:
    """Returns the exit code, one of `errors.Exit`."""
    try:
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output had enough
        _forget_stdout()
        return Exit.DONE
    except SystemExit as stop:  # argparse has printed its words
        return _quiet(stop.code if isinstance(stop.code, int) else int(Exit.FAILED if stop.code else Exit.DONE))
    except KeyboardInterrupt:
        return _quiet(int(Exit.STOPPED))
    except EOFError:
        sys.stderr.write("coordtui: The input ended before an answer was given.\n")
        return _quiet(int(Exit.USAGE))
    except CoordError as error:
        from coordtui.cli.output import tell

        tell(error)
        return _quiet(int(error.exit_code))
    except Exception as error:  # noqa: BLE001 - the last line of defence: no values, only places
        from coordtui.crash import redacted

        sys.stderr.write(f"coordtui has a fault and stopped. Nothing was half written.\n{redacted(error)}")
        sys.stderr.write("These lines hold nothing from the vault and may be reported.\n")
        return _quiet(int(Exit.FAILED))
    return int(code)


def _run(argv: Sequence[str]) -> Exit:
    """Without a word the app opens, and the prompt does not wait for the parser of everything else."""
    if not argv:
        from coordtui.cli.app import run

        return _with_ways_out(of(), run)
    from coordtui.cli.parser import parse

    args = parse(argv)
    options = of(args)
    if options.demo or not getattr(args, "offers", True):
        return Exit(args.run(options, args))
    return _with_ways_out(options, lambda given: args.run(given, args))


def _with_ways_out(options: Options, run: Callable[[Options], Exit]) -> Exit:
    try:
        try:
            return Exit(run(options))
        finally:
            door.put_back()  # before anything is said of why nobody was asked
    except VaultDamaged as error:
        from coordtui.cli.ways_out import offer

        return offer(options, error)


def prepare() -> None:
    """What holds for the whole process: hooks that tell no values, streams that cannot fail, an end by the door."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    threading.excepthook = _fault
    sys.unraisablehook = _fault
    for stream in (sys.stdout, sys.stderr):
        _cannot_fail(stream)
    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(AttributeError, ValueError):  # no such signal here, or not in the main thread
            if signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:
                signal.signal(getattr(signal, name), _end)


def _fault(fault: Any) -> None:
    """Faults in a thread or a finalizer are told without values too."""
    from coordtui.crash import redacted

    if fault.exc_value is not None and not isinstance(fault.exc_value, SystemExit):
        sys.stderr.write(f"coordtui has a fault: {redacted(fault.exc_value)}")


def _cannot_fail(stream: TextIO) -> None:
    """A name that the locale's encoding lacks is printed as its code instead of ending the program."""
    reconfigure: Any = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _end(number: int, _: FrameType | None) -> None:
    """Leave by the door, so that keys are wiped and a demo's folder is removed."""
    raise SystemExit(128 + number)


def _quiet(code: int) -> int:
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
    return code


def _forget_stdout() -> None:
    """Let the interpreter's own flush at its end find an open file."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
