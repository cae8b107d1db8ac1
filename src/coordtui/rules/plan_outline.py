"""The outline of a plan as a tree of lines: what may stand under what, and where a line goes when it is moved.

A line is named by a ref, "goal:7". Nothing here writes: a move is answered by a `Place`, the new parent and the new
order of the lines under it. Lines under one parent stand by their position, then by kind, then by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coordtui.errors import NotFound, Refused
from coordtui.rules.plan_rows import BarrierRow, GoalRow, PlanRows, Row, StepRow, StrengthRow

KINDS = ("concern", "goal", "strength", "barrier", "intervention")
WORDS: Mapping[str, str] = MappingProxyType(
    {"": "plan", "concern": "concern", "goal": "goal", "strength": "strength", "barrier": "barrier",
     "intervention": "step"}
)  # fmt: skip
HOLDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "": frozenset({"concern", "goal", "intervention"}),
        "concern": frozenset({"goal", "intervention"}),
        "goal": frozenset({"intervention", "barrier", "strength"}),
    }
)
"""What may stand under what; "" is the plan itself."""

_ORDER = {kind: n for n, kind in enumerate(KINDS)}


def split_ref(ref: str) -> tuple[str, int]:
    """("goal", 7) of "goal:7". Raises NotFound for anything else."""
    kind, _, number = ref.partition(":")
    if kind not in _ORDER or not (number.isascii() and number.isdigit()) or len(number) > 18:
        raise NotFound("There is no such line in the plan.", "Refresh the plan.")
    return kind, int(number)


def kind_of(ref: str | None) -> str:
    """The kind of line that a ref names; "" for the plan itself."""
    return "" if ref is None else ref.partition(":")[0]


def may_stand(kind: str, under: str | None) -> bool:
    """Whether a line of that kind may stand under that line (None: under the plan)."""
    return kind in HOLDS.get(kind_of(under), frozenset())


@dataclass(frozen=True, slots=True)
class Node:
    """A line's place: `parent` is a ref, None for the plan itself."""

    ref: str
    parent: str | None
    position: int

    @property
    def key(self) -> tuple[int, int, int]:
        kind, number = split_ref(self.ref)
        return self.position, _ORDER[kind], number


@dataclass(frozen=True, slots=True)
class Place:
    """Where `ref` goes: under `parent`, whose lines then stand in the order `siblings` (with `ref` among them)."""

    ref: str
    parent: str | None
    siblings: tuple[str, ...]


