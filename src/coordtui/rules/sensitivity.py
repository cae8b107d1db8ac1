"""The sensitivity tags that ship: what needs more than the usual permission before it is shared, and by which law.

What each asks for varies by state and by program; the words say so, and a coordinator can add tags of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from coordtui.errors import InvalidInput
from coordtui.rules.fold import fold

PART2: Final = "part2"
LONGEST_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class Tag:
    """`code` is what a record carries; `own_authorization`: it may not share an authorization with anything else."""

    code: str
    label: str
    why: str
    own_authorization: bool = False


SHIPPED: Final = (
    Tag(
        PART2,
        "Part 2",
        "Records of a substance use disorder program: 42 CFR Part 2 asks for a written consent, also for treatment, "
        "and a notice that goes along.",
    ),
    Tag(
        "psychotherapy_notes",
        "Psychotherapy notes",
        "A therapist's own notes, kept apart: 45 CFR 164.508(a)(2) asks for an authorization of their own.",
        own_authorization=True,
    ),
    Tag("hiv", "HIV", "HIV tests and treatment: many states ask for a written release of their own; look up yours."),
    Tag(
        "mental_health", "Mental health", "Mental health records: many states protect them beyond HIPAA; look up yours."
    ),
    Tag(
        "reproductive",
        "Reproductive health",
        "Pregnancy, contraception, abortion, fertility: several states protect these beyond HIPAA; look up yours.",
    ),
    Tag("genetic", "Genetic", "Genetic tests and family history: GINA and many state laws limit who may see them."),
    Tag(
        "minor_confidential",
        "Minor's own care",
        "Care to which a minor may consent alone: state law says whether a parent may see it (45 CFR 164.502(g)(3)).",
    ),
    Tag(
        "violence",
        "Violence and abuse",
        "Violence at home, trafficking, abuse: telling the wrong person puts the patient in danger (45 CFR 164.512(c), "
        "164.524(a)(3)).",
    ),
)
OWN_AUTHORIZATION: Final = frozenset(tag.code for tag in SHIPPED if tag.own_authorization)


def code_of(label: str) -> str:
    """The code of a tag of one's own, from its label: "Foster care" is "foster_care".

    Raises:
        InvalidInput: at "label", when it is empty, too long, or has no letter or digit.
    """
    words = " ".join(label.split())
    if not words:
        raise InvalidInput("label", "A tag needs a name.", 'For example "Foster care".')
    if len(words) > LONGEST_LABEL:
        raise InvalidInput(
            "label", f"A tag's name has at most {LONGEST_LABEL} letters.", "Put the rest into the reason."
        )
    code = re.sub(r"\W+", "_", fold(words)).strip("_")
    if not code:
        raise InvalidInput("label", "A tag's name needs a letter or a digit.")
    return code
