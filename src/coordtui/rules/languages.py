"""Languages by their tags (BCP-47) and by their English names.

The names are Unicode's (CLDR, as langcodes gives them). Those that a caseload usually holds stand here, because
the tables of all languages of the world take more memory than ten thousand patients and a tenth of a second to load.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from coordtui.models.codes import Answer


def _pairs(text: str) -> dict[str, str]:
    return dict(one.strip().split(" ", 1) for one in text.split(";"))


_LANGUAGES: Final = _pairs(
    "af Afrikaans; ak Akan; am Amharic; ar Arabic; as Assamese; ase American Sign Language; ay Aymara; az Azerbaijani;"
    "bg Bulgarian; bm Bambara; bn Bangla; bo Tibetan; bs Bosnian; ca Catalan; ceb Cebuano; chk Chuukese; chr Cherokee;"
    "ckb Central Kurdish; cs Czech; cy Welsh; da Danish; de German; din Dinka; ee Ewe; el Greek; en English;"
    "es Spanish; et Estonian; eu Basque; fa Persian; ff Fula; fi Finnish; fil Filipino; fj Fijian; fr French; ga Irish;"
    "gn Guarani; gu Gujarati; ha Hausa; haw Hawaiian; he Hebrew; hi Hindi; hmn Hmong; hnj Hmong Njua; hr Croatian;"
    "ht Haitian Creole; hu Hungarian; hy Armenian; id Indonesian; ig Igbo; ilo Iloko; is Icelandic; it Italian;"
    "ja Japanese; jam Jamaican Creole English; jv Javanese; ka Georgian; kar Karen languages; kea Kabuverdianu;"
    "ki Kikuyu; kk Kazakh; km Khmer; kmr Northern Kurdish; kn Kannada; ko Korean; kri Krio; ksw S'gaw Karen;"
    "ku Kurdish; ky Kyrgyz; lg Ganda; ln Lingala; lo Lao; lt Lithuanian; luo Luo (Kenya and Tanzania); lv Latvian;"
    "mam Mam; mg Malagasy; mh Marshallese; mi Māori; mk Macedonian; ml Malayalam; mn Mongolian; mr Marathi; ms Malay;"
    "mt Maltese; mww Hmong Daw; my Burmese; nb Norwegian Bokmål; ne Nepali; nl Dutch; nn Norwegian Nynorsk;"
    "no Norwegian; nus Nuer; nv Navajo; ny Nyanja; om Oromo; or Odia; pa Punjabi; pl Polish; ps Pashto; pt Portuguese;"
    "qu Quechua; rhg Rohingya; rn Rundi; ro Romanian; ru Russian; rw Kinyarwanda; sd Sindhi; si Sinhala; sk Slovak;"
    "sl Slovenian; sm Samoan; sn Shona; so Somali; sq Albanian; sr Serbian; sv Swedish; sw Swahili; ta Tamil;"
    "te Telugu; tg Tajik; th Thai; ti Tigrinya; tk Turkmen; to Tongan; tr Turkish; tw Twi; ug Uyghur; uk Ukrainian;"
    "ur Urdu; uz Uzbek; vi Vietnamese; wo Wolof; xh Xhosa; yi Yiddish; yo Yoruba; yue Cantonese; zh Chinese; zu Zulu"
)
_WRITTEN: Final = {"zh-Hans": "Chinese (Simplified)", "zh-Hant": "Chinese (Traditional)"}
_REGIONS: Final = _pairs(
    "419 Latin America; AF Afghanistan; AR Argentina; AU Australia; BR Brazil; CA Canada; CN China; CO Colombia;"
    "CU Cuba; DO Dominican Republic; EC Ecuador; EG Egypt; ES Spain; FR France; GB United Kingdom; GT Guatemala;"
    "HN Honduras; HT Haiti; IN India; IQ Iraq; IR Iran; MX Mexico; NI Nicaragua; PE Peru; PH Philippines; PK Pakistan;"
    "PR Puerto Rico; PT Portugal; RU Russia; SV El Salvador; SY Syria; TW Taiwan; US United States; VE Venezuela;"
    "VN Vietnam"
)
_TAGS: Final = {name.casefold(): tag for tag, name in _LANGUAGES.items()}


def known_name(tag: str) -> str | None:
    """The English name of a common language's tag in its usual spelling ("es-MX"), None for any other."""
    found = _LANGUAGES.get(tag) or _WRITTEN.get(tag)
    if found is not None:
        return found
    language, _, region = tag.partition("-")
    return f"{_LANGUAGES[language]} ({_REGIONS[region]})" if language in _LANGUAGES and region in _REGIONS else None


def known_tag(name: str) -> str | None:
    """The tag of a common language by its English name, None for any other."""
    return _TAGS.get(name.casefold())


@lru_cache(256)
def language_name(tag: str) -> str:
    """ "Spanish (Mexico)" for "es-MX"; what is no tag as it is."""
    found = known_name(tag)
    if found is not None:
        return found
    import langcodes

    try:
        return str(langcodes.Language.get(tag).display_name("en"))
    except (LookupError, ValueError):
        return tag


def interpreter_words(answer: Answer, modality: str | None = None) -> str:
    """Whether an interpreter is needed, "" where there is nothing to say."""
    match answer:
        case Answer.YES:
            return f"needs an interpreter ({modality})" if modality else "needs an interpreter"
        case Answer.DECLINED:
            return "interpreter: declined to say"
        case _:
            return ""


def spoken(tag: str | None, interpreter: Answer, modality: str | None) -> str:
    """ "Spanish (Mexico), needs an interpreter (phone)"; "" where neither is known."""
    parts = (language_name(tag) if tag else "", interpreter_words(interpreter, modality))
    return ", ".join(part for part in parts if part)
