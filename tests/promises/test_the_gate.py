"""Promise 4: nothing readable leaves the vault past the gate, and nothing leaves that the gate did not write down."""

from __future__ import annotations

import ast
import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import coordtui
from coordtui.casework.disclosure import disclosures
from coordtui.casework.sensitivity import tag
from coordtui.models.care_plan import CarePlan, Goal
from coordtui.screens.copy import CopyDialog
from coordtui.screens.export import ExportDialog, packet_export, plan_export
from coordtui.screens.nudge import NudgeDialog
from coordtui.screens.summary import SummaryDialog
from coordtui.screens.target import Target
from tests.casework.world import World
from tests.documents.conftest import write
from tests.screens.bench import Bench, bench
from tests.screens.referrals import SENT, begun, moved

pytestmark = pytest.mark.usefixtures("documents")

SOURCE: Final = Path(coordtui.__file__).parent
WAYS_OUT: Final = {"write_file", "to_clipboard", "copy_to_clipboard", "stdout.buffer.write"}
GATE: Final = {"disclose", "let_out"}
NO_PATIENT: Final = {
    ("app.py", "CoordApp.to_clipboard"): "the clipboard itself; whoever calls it is looked at below",
    **{("screens/directory_entry.py", f"CopyEntryDialog.action_{key}"): "the numbers of an office" for key in "pfas"},
    ("screens/plan_templates.py", "WriteDialog.save"): "starters of plans, which hold no patient's words",
    ("cli/unseal.py", "run"): "a file that is outside already",
    ("screens/setting.py", "SettingDialog.save"): "the settings file, one line of it",
}
"""Ways out that need no gate, and why."""


# --- as it is written ------------------------------------------------------------------------------------------------


