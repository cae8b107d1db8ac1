"""The line that says how far long work is, and ctrl+c in its midst."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session

from coordtui.cli import backups, imports, password, progress, salvage
from coordtui.cli import vault as vault_command
from coordtui.cli.progress import Line, going
from coordtui.cli.work import Work
from coordtui.clock import Clock as RealClock
from coordtui.documents import deidentified, lists
from coordtui.errors import Exit, Stopped
from coordtui.pace import Tell
from coordtui.settings import Settings
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from coordtui.store.verify import Check
from tests.cli.conftest import Cli
from tests.conftest import PASSPHRASE
from tests.store.test_migrations import RELEASED, rows_of


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_line_comes_after_a_second_is_one_line_is_cleared_and_obeys_no_file_name() -> None:
    written: list[str] = []
    clock = Clock()
    line = Line(written.append, clock)
    line(0, 2_000_000, "a.json")
    assert written == [], "who waits less than a second wants to see nothing"
    clock.now += 2
    line(1_000_000, 2_000_000, "a\x1b[2Jb\nc.json")
    line(1_000_001, 2_000_000, "too soon after the last one to be drawn")
    clock.now += 1
    line(2_000_000, 2_000_000, "z" * 300)
    line.clear()
    assert len(written) == 3
    assert "[##########..........]  50%  1 of 2 MB · 500 kB/s" in written[0]
    assert all(one.count("\x1b") == 1 and "\n" not in one and len(one) < 90 for one in written)
    assert written[-1] == "\r\x1b[K"


def test_a_step_that_says_nothing_more_is_shown_all_the_same() -> None:
    """Authenticating the pages of a large vault is one call that lasts for seconds."""
    shown, clock = queue.SimpleQueue[str](), Clock()
    line = Line(shown.put, clock)
    with line.drawn_on():
        line(0, 0, "authenticating 90,000 pages")
        clock.now += 2
        assert "authenticating 90,000 pages" in shown.get(timeout=60)
    assert shown.get_nowait() == "\r\x1b[K"
    assert shown.empty(), "what stands there is not drawn again"


def test_without_a_terminal_nothing_is_drawn_and_a_short_work_clears_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with going("Stopped.") as tell:
        tell(1, 2, "a.json")
    assert capsys.readouterr().err == ""
    written: list[str] = []
    line = Line(written.append, Clock())
    line(1, 2, "a.json")
    line.clear()
    assert written == []


def test_ctrl_c_stops_at_the_next_step_and_a_second_one_at_once() -> None:
    before = signal.getsignal(signal.SIGINT)
    with going("Nothing was written.", "Try again.") as tell:
        tell(1, 2)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(Stopped) as stop:
            tell(2, 2)
        assert (stop.value.message, stop.value.hint) == ("Nothing was written.", "Try again.")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def pressed_while(checking: Session, *_: object) -> Check:
    signal.raise_signal(signal.SIGINT)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    checking.execute(text(endless))
    raise AssertionError("it ended")


def after_it(_: Session) -> Check:
    raise AssertionError("it was looked at")


@pytest.mark.parametrize("json_too", [False, True])
def test_a_check_that_is_stopped_says_what_holds_and_what_was_not_looked_at(
    desk: Cli, monkeypatch: pytest.MonkeyPatch, json_too: bool
) -> None:
    monkeypatch.setattr(vault_command, "extra_checks", lambda *_: (pressed_while, after_it))
    ran = desk("verify", *(["--json"] if json_too else []))
    assert ran.code == Exit.STOPPED
    assert "Not looked at: pressed_while, after_it." in ran.err
    assert ran.out == "" if json_too else "every record stands as the journal says" in ran.out
    assert "WRONG" not in ran.out
    assert "vault.verify" not in [one["act"] for one in desk("log", "--json").json["entries"]]


@pytest.mark.parametrize(
    ("words", "reading"),
    [
        (("export", "caseload", "--output", "list.csv"), (lists, "list_view")),
        (("deidentified", "--output", "tables.zip"), (deidentified, "deidentified")),
    ],
)
def test_an_export_that_is_stopped_writes_no_file_and_nothing_left_the_vault(
    desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], reading: tuple[object, str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    monkeypatch.setattr(*reading, pressed_while)
    ran = desk(*words)
    assert (ran.code, ran.out) == (Exit.STOPPED, "")
    assert ran.err == "coordtui: The export was stopped. No file was written, and nothing left the vault.\n"
    assert sorted(tmp_path.iterdir()) == before
    assert not [one for one in desk("log", "--json").json["entries"] if "disclo" in one["act"]]


@contextmanager
def at_once(stopped: str, hint: str = "", *, json: bool = False) -> Iterator[Tell]:
    """As `going`, and ctrl+c is pressed as soon as the work has begun."""
    with going(stopped, hint, json=json) as tell:
        signal.raise_signal(signal.SIGINT)
        yield tell


def test_a_backup_a_restore_a_drill_and_a_salvage_that_are_stopped_leave_no_trace(
    desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.ctbackup"
    assert desk("backup").code == desk("backup", str(file)).code == Exit.DONE
    everything = sorted(path for path in tmp_path.rglob("*") if desk.folder not in path.parents)
    monkeypatch.setattr(backups, "going", at_once)
    monkeypatch.setattr(salvage, "going", at_once)
    for words, told in (
        (("backup",), "The backup was stopped. No file was written; the vault is as it was."),
        (("backup", str(tmp_path / "new.ctbackup")), "The backup was stopped. No file was written;"),
        (("restore", str(file)), "The restore was stopped. Nothing was changed."),
        (("restore", str(file), "--dry-run"), "whether it restores is not known."),
        (("drill",), "whether it restores is not known."),
        (("salvage", "--into", str(tmp_path / "into")), "The salvage was stopped. Nothing was written to "),
    ):
        ran = desk(*words)
        assert (ran.code, ran.out) == (Exit.STOPPED, ""), words
        assert told in ran.err
        assert sorted(path for path in tmp_path.rglob("*") if desk.folder not in path.parents) == everything, words
    done = [one["act"] for one in desk("log", "--json").json["entries"]]
    assert done.count("vault.backup") == 2
    with Vault.unlock(desk.folder, PASSPHRASE) as vault:
        work = Work(Ledger(vault, "tester"), RealClock(), None)  # type: ignore[arg-type]
        backups.on_leaving(work, Settings(backup_dir=tmp_path / "other"))
    assert "The backup of the day was not made: ctrl+c stopped it" in capsys.readouterr().err
    assert list((tmp_path / "other").iterdir()) == []


def test_an_import_that_is_stopped_before_anything_came_in_offers_no_undo_of_it(
    desk: Cli, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "going", at_once)
    ran = desk("import", "fhir", str(many))
    assert (ran.code, ran.out) == (Exit.PARTLY, "")
    assert ran.err == "The import was stopped before anything was taken in. Nothing was changed.\n"
    assert [one["status"] for one in desk("import", "fhir", str(many), "--json").json["files"]] == ["refused"]


def test_a_change_of_all_keys_and_an_update_that_are_stopped_change_nothing(
    desk: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, old = tmp_path / "fresh", tmp_path / "old"
    fresh.write_text("another horse, another staple", encoding="utf-8")
    fresh.chmod(0o600)
    shutil.copytree(RELEASED / "v3", old)
    rows = rows_of(old)
    with monkeypatch.context() as patch:
        patch.setattr(password, "going", at_once)
        patch.setattr(progress, "going", at_once)
        ran = desk("rekey", "--new-password-file", str(fresh))
        assert (ran.code, ran.out) == (Exit.STOPPED, "")
        assert "Stopped; the old keys stay in force." in ran.err
        ran = desk.bare("--vault", str(old), "--password-file", str(desk.password_file), "today")
        assert (ran.code, ran.out) == (Exit.STOPPED, "")
        assert "The update was stopped; the vault is as it was." in ran.err
    assert rows_of(old) == rows
    assert "vault.rekey" not in [one["act"] for one in desk("log", "--json").json["entries"]]
    assert desk.bare("--vault", str(old), "--password-file", str(desk.password_file), "today").code == Exit.DONE


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More patients than are imported in two seconds."""
    path = tmp_path / "many.ndjson"
    with path.open("w", encoding="utf-8") as file:
        for number in range(3000):
            name = [{"family": f"Import{number}", "given": ["Ida"]}]
            one = {"resourceType": "Patient", "id": f"p{number}", "name": name, "birthDate": f"19{number % 90 + 10}"}
            file.write(json.dumps(one) + "\n")
    return path


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_an_import_at_a_terminal_shows_its_rate_and_keeps_whole_what_came_in_before_ctrl_c(
    desk: Cli, many: Path
) -> None:
    from tests.cli.person import Person

    with Person(*desk.before(), "import", "fhir", str(many)) as person:
        person.waits_for("B/s")
        person.types("\x03")
        person.waits_for("The import was stopped.")
        person.waits_for("coordtui undo takes back what is in.")
        assert person.leaves() == Exit.PARTLY
    taken = len(desk("caseload", "import", "--json").json["rows"])
    assert 0 < taken < 3000
    assert f"{3000 - taken:,} resources were not reached" in person.seen
    assert desk("verify").code == Exit.DONE
    assert desk("undo").code == Exit.DONE
    assert desk("caseload", "import", "--json").json["rows"] == []
