"""The common languages at hand say what the whole tables say, and spare them."""

from __future__ import annotations

import subprocess
import sys

import langcodes
import pytest

from coordtui.rules import languages
from coordtui.rules.languages import known_name, known_tag, language_name
from coordtui.rules.patient import check_language

ALONE = sorted({*languages._LANGUAGES, *languages._WRITTEN})
WITH_A_REGION = [f"{tag}-{region}" for tag in ("es", "zh", "luo", "kar") for region in languages._REGIONS]
USED = ("es", "es-MX", "ar", "zh-Hant", "ht", "pt-BR", "so", "vi", "en-US", "fil", "rhg")


@pytest.mark.parametrize("tag", [*ALONE, *WITH_A_REGION])
def test_a_name_at_hand_is_the_one_of_the_whole_tables(tag: str) -> None:
    assert known_name(tag) == langcodes.Language.get(tag).display_name("en")
    assert langcodes.Language.get(tag, normalize=False).to_tag() == tag  # nothing else would be kept for it


def test_a_name_at_hand_finds_the_tag_that_the_whole_tables_find() -> None:
    names = {name: tag for tag, name in languages._LANGUAGES.items()}
    assert {name: known_tag(name.upper()) for name in names} == names
    assert {name: langcodes.find(name).to_tag() for name in names} == names


def test_other_tags_are_looked_up_and_what_is_none_stays_as_it_is() -> None:
    assert [known_name(tag) for tag in ("", "gsw", "es-mx", "es-MX-x-a", "-MX", "xx_!")] == [None] * 6
    assert [language_name(tag) for tag in ("gsw", "es-mx", "de-CH")] == [
        *("Swiss German", "Spanish (Mexico)", "German (Switzerland)")
    ]
    assert language_name("no tag at all") == "no tag at all"
    assert [check_language(typed) for typed in ("ES-mx", "spanish", "Schwiizertüütsch")] == ["es-MX", "es", "gsw"]


def test_naming_common_languages_loads_no_tables() -> None:
    code = (
        "import sys\n"
        "from coordtui.rules.directory import check_languages, language_names\n"
        "from coordtui.rules.deidentify import language\n"
        "from coordtui.screens.words import language_words\n"
        f"print([language_words(tag) and language_names(tag) and language(tag) for tag in {USED!r}])\n"
        "print(check_languages('Spanish, vi; Haitian Creole'))\n"
        "print([name for name in ('langcodes', 'language_data', 'marisa_trie') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == ["es; vi; ht", "[]"]
