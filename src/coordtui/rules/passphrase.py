"""How good a passphrase is, in words. The estimate is zxcvbn's, reckoned for a thief who holds a copy of the vault."""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST = 10
_WORDS = (
    "very weak: guessed within minutes",
    "weak: guessed within days",
    "fair: would hold off a casual thief",
    "good: years of guessing",
    "strong: centuries of guessing",
)
_ACCEPTED = 2
_ESTIMATED = 72  # zxcvbn reads no further; more characters only make it stronger


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` is 0 to 4; `words` says it; `hint` is how to make it better, empty when it is fine."""

    score: int
    words: str
    hint: str

    @property
    def enough(self) -> bool:
        return self.score >= _ACCEPTED


def strength(passphrase: str, personal: tuple[str, ...] = ()) -> Strength:
    """Judge a passphrase. `personal` are words a thief would try first, such as the coordinator's name."""
    if len(passphrase) < SHORTEST:
        return Strength(0, f"too short: at least {SHORTEST} characters", "Four or five unrelated words work well.")
    from zxcvbn import zxcvbn

    found = zxcvbn(passphrase[:_ESTIMATED], user_inputs=["coordtui", *personal])
    score = int(found["score"])
    hints = " ".join([found["feedback"]["warning"], *found["feedback"]["suggestions"]]).strip()
    return Strength(score, _WORDS[score], "" if score > _ACCEPTED else hints or "Add another word or two.")
