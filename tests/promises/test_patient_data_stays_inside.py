"""Promise 4: after a session, also one with a fault in it, a patient's name stands in the summary and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from coordtui.cli.entry import main
from coordtui.exchange.fhir import import_paths
from coordtui.models.contact import Contact
from coordtui.screens.leaving import LOCK
from coordtui.settings import Settings
from coordtui.store.vault import Vault
from tests.casework.world import World
from tests.conftest import PASSPHRASE
from tests.exchange.build import condition, patient, write
from tests.promises.leaks import Secrets
from tests.screens.bench import Bench, bench

GIVEN, FAMILY = "Xochiquetzalli", "Quimbanda"
NOTE = "zwiebelfisch"
WORDS = (GIVEN, FAMILY, NOTE, PASSPHRASE)
_SECRETS = Secrets(*WORDS)
holding = _SECRETS.holding


async def work(app: Bench, home: Path) -> None:
    """What a morning leaves behind: a call, a half-typed note, a chart, a search, a fault."""
    await app.press("l", "n", "tab")
    await app.type(NOTE)
    await app.press("enter")
    await app.press("c")
    await app.type(f"{NOTE} {FAMILY}")
    await app.press("escape", "slash")
    await app.type("xochi")
    await app.press("escape", "o", "q", "ctrl+p")
    await app.type("quim")
    await app.press("escape")
    app.app.crash_folder = None
    app.app.trouble(ValueError(f"{GIVEN} {FAMILY} {PASSPHRASE}"))
    await app.settle()
    await app.press("enter")
    assert holding(home) == set(), "while the vault is open"


async def test_a_name_is_found_in_the_exported_summary_and_in_no_other_file(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brought = write(tmp_path / "brought" / "in.json", patient(given=GIVEN, family=FAMILY), condition())
    folder = home / ".local/share/coordtui/vault"
    folder.parent.mkdir(parents=True)
    vault, code = Vault.create(folder, PASSPHRASE)
    with vault:
        world = World(vault)
        import_paths(world.ledger, [brought], world.moment)
        async with bench(world, home / "unused", settings=Settings()) as app:
            await work(app, home)
            await app.press("ctrl+l")
        assert app.app.return_value == LOCK
        assert world.read(lambda session: session.get(Contact, 1)).note == NOTE
    assert holding(home) == set(), "after the vault was locked"
    reports = list((home / ".local/state").rglob("crash-*"))
    assert len(reports) == 1, "the fault was written down where a user's reports are"
    secret = tmp_path / "brought" / "secret"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    secret.chmod(0o600)
    words = ["--vault", str(folder), "--password-file", str(secret)]
    assert main([*words, "summary", FAMILY, "--output", str(home / "summary.md")]) == 0
    assert main([*words, "verify"]) == 0
    assert main([*words, "backup", str(home / "copy.ctbackup")]) == 0
    assert holding(home) == {"summary.md"}
    assert FAMILY in (home / "summary.md").read_text(encoding="utf-8")
    out, err = capsys.readouterr()
    assert FAMILY not in out + err
    assert code.encode() not in b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