def _called(node: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that are called, or handed on as an act to be done, with their lines."""
    for one in ast.walk(node):
        if isinstance(one, ast.Call):
            yield ast.unparse(one.func).rpartition("super().")[2].removeprefix("sys."), one.lineno
            yield from ((arg.id, one.lineno) for arg in one.args if isinstance(arg, ast.Name))


Functions = dict[str, list[tuple[str, int]]]
"""What each function of a module calls, by "Class.method" or its name."""


def _functions(tree: ast.AST, within: str = "") -> Functions:
    found: Functions = {}
    for one in ast.iter_child_nodes(tree):
        if isinstance(one, ast.ClassDef):
            found |= _functions(one, f"{one.name}.")
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            found[within + one.name] = list(_called(one))
    return found


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _past_the_gate(path: Path) -> set[str]:
    """The functions of a module from which something gets out without having passed the gate before, in that
    function or in the ones of the module that call it.
    """
    functions = _functions(ast.parse(path.read_text("utf-8")))
    gates = GATE | {
        _last(name) for name, calls in functions.items() if GATE.intersection(_last(one) for one, _ in calls)
    }
    called = {_last(one) for calls in functions.values() for one, _ in calls}
    helpers = {name for name in functions if _last(name).startswith("_") and _last(name) in called}
    ways, loose = set(WAYS_OUT), set[str]()
    for _ in functions:
        for name, calls in functions.items():
            out = [line for one, line in calls if _last(one) in ways or one in ways]
            passed = [line for one, line in calls if _last(one) in gates]
            if out and (not passed or min(out) < min(passed)):
                loose.add(name)
        ways |= {_last(name) for name in loose & helpers}
    return loose - helpers


def test_every_way_out_in_the_program_is_behind_the_gate_or_carries_no_patient() -> None:
    found = {
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("*.py")
        for name in _past_the_gate(path)
        if path.name != "leaving.py"
    }
    assert found == set(NO_PATIENT)


def test_the_check_finds_a_way_round_the_gate(tmp_path: Path) -> None:
    """The check itself: a way out before the gate, without one, behind a helper; and one that is as it should be."""
    module = tmp_path / "module.py"
    module.write_text(
        "def early(path, data):\n    write_file(path, data)\n    let_out(1)\n"
        "def none(app, text):\n    app.to_clipboard(text)\n"
        "def _hidden(data):\n    sys.stdout.buffer.write(data)\n"
        "def helper(data):\n    _hidden(data)\n"
        "def right(work, path, data):\n    work.do(disclose, 1)\n    _hidden(data)\n    write_file(path, data)\n"
    )
    assert _past_the_gate(module) == {"early", "none", "helper"}


def test_only_one_place_opens_a_file_for_what_leaves() -> None:
    """`leaving.write_file`; beside it the store (encrypted) and the crash report (without values)."""
    writers = set()
    for path in SOURCE.rglob("*.py"):
        if "store" in path.relative_to(SOURCE).parts:
            continue
        for one in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(one, ast.Call) and _writes(one):
                writers.add(str(path.relative_to(SOURCE)))
    assert writers == {"crash.py", "documents/leaving.py"}


def _writes(call: ast.Call) -> bool:
    name = ast.unparse(call.func).rpartition(".")[2]
    if name in ("write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "TemporaryFile"):
        return True
    modes = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    flags = any("O_CREAT" in ast.unparse(arg) for arg in call.args)
    return name in ("open", "fdopen") and (flags or any(mode in ("w", "wb", "a", "ab", "x", "xb") for mode in modes))


# --- as it runs ------------------------------------------------------------------------------------------------------


class Outside:
    """What reaches the world: the terminal's clipboard, and files."""

    def __init__(self, app: Bench, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.folder = app, folder
        self.copied: list[str] = []
        driver: Any = app.app._driver
        monkeypatch.setattr(driver, "write", self._drawn)

    def _drawn(self, data: str) -> None:
        _, _, text = data.partition("\x1b]52;c;")
        if text:
            self.copied.append(base64.b64decode(text.rstrip("\a")).decode())

    def count(self) -> int:
        return len(self.copied) + len(list(self.folder.iterdir()))


def _left(world: World, patient_id: int) -> int:
    return len(world.read(disclosures, patient_id))


def _target(world: World, patient_id: int) -> Target:
    step = world.open(patient_id)[0]
    return Target(patient_id, "Mei Tan", step.follow_up_id, step.kind, step.text, step.ball, None)


async def test_all_that_gets_out_is_written_down_and_what_is_kept_back_leaves_no_trace_outside(
    world: World, crashes: Path, documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mei = world.add("Rosa", "Zuniga") + 1
    key = moved(world, begun(world, "Mei Tan"), SENT)
    plan = world.do(write, [CarePlan(patient_id=mei, title="Plan")]).value[0]
    world.do(write, [Goal(patient_id=mei, plan_id=plan, text="Walk")])
    async with bench(world, crashes) as one:
        outside = Outside(one, documents, monkeypatch)
        boxes: list[tuple[Any, tuple[str, ...]]] = [
            (lambda: SummaryDialog(mei), ("enter",)),
            (lambda: plan_export(plan, "patient"), ("enter",)),
            (lambda: plan_export(plan, "team"), ("enter",)),
            (lambda: packet_export(key), ("enter",)),
            (lambda: CopyDialog(_target(world, mei)), ("n",)),
            (lambda: CopyDialog(_target(world, mei)), ("s",)),
            (lambda: NudgeDialog(key), ("y", "escape")),
        ]
        for number, (box, keys) in enumerate(boxes, 1):
            one.app.push_screen(box())
            await one.settle()
            await one.press(*keys)
            assert outside.count() == _left(world, mei) == number, (number, one.text())
        one.app.push_screen(SummaryDialog(mei))
        await one.settle()
        await one.press("tab", "home", "shift+end", "ctrl+c")
        assert one.app.clipboard == "2026-02-02", "a field's own copy is there for pasting"
        await one.press("escape")
        assert outside.count() == len(boxes), "and goes no further"
        world.do(tag, "patient", mei, "part2")
        for box, keys in boxes:
            if isinstance(dialog := box(), CopyDialog) and keys == ("n",):
                continue  # whom to call is the coordinator's own; see test_disclosure.py
            one.app.push_screen(dialog)
            await one.settle()
            assert "Part 2" in one.flat() or not isinstance(dialog, ExportDialog | NudgeDialog)
            await one.press(*keys)
            await one.press("escape", "escape")
        assert outside.count() == _left(world, mei) == len(boxes)
    kept = [entry for entry in world.ledger.log() if entry.act == "disclosure.refused"]
    assert len(kept) == 6, [entry.summary for entry in kept]
