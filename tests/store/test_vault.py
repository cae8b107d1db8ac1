"""The vault's files: making, opening, every way of being damaged, and one process at a time."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from coordtui.errors import (
    CoordError,
    Refused,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    VaultNewer,
    VaultReadOnly,
    WrongSecret,
)
from coordtui.store import files, folder, keys, migrations
from coordtui.store.folder import VaultState, vault_state
from coordtui.store.ledger import Ledger
from coordtui.store.vault import Vault
from tests.conftest import PASSPHRASE
from tests.store import acts

CANARY = "Zebulon Quartermain"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def locked(vault: Vault, vault_dir: Path) -> Path:
    """The folder of a vault that holds one patient, locked."""
    Ledger(vault, "tester").do(acts.add, CANARY)
    vault.lock()
    return vault_dir


def test_the_folder_and_every_file_are_private(vault: Vault, vault_dir: Path) -> None:
    Ledger(vault, "tester").do(acts.add, "Ada")
    assert mode(vault_dir) == 0o700
    assert {path.name: mode(path) for path in vault_dir.iterdir()} == dict.fromkeys(
        ("vault.db", "vault.db-wal", "vault.db-shm", "vault.keys", "vault.keys.bak", "vault.lock"), 0o600
    )


def test_a_folder_that_serves_others_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    tmp_path.chmod(0o755)
    with Vault.create_throwaway(tmp_path):
        assert mode(tmp_path) == 0o755
        assert mode(tmp_path / "vault.db") == 0o600


def test_no_file_holds_readable_text_while_open_or_locked(vault: Vault, vault_dir: Path) -> None:
    ledger = Ledger(vault, "tester")
    ledger.do(acts.add, CANARY)
    ledger.meta_set("draft", CANARY)
    assert (vault_dir / "vault.db-wal").stat().st_size > 0

    def leaks() -> list[str]:
        words = (b"Zebulon", b"CREATE TABLE", b"SQLite format 3", b"patient", PASSPHRASE.encode())
        read = subprocess.run(["cat", *map(str, vault_dir.iterdir())], capture_output=True, check=True).stdout
        return [word.decode() for word in words if word in read]

    assert leaks() == []
    vault.lock()
    assert leaks() == []


def test_the_database_does_not_look_like_one(locked: Path) -> None:
    assert not (locked / "vault.db").read_bytes().startswith(b"SQLite format 3")


def test_what_was_written_is_there_after_unlocking(locked: Path) -> None:
    with Vault.unlock(locked, PASSPHRASE) as vault:
        assert acts.names(Ledger(vault, "tester")) == [CANARY]


def test_locking_wipes_every_key_and_can_be_repeated(vault: Vault) -> None:
    vault.lock()
    vault.lock()
    assert vault.root.key == bytearray(32)
    assert vault.audit_key == bytearray(32)
    with pytest.raises(ValueError, match="wiped"):
        vault.reader.connect()


def test_a_throwaway_vault_has_no_passphrase(vault_dir: Path) -> None:
    with Vault.create_throwaway(vault_dir) as vault:
        assert acts.names(Ledger(vault, "demo")) == []
    with pytest.raises(WrongSecret, match="no passphrase"):
        Vault.unlock(vault_dir, "anything")


@pytest.mark.parametrize("name", folder.ALL)
def test_where_any_file_of_a_vault_is_no_new_one_is_made(vault_dir: Path, name: str) -> None:
    vault_dir.mkdir()
    (vault_dir / name).write_bytes(b"x")
    assert vault_state(vault_dir) is VaultState.PARTIAL
    with pytest.raises(VaultDamaged, match="missing"):
        Vault.create(vault_dir, PASSPHRASE)
    assert (vault_dir / name).read_bytes() == b"x"
    assert [path.name for path in vault_dir.iterdir()] == [name]


def test_a_file_is_no_place_for_a_vault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Refused, match="not a folder"):
        Vault.create(tmp_path / "file", PASSPHRASE)
    assert (tmp_path / "file").read_text() == "mine"


def test_an_existing_vault_is_never_overwritten(locked: Path) -> None:
    before = (locked / "vault.keys").read_bytes()
    with pytest.raises(Refused, match="already"):
        Vault.create(locked, PASSPHRASE)
    assert (locked / "vault.keys").read_bytes() == before


def test_a_creation_that_fails_leaves_nothing(vault_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(migrations, "STEPS", (fail,))
    with pytest.raises(RuntimeError):
        Vault.create(vault_dir, PASSPHRASE)
    assert list(vault_dir.iterdir()) == []
    assert vault_state(vault_dir) is VaultState.MISSING


def test_a_missing_vault_is_not_a_damaged_one(vault_dir: Path) -> None:
    with pytest.raises(VaultMissing):
        Vault.unlock(vault_dir, PASSPHRASE)
    assert not vault_dir.exists()


def test_a_wrong_passphrase_opens_nothing_and_says_nothing_on_the_screen(
    locked: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WrongSecret):
        Vault.unlock(locked, "wrong")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("at", [20, 700, 4095])
def test_a_flipped_byte_in_the_first_page_is_damage_and_silent(
    locked: Path, at: int, capfd: pytest.CaptureFixture[str]
) -> None:
    flip(locked / "vault.db", at)
    with pytest.raises(VaultDamaged, match=r"vault\.db is damaged"):
        Vault.unlock(locked, PASSPHRASE)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("at", [0, 15])
def test_a_flipped_byte_of_the_salt_is_mended_by_the_key_file(locked: Path, at: int) -> None:
    flip(locked / "vault.db", at)
    with Vault.unlock(locked, PASSPHRASE) as vault:
        assert acts.names(Ledger(vault, "tester")) == [CANARY]


def test_an_emptied_database_is_damage_and_stays_empty(locked: Path) -> None:
    os.truncate(locked / "vault.db", 0)
    with pytest.raises(VaultDamaged, match="empty"):
        Vault.unlock(locked, PASSPHRASE)
    assert (locked / "vault.db").stat().st_size == 0


def test_a_symbolic_link_is_not_opened(locked: Path, tmp_path: Path) -> None:
    (locked / "vault.db").rename(tmp_path / "elsewhere.db")
    (locked / "vault.db").symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(VaultDamaged, match="symbolic link"):
        Vault.unlock(locked, PASSPHRASE)


def test_a_vault_of_a_later_version_is_refused_clearly(vault: Vault, vault_dir: Path) -> None:
    with vault.writer.begin() as connection:
        connection.exec_driver_sql("PRAGMA user_version=99")
    vault.lock()
    with pytest.raises(VaultNewer, match="99"):
        Vault.unlock(vault_dir, PASSPHRASE)


def test_after_a_refusal_the_lock_is_free_again(locked: Path) -> None:
    with pytest.raises(WrongSecret):
        Vault.unlock(locked, "wrong")
    Vault.unlock(locked, PASSPHRASE).lock()


def test_a_root_key_opened_on_its_own_opens_the_vault(locked: Path) -> None:
    root = keys.open_root(locked, PASSPHRASE)
    with Vault.open(locked, root) as vault:
        assert vault.id == root.doc.vault_id


def test_a_second_opening_is_refused_also_in_this_process(vault: Vault, vault_dir: Path) -> None:
    with pytest.raises(VaultInUse):
        Vault.unlock(vault_dir, PASSPHRASE)


HOLD = """
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from coordtui.store.vault import Vault
from coordtui.store.ledger import Ledger
from tests.store import acts
vault = Vault.unlock(Path(sys.argv[1]), sys.argv[2])
ledger = Ledger(vault, "child")
for number in range(int(sys.argv[3])):
    ledger.do(acts.add, f"child {number}")
    print(number, flush=True)
