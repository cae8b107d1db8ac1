"""Promise 4, of the whole program in a process of its own: not one name, passphrase, code or key is left behind.

A first run, an import, a day's work, an encrypted file, locking, a fault on purpose, kill -9, leaving; then every file
that it wrote is searched, what the terminal keeps, the crash report, and what the system shows of the process.
`test_patient_data_stays_inside.py` has the same promise for one process, with a readable file that leaves on purpose.
"""

from __future__ import annotations

import base64
import os
import re
import signal
from pathlib import Path

import pytest

from coordtui.errors import Exit
from coordtui.store import recovery
from coordtui.store.kdf import subkey
from coordtui.store.vault import Vault
from tests.exchange.build import condition, patient, write
from tests.promises.leaks import BACK, Secrets, left_on_terminal

if os.name != "posix":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)
from tests.cli.person import Person

GIVEN, FAMILY, NOTE, PHONE = "Xochiquetzalli", "Quimbanda", "zwiebelfisch", "212-555-0199"
PASSPHRASE = "seven quiet otters paint fences"
CTRL_L, CTRL_G, ESC = "\x0c", "\x07", "\x1b"
KEYS = ("db", "audit", "keyfile-mac", "backup")

# A fault that no test could make with keys: `w` fails while it is drawn, with all secrets in its hands. And, as
# everywhere in the tests, a passphrase that costs nothing to derive.
FAULTY = f"""
import importlib.util, sys

def fail(*_):
    name, passphrase = {GIVEN + " " + FAMILY!r}, {PASSPHRASE!r}
    raise ValueError(f"{{name}} {NOTE} {{passphrase}}")

def cheap():
    return sys.modules["coordtui.store.kdf"].Cost(8, 1, 1)

CHANGES = {{
    "coordtui.screens.why": lambda module: setattr(module.WhyDialog, "body", fail),
    "coordtui.store.keys": lambda module: setattr(module, "calibrated_cost", cheap),
}}

class Change:
    def find_spec(self, name, path=None, target=None):
        if name not in CHANGES:
            return None
        sys.meta_path.remove(self)
        try:
            spec = importlib.util.find_spec(name)
        finally:
            sys.meta_path.insert(0, self)
        execute = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (execute(module), CHANGES[name](module))
        return spec

sys.meta_path.insert(0, Change())
"""