class Tree:
    """The lines of one plan. A line whose parent is not in the plan, or cannot hold it, stands under the plan."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        found = sorted(nodes, key=lambda node: node.key)
        known = {node.ref for node in found}
        self._parent: dict[str, str | None] = {}
        self._children: dict[str | None, list[str]] = {}
        for node in found:
            fits = node.parent in known and may_stand(kind_of(node.ref), node.parent)
            parent = node.parent if fits else None
            self._parent[node.ref] = parent
            self._children.setdefault(parent, []).append(node.ref)

    def __contains__(self, ref: object) -> bool:
        return ref in self._parent

    def parent(self, ref: str) -> str | None:
        """Raises NotFound for a line that is not in this plan."""
        try:
            return self._parent[ref]
        except KeyError:
            raise NotFound("There is no such line in the plan.", "It may have been undone; refresh the plan.") from None

    def children(self, ref: str | None) -> tuple[str, ...]:
        return tuple(self._children.get(ref, ()))

    def lines(self, under: str | None = None, depth: int = 0) -> tuple[tuple[str, int], ...]:
        """Every line with its depth as it stands on the page, top to bottom."""
        found: list[tuple[str, int]] = []
        for ref in self.children(under):
            found.append((ref, depth))
            found.extend(self.lines(ref, depth + 1))
        return tuple(found)

    def all_under(self, ref: str) -> tuple[str, ...]:
        return tuple(line for line, _ in self.lines(ref))


def parent_of(row: Row) -> str | None:
    """The ref that a row says it stands under."""
    if isinstance(row, GoalRow):
        return f"concern:{row.concern_id}" if row.concern_id is not None else None
    if isinstance(row, StepRow):
        if row.goal_id is not None:
            return f"goal:{row.goal_id}"
        return f"concern:{row.concern_id}" if row.concern_id is not None else None
    if isinstance(row, (BarrierRow, StrengthRow)):
        return f"goal:{row.goal_id}"
    return None


def tree_of(rows: PlanRows) -> Tree:
    """The outline of a plan. A step whose goal is not in this plan stands under its concern, if that is."""
    known = {ref for ref, _ in rows.by_ref()}

    def node(ref: str, row: Row) -> Node:
        parent = parent_of(row)
        if parent not in known and isinstance(row, StepRow) and row.concern_id is not None:
            parent = f"concern:{row.concern_id}"
        return Node(ref, parent, row.position)

    return Tree(node(ref, row) for ref, row in rows.by_ref())


# --- where a line goes -----------------------------------------------------------------------------------------------


def _inserted(tree: Tree, ref: str, parent: str | None, at: int) -> Place:
    others = [one for one in tree.children(parent) if one != ref]
    others.insert(at, ref)
    return Place(ref, parent, tuple(others))


def _check(kind: str, under: str | None) -> None:
    if may_stand(kind, under):
        return
    hints = {
        "concern": "Concerns stand at the left; put it below one.",
        "goal": "A goal stands under a concern, or at the left.",
        "intervention": "A step stands under a goal or a concern, or at the left.",
    }
    hint = hints.get(kind, f"Put the {WORDS[kind]} inside a goal.")
    raise Refused(f"A {WORDS[kind]} cannot stand under a {WORDS[kind_of(under)]}.", hint)


def place_new(tree: Tree, ref: str, parent: str | None, after: str | None) -> Place:
    """A new line under `parent`, right after `after` or at the end. With only `after`, under the same parent.

    Raises:
        Refused: such a line cannot stand there. NotFound: `parent` or `after` is not in the plan.
    """
    split_ref(ref)
    if after is not None:
        stands = tree.parent(after)
        if parent is None:
            parent = stands
        elif stands != parent:
            raise Refused("That line stands elsewhere in the plan.", "Refresh the plan.")
    if parent is not None:
        tree.parent(parent)
    _check(kind_of(ref), parent)
    siblings = tree.children(parent)
    return _inserted(tree, ref, parent, siblings.index(after) + 1 if after is not None else len(siblings))


def moved(tree: Tree, ref: str, by: int) -> Place:
    """One line up (-1) or down (+1). Past the first or last it goes over to the next concern or goal that holds it.

    Raises:
        Refused: it stands at the very top or bottom already.
    """
    parent = tree.parent(ref)
    siblings = tree.children(parent)
    at = siblings.index(ref) + (1 if by > 0 else -1)
    if 0 <= at < len(siblings):
        return _inserted(tree, ref, parent, at)
    if parent is not None:
        holders = [line for line, _ in tree.lines() if kind_of(line) == kind_of(parent)]
        there = holders.index(parent) + (1 if by > 0 else -1)
        if 0 <= there < len(holders):
            return _inserted(tree, ref, holders[there], 0 if by > 0 else len(tree.children(holders[there])))
    edge = "last" if by > 0 else "first"
    raise Refused(f"This {WORDS[kind_of(ref)]} stands {edge} already.")


def indented(tree: Tree, ref: str) -> Place:
    """Under the nearest line above it, on its own level, that can hold it; as the last there. Raises Refused."""
    parent, kind = tree.parent(ref), kind_of(ref)
    siblings = tree.children(parent)
    above = siblings[: siblings.index(ref)]
    holder = next((one for one in reversed(above) if may_stand(kind, one)), None)
    if holder is None:
        raise Refused(f"There is no line above under which this {WORDS[kind]} could stand.", _DEEPER[kind])
    return _inserted(tree, ref, holder, len(tree.children(holder)))


_DEEPER = {
    "concern": "A concern stands at the left.",
    "goal": "A goal goes under a concern: write the concern above it.",
    "intervention": "A step goes under a goal or a concern: write that above it.",
    "barrier": "A barrier stands under its goal.",
    "strength": "A strength stands under its goal.",
}


def outdented(tree: Tree, ref: str) -> Place:
    """One level to the left, right below what it stood under. Raises Refused."""
    parent, kind = tree.parent(ref), kind_of(ref)
    if parent is None:
        raise Refused(f"This {WORDS[kind]} stands at the left already.")
    above = tree.parent(parent)
    _check(kind, above)
    return _inserted(tree, ref, above, tree.children(above).index(parent) + 1)


def retyped(tree: Tree, ref: str, kind: str) -> tuple[str | None, str | None]:
    """Where the line goes when it becomes another kind: (parent, the line it stands after; None: first).

    It stays where it is if it may, else goes under the line above it, else to the left.

    Raises:
        Refused: lines stand under it which the new kind cannot hold, or there is no place for it.
    """
    if kind not in _ORDER:
        raise Refused("There is no such kind of line.")
    if any(not may_stand(kind_of(child), f"{kind}:0") for child in tree.children(ref)):
        raise Refused(f"Lines stand under this {WORDS[kind_of(ref)]}.", "Move or remove those first.")
    parent = tree.parent(ref)
    siblings = tree.children(parent)
    at = siblings.index(ref)
    if may_stand(kind, parent):
        return parent, siblings[at - 1] if at else None
    holder = next((one for one in reversed(siblings[:at]) if may_stand(kind, one)), None)
    if holder is not None:
        return holder, (tree.children(holder) or (None,))[-1]
    while parent is not None:
        child, parent = parent, tree.parent(parent)
        if may_stand(kind, parent):
            return parent, child
    raise Refused(f"There is no place here for a {WORDS[kind]}.", _DEEPER[kind])
