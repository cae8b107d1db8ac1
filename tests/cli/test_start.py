"""What is loaded when: the first words of the program wait for nothing that they do not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from coordtui import __version__
from coordtui.errors import Exit
from tests.cli.conftest import program

HEAVY = ("textual", "rich.console", "sqlmodel", "sqlalchemy", "pydantic", "sqlcipher3", "cryptography", "jinja2")


def _loaded_after(code: str) -> set[str]:
    script = f"{code}\nimport sys; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, check=True, encoding="utf-8")
    return set(done.stdout.splitlines())


def _run(words: list[str]) -> str:
    return (
        "import contextlib, io, sys\n"
        f"sys.argv = ['coordtui', *{words!r}]\n"
        "from coordtui.__main__ import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):\n"
        "    main()\n"
    )


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["today", "--help"], ["no-such-command"]])
def test_version_and_help_load_neither_textual_nor_sqlmodel(words: list[str]) -> None:
    assert _loaded_after(_run(words)).isdisjoint(HEAVY)


def test_what_stands_before_the_prompt_loads_neither_them_nor_the_parser() -> None:
    loaded = _loaded_after("import coordtui.cli.entry, coordtui.cli.app, coordtui.cli.unlock, coordtui.store.lockfile")
    assert loaded.isdisjoint({*HEAVY, "argparse", "asyncio", "coordtui.cli.parser"})


def test_no_command_loads_its_work_before_the_passphrase_is_asked_for() -> None:
    """The key is derived meanwhile; loaded before, all of it would come on top."""
    lines = (
        *("today", "caseload", "referrals", "views", "views add x", "views remove x", "show 1", "summary 1", "plan 1"),
        *("packet 1", "access 1", "disclosures 1", "log", "undo", "redo", "index rebuild", "backup", "verify"),
        *("keys add passphrase", "keys remove x", "password change", "recovery new", "rekey", "import fhir x"),
        *("export caseload --output x.csv", "deidentified --output x.xlsx"),
    )
    code = (
        "import coordtui.cli.work as work, sys\n"
        "from coordtui.cli.entry import main\n"
        "from coordtui.errors import Refused\n"
        "def asked(*_, **__): raise Refused('asked')\n"
        "work.unlock = asked\n"
        f"for line in {lines!r}:\n"
        "    main(line.split())\n"
        f"    print(line, {{*{HEAVY!r}, 'coordtui.models'}} & sys.modules.keys() or 'light')\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines() == [f"{line} light" for line in lines]
    assert done.stderr.count("coordtui: asked") == len(lines)


def test_all_that_the_first_screen_needs_is_loaded_while_the_passphrase_is_typed() -> None:
    warm = "from coordtui.cli.warm import KEYS, SCREENS, STORE, Warming; Warming((*KEYS, *STORE, *SCREENS)).wait()"
    opens = "import coordtui.cli.app, coordtui.cli.unlock, coordtui.app as app; app.CoordApp.MODES['today']()\n"
    opens += "app.CoordApp.get_driver_class(None)"
    ready = "from coordtui.models.patient import Patient"
    held = "assert Patient.__mapper__.configured"
    loaded = _loaded_after("\n".join((warm, ready, held)))
    later = _loaded_after("\n".join((warm, opens)))
    ours = {name for name in later - loaded if name.startswith(("coordtui.", "textual.", "sqlalchemy."))}
    assert {name for name in ours if not name.startswith("coordtui.cli.")} == set()


@pytest.mark.parametrize("words", ["today", "caseload", "show 1", "log"])
def test_a_plain_command_does_not_load_the_screens(words: str, tmp_path: Path) -> None:
    loaded = _loaded_after(_run(["--demo", *words.split()]))
    assert "sqlmodel" in loaded
    assert loaded.isdisjoint({"textual", "jinja2", "docx", "fhirkit"})


def test_what_was_loaded_is_not_taken_apart_at_the_end() -> None:
    """It would take a third of a second after the last word."""
    code = f"{_run(['--version'])}import gc\nprint('kept', gc.get_freeze_count() > 0)"
    assert "kept True" in _loaded_after(code)


def test_no_garbage_collection_while_someone_works_looks_at_more_than_some_ten_thousand_objects() -> None:
    """Each stands still meanwhile, the keys too: a hundred thousand at once took as long as fifteen of them."""
    code = (
        "import gc\nfrom coordtui.cli.work import collect_again\ncollect_again()\nlooked = []\n"
        "def note(phase, info):\n"
        "    if phase == 'start':\n"
        "        looked.append(sum(len(gc.get_objects(generation=n)) for n in range(info['generation'] + 1)))\n"
        "gc.callbacks.append(note)\nkept = [[n] for n in range(200_000)]\n"
        "print('often', len(looked) > 100, 'at most', max(looked) <= 13_000)"
    )
    assert "often True at most True" in _loaded_after(code)


def test_textual_draws_four_times_as_often_unless_someone_chose_and_threads_take_short_turns() -> None:
    code = "import os\n{}\nimport sys; sys.argv = ['coordtui', '--version']\nfrom coordtui.__main__ import main\nmain()"
    code += "\nprint('FPS', os.environ['TEXTUAL_FPS'], 'turn', sys.getswitchinterval())"
    assert "FPS 240 turn 0.001" in _loaded_after(code.format("os.environ.pop('TEXTUAL_FPS', None)"))
    assert "FPS 30 turn 0.001" in _loaded_after(code.format("os.environ['TEXTUAL_FPS'] = '30'"))


def test_the_version_is_told() -> None:
    ran = program("--version")
    assert (ran.code, ran.out, ran.err) == (Exit.DONE, f"coordtui {__version__}\n", "")


def test_it_runs_where_the_locale_knows_no_unicode() -> None:
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C", "COLUMNS": "200"}
    ran = program("--demo", "caseload", env=env)
    assert ran.code == Exit.DONE
    assert "fault" not in ran.err
    assert ran.out.isascii()


def test_json_is_the_same_object_whatever_the_locale() -> None:
    words = ("--demo", "--on", "2026-03-04", "caseload", "--json")
    plain = program(*words, env={"PYTHONIOENCODING": "ascii"})
    assert plain.out.isascii()
    assert plain.json == program(*words, env={"PYTHONIOENCODING": "utf-8"}).json


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    command = [sys.executable, "-P", "-m", "coordtui", "--demo", "show", "1", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == Exit.DONE
    assert b"fault" not in said
    assert b"Broken" not in said