@pytest.fixture
def brought(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file from an EHR, outside of what is searched; and the program with a fault in it."""
    (tmp_path / "faulty").mkdir()
    (tmp_path / "faulty" / "sitecustomize.py").write_text(FAULTY, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "faulty"))
    monkeypatch.setenv("COORDTUI_VAULT", str(home / "vault"))
    phone = [{"system": "phone", "value": PHONE}]
    return write(tmp_path / "brought" / "in.json", patient(given=GIVEN, family=FAMILY, telecom=phone), condition())


class Session:
    """One run of the program at a terminal after another; what each of them left there."""

    def __init__(self, home: Path) -> None:
        self.home, self.left, self.drawn = home, "", ""
        self.words: list[str] = [GIVEN, FAMILY, NOTE, PHONE, PASSPHRASE]

    def ends(self, person: Person) -> None:
        """What the terminal keeps. A killed program cannot leave the alternate screen: that stays until a reset."""
        self.left += left_on_terminal(person.seen)
        self.drawn += person.seen

    def check_process(self, person: Person) -> None:
        """Nothing in the arguments or the environment; no core file; every file it writes lies in the home folder."""
        secrets = Secrets(*self.words)
        if not Path("/proc/self/limits").exists():
            return
        process = Path(f"/proc/{person.pid}")
        assert not secrets.inside((process / "cmdline").read_bytes())
        assert re.search(r"^Max core file size +0 +0 ", (process / "limits").read_text(), re.MULTILINE)
        try:
            assert not secrets.inside((process / "environ").read_bytes())
            outside = [path for path in writable(process) if not path.is_relative_to(self.home)]
        except PermissionError:  # not even its owner may look, which is what is wanted
            return
        assert [path for path in outside if path.parts[1] not in ("dev", "proc") or path.parts[2] == "shm"] == []


def writable(process: Path) -> list[Path]:
    """The files that a process holds open for writing."""
    found = []
    for link in (process / "fd").iterdir():
        try:
            flags = int((process / "fdinfo" / link.name).read_text().partition("flags:")[2].split()[0], 8)
            target = link.readlink()
        except FileNotFoundError:  # closed meanwhile
            continue
        if flags & (os.O_WRONLY | os.O_RDWR) and target.is_absolute():
            found.append(target)
    return found


def test_a_day_of_work_a_fault_and_a_kill_leave_no_name_no_passphrase_and_no_key(home: Path, brought: Path) -> None:
    session, vault = Session(home), home / "vault"
    code = first_day(session, brought)
    assert Secrets(*session.words).holding(home) == set(), "after the first day"
    faulty_day(session)
    killed_day(session)
    secrets = Secrets(*session.words, *keys_of(vault, code))
    assert secrets.holding(home) == set(), "in all files"
    assert not secrets.inside(session.left.encode()), "on the terminal"
    assert secrets.holding(brought.parent) == {"in.json"}, "the search finds a name where there is one"
    assert GIVEN in session.drawn, "it was on the screen"
    reports = [path.read_text(encoding="utf-8") for path in home.rglob("crash-*")]
    assert any("sitecustomize.py" in text for text in reports), "the fault has its report"
    assert len(list(home.rglob("*.ctbackup"))) == 1
    assert len(list(home.glob("*.age"))) == 1
    assert not list((home / "tmp").iterdir())


def first_day(session: Session, brought: Path) -> str:
    """The wizard, an import, every list, the chart, a call, an encrypted spreadsheet, a mask, a lock. The code."""
    with Person() as person:
        person.waits_for("Who works with this vault?")
        for label, answer in (("Your name", "Ana Reyes"), ("Time zone", ""), ("Hours you work a week", "")):
            person.fills_in(label, answer)
        person.waits_for("Choose a passphrase")
        for label in ("Passphrase", "The same again"):
            person.fills_in(label, PASSPHRASE)
        person.waits_for("Write down the recovery code")
        person.sees("four characters")
        code = "-".join(re.findall(r"\b[0-9A-HJKMNP-TV-Z]{4}\b", person.screen)[-8:])
        person.fills_in("Type its last four characters from the paper", code[-4:])
        person.sees("1 Today")
        take_in(person, brought)
        look_around(person)
        session.words += [code, code.replace("-", ""), spreadsheet(person)]
        call(person)
        session.check_process(person)
        person.types(CTRL_L)
        person.waits_for(BACK)
        person.waits_for("Passphrase: ")
        session.check_process(person)
        person.types(f"{PASSPHRASE}\n")
        person.sees(GIVEN)
        person.types("q")
        assert person.leaves() == Exit.DONE
        session.ends(person)
    return code


def take_in(person: Person, brought: Path) -> None:
    person.types("2i")
    person.sees("Import FHIR records")
    person.types(f"{brought}\r")
    person.sees("enter imports")
    person.types("\r")
    person.sees("enter or esc close")
    person.types("\r")
    person.loses("enter or esc close")
    person.sees(GIVEN)


def look_around(person: Person) -> None:
    """Every list, a search for the name, the chart section by section, a note."""
    for key, sign in (("3", "[3"), ("4", "[4"), ("5", "[5"), ("2", "[2")):
        person.types(key)
        person.sees(sign)
    person.types("/")
    person.sees("acuity:>=high")
    person.types("xochi")
    person.sees("1 found")
    person.types(ESC)
    person.loses("found")
    person.types("o")
    person.sees("Timeline")
    for section in ("Steps", "Care", "Plan", "Referrals", "Health"):
        assert section in person.screen
        person.types("\x1b[C")
    person.types("c")
    person.sees("Quick note")
    person.types(f"{NOTE} {FAMILY}")
    person.sees(f"{NOTE} {FAMILY}")
    person.types(CTRL_G)
    person.sees("names masked")
    person.types(CTRL_G)
    person.loses("names masked")
    person.types("\r")
    person.sees("Noted")
    person.types("q")
    person.sees("[2 Caseload]")


def spreadsheet(person: Person) -> str:
    """The caseload in an encrypted file; its passphrase, which is shown once."""
    person.types("X")
    person.sees("xlsx.age")
    person.sees("45 CFR")
    person.types("\r")
    person.sees("Write down the passphrase")
    (passphrase,) = set(re.findall(r"\b[a-z]{5}(?:-[a-z]{5}){4}\b", person.screen))
    person.types(ESC)
    person.loses("Write down the passphrase")
    return str(passphrase)


def call(person: Person) -> None:
    person.types("1")
    person.sees("[1 Today]")
    person.sees("Introduce yourself")
    person.types("l")
    person.sees("n no answer")
    person.types("n\t")
    person.types(f"{NOTE}\r")
    person.sees("u undoes")


def faulty_day(session: Session) -> None:
    with Person() as person:
        unlock(person)
        person.types("w")
        assert person.leaves() == Exit.FAILED
        session.ends(person)
    assert "had to stop" in session.left


def killed_day(session: Session) -> None:
    """With the chart open and a note half typed."""
    with Person() as person:
        unlock(person)
        person.types("o")
        person.sees("Timeline")
        person.types("c")
        person.sees("Quick note")
        person.types(NOTE)
        person.sees(NOTE)
        session.check_process(person)
        os.kill(person.pid, signal.SIGKILL)
        assert person.leaves() == -signal.SIGKILL
        session.ends(person)


def unlock(person: Person) -> None:
    person.waits_for("Passphrase: ")
    person.types(f"{PASSPHRASE}\n")
    person.sees(GIVEN)


def keys_of(vault: Path, code: str) -> list[bytes]:
    """The root key, those that are derived from it, and the recovery code as it is used."""
    with Vault.unlock(vault, PASSPHRASE) as opened:
        root = opened.root.key
        found = [bytes(root), *(bytes(subkey(root, purpose)) for purpose in KEYS)]
    return [*found, bytes(recovery.parsed(code))]


def test_the_search_knows_a_secret_in_every_spelling() -> None:
    secrets = Secrets(FAMILY, bytes(range(200, 232)))
    for data in (FAMILY.encode(), FAMILY.lower().encode(), FAMILY.encode("utf-16-le"), bytes(range(200, 232))):
        assert secrets.inside(b"before " + data + b" after")
        assert secrets.inside(data.hex().encode())
        for before in (b"", b"a", b"ab"):
            assert secrets.inside(base64.b64encode(before + data + b"after"))
    assert not secrets.inside(FAMILY[:-1].encode() + bytes(range(200, 231)))
    assert FAMILY in left_on_terminal(f"\x1b[?1049h screen \x1b]2;{FAMILY}\x07 more {BACK}")
    assert FAMILY not in left_on_terminal(f"before\x1b[?1049h {FAMILY} {BACK}after")