sys.stdin.read()
"""


def child(vault_dir: Path, count: int) -> subprocess.Popen[str]:
    """Another process with the vault open, that prints the number of every act once it is committed."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(vault_dir), PASSPHRASE, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@pytest.mark.parametrize("after", [3, 25])
def test_a_killed_process_frees_the_vault_and_loses_no_act_it_acknowledged(locked: Path, after: int) -> None:
    with child(locked, 10_000) as other:
        assert other.stdout
        for _ in range(after):
            last = int(other.stdout.readline())
        with pytest.raises(VaultInUse):
            Vault.unlock(locked, PASSPHRASE)
        other.kill()
        last = max([last, *(int(line) for line in other.stdout if line.strip().isdigit())])
    with Vault.unlock(locked, PASSPHRASE) as vault:
        ledger = Ledger(vault, "tester")
        kept = acts.names(ledger)
        assert kept[: last + 2] == [CANARY, *(f"child {number}" for number in range(last + 1))]
        assert len(kept) <= last + 3
        assert ledger.can_undo() == f"added {kept[-1]}"


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """Root may write everywhere, so the test's second half runs as nobody where it was begun by root."""
    yield
    if os.getuid() == 0:
        os.seteuid(0)
        os.setegid(0)


def become_nobody() -> None:
    if os.getuid() == 0:
        os.setegid(65534)
        os.seteuid(65534)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("lock_there", [True, False])
def test_a_folder_that_cannot_be_written_says_so(locked: Path, unprivileged: None, lock_there: bool) -> None:
    public = Path(tempfile.mkdtemp())
    shutil.copytree(locked, public, dirs_exist_ok=True)
    for path in public.iterdir():
        path.chmod(0o444)
    if not lock_there:
        (public / "vault.lock").unlink()
    public.chmod(0o555)
    try:
        become_nobody()
        with pytest.raises(VaultReadOnly):
            Vault.unlock(public, PASSPHRASE)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        public.chmod(0o700)
        shutil.rmtree(public)


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_database_that_cannot_be_written_says_so(locked: Path, unprivileged: None) -> None:
    public = Path(tempfile.mkdtemp())
    public.chmod(0o777)
    shutil.copytree(locked, public, dirs_exist_ok=True)
    public.chmod(0o777)
    for path in public.iterdir():
        path.chmod(0o666)
    (public / "vault.db").chmod(0o444)
    try:
        become_nobody()
        with pytest.raises(VaultReadOnly):
            Vault.unlock(public, PASSPHRASE)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        shutil.rmtree(public)


def test_failed_unlocks_wait_beside_the_vault_and_enter_the_journal(locked: Path) -> None:
    for guess in ("one", "two"):
        with pytest.raises(WrongSecret):
            Vault.unlock(locked, guess)
    with Vault.unlock(locked, PASSPHRASE) as vault:
        newest = Ledger(vault, "tester").log(3)
        assert [entry.act for entry in newest] == ["vault.unlock", "vault.unlock_failed", "vault.unlock_failed"]
        assert not (locked / "vault.failed").exists()
    with Vault.unlock(locked, PASSPHRASE) as vault:
        assert [entry.act for entry in Ledger(vault, "tester").log(2)] == ["vault.unlock", "vault.unlock"]


def test_a_spoilt_file_of_failures_stops_nobody(locked: Path) -> None:
    (locked / "vault.failed").write_bytes(b"\xff\n2026-01-02T03:04:05\n2026-01-02T03:04:05+00:00\n")
    with Vault.unlock(locked, PASSPHRASE) as vault:
        failed = [entry for entry in Ledger(vault, "tester").log() if entry.act == "vault.unlock_failed"]
        assert [entry.at for entry in failed] == ["2026-01-02T03:04:05.000+00:00"]


def test_a_new_passphrase_leaves_the_database_alone(vault: Vault, vault_dir: Path) -> None:
    inode = (vault_dir / "vault.db").stat().st_ino
    key = bytes(vault.root.key)
    vault.change_passphrase("the new one")
    vault.lock()
    assert (vault_dir / "vault.db").stat().st_ino == inode
    with pytest.raises(WrongSecret):
        Vault.unlock(vault_dir, PASSPHRASE)
    with Vault.unlock(vault_dir, "the new one") as again:
        assert bytes(again.root.key) == key


def test_a_new_recovery_code_replaces_the_old_one(vault_dir: Path) -> None:
    vault, old = Vault.create(vault_dir, PASSPHRASE)
    new = vault.new_recovery_code()
    vault.lock()
    with pytest.raises(WrongSecret):
        Vault.unlock(vault_dir, old, "recovery")
    Vault.unlock(vault_dir, new, "recovery").lock()
    Vault.unlock(vault_dir, PASSPHRASE).lock()


def test_an_old_key_file_put_back_is_refused(vault: Vault, vault_dir: Path) -> None:
    old = (vault_dir / "vault.keys").read_bytes()
    vault.change_passphrase("the new one")
    vault.lock()
    (vault_dir / "vault.keys").write_bytes(old)
    with pytest.raises(VaultDamaged, match="old one"):
        Vault.unlock(vault_dir, PASSPHRASE)


def test_a_damaged_key_file_is_mended_from_its_previous_generation_and_that_is_said(
    vault: Vault, vault_dir: Path
) -> None:
    vault.change_passphrase("the new one")
    vault.lock()
    for _ in range(2):
        (vault_dir / "vault.keys").write_bytes(b"garbage")
        with Vault.unlock(vault_dir, PASSPHRASE) as again:
            assert "damaged" in again.notice
    with Vault.unlock(vault_dir, PASSPHRASE) as again:
        assert again.notice == ""


def test_a_passphrase_change_that_cannot_be_written_changes_nothing(
    vault: Vault, vault_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace_atomically", full)
        with pytest.raises(CoordError, match="disk is full"):
            vault.change_passphrase("the new one")
    vault.lock()
    Vault.unlock(vault_dir, PASSPHRASE).lock()


def test_leftovers_of_a_crash_are_cleared(locked: Path) -> None:
    (locked / "vault.keys.0badc0de.tmp").write_bytes(b"x")
    Vault.unlock(locked, PASSPHRASE).lock()
    assert sorted(path.name for path in locked.iterdir()) == ["vault.db", "vault.keys", "vault.keys.bak", "vault.lock"]


def test_a_missing_write_ahead_log_is_no_damage(locked: Path) -> None:
    assert not (locked / "vault.db-wal").exists()
    Vault.unlock(locked, PASSPHRASE).lock()


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)


def test_the_salt_is_the_vaults_id(vault: Vault, vault_dir: Path) -> None:
    vault.lock()
    assert folder.first_bytes(vault_dir) == bytes.fromhex(vault.id)
