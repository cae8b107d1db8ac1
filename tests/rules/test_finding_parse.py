"""The finding language: what is typed, as a tree, and every mistake at its place."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.rules.finding import EVERYTHING, And, FindingProblem, Node, Not, Or, Subject, Term, Word
from coordtui.rules.finding_parse import MOST_CHARACTERS, MOST_LEVELS, MOST_TERMS, parse, write
from tests.rules.finding_trees import SUBJECTS, trees, typed

ROSA, ANA, LEE = Word("rosa"), Word("ana"), Word("lee")
HIGH = Term("acuity", "is", ("high",))


@pytest.mark.parametrize("text", ["", "  ", "-", ",", "- , -- -,", "()", "( - )", '""', '"', "-()", "+ & …"])
def test_what_says_nothing_asks_for_nothing(text: str) -> None:
    assert parse(text, "people") == EVERYTHING


@pytest.mark.parametrize(
    "text, node",
    [
        ("rosa", ROSA),
        ("rosa ana", And((ROSA, ANA))),
        ("rosa or ana", Or((ROSA, ANA))),
        ("rosa OR ana", Or((ROSA, ANA))),
        ("rosa or ana lee", Or((ROSA, And((ANA, LEE))))),
        ("(rosa or ana) lee", And((Or((ROSA, ANA)), LEE))),
        ("(rosa ana) lee", And((ROSA, ANA, LEE))),
        ("((rosa))", ROSA),
        ("-rosa", Not(ROSA)),
        ("--rosa", Not(ROSA)),
        ("-(-rosa)", Not(Not(ROSA))),
        ("-(rosa ana)", Not(And((ROSA, ANA)))),
        ('-"rosa lopez"', Not(Word("rosa lopez", quoted=True))),
        ('"rosa lopez', Word("rosa lopez", quoted=True)),
        ("“rosa lopez” ana", And((Word("rosa lopez", quoted=True), ANA))),
        ('"or"', Word("or", quoted=True)),
        ("order", Word("order")),
        ("rosa - ana", And((ROSA, ANA))),
        ("rosa, ana", And((Word("rosa,"), ANA))),
        ("rosa or -", ROSA),
        ("(617) 555-0123", And((Word("617"), Word("555-0123")))),
        ("10:30", Word("10:30")),
        ("https://x.y/z", Word("https://x.y/z")),
        ("ключ:значение", Word("ключ:значение")),
        ("acuity:high", HIGH),
        ("RISK:High", HIGH),
        ("-acuity:high rosa", And((Not(HIGH), ROSA))),
        ("acuity:high(rosa)", And((HIGH, ROSA))),
        ("acuity:high,low,high", Term("acuity", "is", ("high", "low"))),
        ("acuity:,high,,", HIGH),
        ("acuity:>=high", Term("acuity", ">=", ("high",))),
        ("acuity:=>high", Term("acuity", ">=", ("high",))),
        ("acuity:=high", HIGH),
        ("acuity>=high", Term("acuity", ">=", ("high",))),
        ("acuity=high,low", Term("acuity", "is", ("high", "low"))),
        ('payer="valley heart"', Term("payer", "is", ("valley heart",))),
        ("due<=friday", Term("due", "<=", ("friday",))),
        ("a>b,c", Word("a>b,c")),
        ("tier:<2", Term("tier", "<", ("2",))),
        ("kind:call-back", Term("kind", "is", ("call_back",))),
        ('kind:"TCM call"', Term("kind", "is", ("discharge_contact",))),
        ('referral:"Awaiting  Authorization"', Term("referral", "is", ("awaiting_auth",))),
        ('payer:"Valley  Heart",medicaid', Term("payer", "is", ("valley heart", "medicaid"))),
        ('payer:"open to the end', Term("payer", "is", ("open to the end",))),
        ('payer:a"b c"', And((Term("payer", "is", ("a",)), Word("b c", quoted=True)))),
        ("payer:or", Term("payer", "is", ("or",))),
        ("dx:E11", Term("dx", "is", ("e11",))),
        ("open:007", Term("open", "is", ("7",))),
        ("last:none", Term("last", "is", ("never",))),
        ("due:2/29", Term("due", "is", ("2/29",))),
        ('due:"next friday"', Term("due", "is", ("next friday",))),
        ("dob:1957-03", Term("born", "is", ("1957-03",))),
    ],
)
def test_what_is_typed_is_read(text: str, node: Node) -> None:
    assert parse(text, "people") == node


def test_every_part_knows_where_it_stands() -> None:
    node = parse('rosa -acuity:>=high "two words"', "people")
    assert isinstance(node, And)
    word, negated, quoted = node.parts
    assert isinstance(word, Word)
    assert isinstance(quoted, Word)
    assert isinstance(negated, Not)
    assert isinstance(negated.part, Term)
    assert (word.span, negated.part.span, quoted.span) == ((0, 4), (6, 19), (20, 31))


@pytest.mark.parametrize(
    "text, marked, message, hint",
    [
        ("rosa or", "or", '"or" needs something on both sides.', "in quotes"),
        ("or rosa", "or", '"or" needs something on both sides.', "in quotes"),
        ("rosa OR or ana", "OR", '"OR" needs something on both sides.', '"OR"'),
        ("(rosa or) ana", "or", '"or" needs something on both sides.', "in quotes"),
        ("-or", "or", '"or" needs something on both sides.', "in quotes"),
        ("(rosa or ana", "(", 'This "(" is never closed.', 'Write ")"'),
        ("(rosa or", "or", '"or" needs something on both sides.', "in quotes"),
        ("ana (rosa (lee)", "(", 'This "(" is never closed.', 'Write ")"'),
        ("rosa) ana", ")", 'There is no "(" before this ")".', "open the bracket"),
        ("acuty:high", "acuty:", 'There is no filter "acuty:" here.', 'Did you mean "acuity:"?'),
        ("re:insulin", "re:", 'There is no filter "re:" here.', "need quotes"),
        ("to:heart", "to:", 'There is no filter "to:" here.', "It is for referrals."),
        ("verified:no", "verified:", 'There is no filter "verified:" here.', "It is for the directory."),
        ("qqq:heart", "qqq:", 'There is no filter "qqq:" here.', "Known are due"),
        ("ana payer:", "payer:", '"payer:" needs a value right behind it.', "It takes part of a payer's name"),
        ("payer: ana", "payer:", '"payer:" needs a value right behind it.', "It takes"),
        ("risk:,-", "risk:,-", '"acuity:" needs a value right behind it.', "For example acuity:low."),
        ("age:>", "age:>", '"age:" needs a value right behind it.', "in years"),
        ("acuity:hgih", "hgih", '"hgih" is not known for "acuity:".', "Did you mean high?"),
        (
            "acuity:low,blue",
            "blue",
            '"blue" is not known for "acuity:".',
            "acuity is one of low, rising, high, complex, none.",
        ),
        ("kind:hous", "hous", '"hous" is not known for "kind:".', "Did you mean housing?"),
        ("kind:zzz", "zzz", '"zzz" is not known for "kind:".', "kind is one of crisis"),
        ("tier:5", "5", '"5" is not known for "tier:".', "tier is one of 0, 1, 2, 3, 4, none."),
        ("open:many", "many", '"many" is not a number.', "Write open:0, open:>0 or open:>=3."),
        ("open:none", "none", '"none" is not a number.', "Write open:0"),
        ("age:old", "old", '"old" is not an age.', "age:>=65"),
        ("due:someday", "someday", '"due:someday": "someday" is not a day I know.', "Did you mean today?"),
        ("due:32.1.", "32.1.", '"due:32.1.": 32.1. is not a day: January', "It takes overdue"),
        ("due:never", "never", '"due:never": "never" is not a day I know.', "It takes overdue"),
        ("last:overdue", "overdue", '"last:overdue" is not known.', "It takes >30d"),
        ("last:nevr", "nevr", '"last:nevr": "nevr" is not a day I know.', "Did you mean never?"),
        ("payer:>medicaid", ">", '"payer:" has no order to compare by.', "Leave the < or > out."),
        ("ball:<=me", "<=", '"ball:" has no order to compare by.', "Leave the < or > out."),
        ("age:>60,70", "70", "Only one value can be compared with.", "Leave the others out."),
        ("acuity:>none", "none", '"none" cannot be compared with.', "Write acuity:none."),
        ("last:>never", "never", '"never" cannot be compared with.', "Write last:never."),
        ("due:<overdue", "overdue", '"overdue" cannot be compared with.', "Write due:overdue."),
        ("acuity >= high", ">=", '">=" stands alone.', "right behind its key"),
        ("age: >65", "age:", '"age:" needs a value right behind it.', "such as >=65"),
        ("age >65", ">65", '">65" stands alone.', "right behind its key"),
        ("rosa age>=", "age>=", '"age:" needs a value right behind it.', "such as >=65"),
    ],
)
def test_a_mistake_is_marked_and_comes_with_the_next_step(text: str, marked: str, message: str, hint: str) -> None:
    with pytest.raises(FindingProblem) as caught:
        parse(text, "people")
    problem = caught.value
    assert (problem.field, text[slice(*problem.span)]) == ("filter", marked)
    assert problem.message.startswith(message)
    assert hint in problem.hint


@pytest.mark.parametrize(
    "text, mended",
    [
        ("rosa acuty:high", "rosa acuity:high"),
        ("acuity:hgih rosa", "acuity:high rosa"),
        ("last:nevr", "last:never"),
    ],
)
def test_what_is_proposed_instead_is_understood(text: str, mended: str) -> None:
    with pytest.raises(FindingProblem) as caught:
        parse(text, "people")
    start, end = caught.value.span
    better = text[:start] + caught.value.better + text[end:]
    assert better == mended
    assert parse(better, "people") != EVERYTHING


@pytest.mark.parametrize(
    "subject, text, key",
    [
        ("referrals", "state:sent", "state"),
        ("referrals", 'receiver:"valley heart"', "to"),
        ("referrals", "urgency:>=urgent", "urgency"),
        ("referrals", "age:>=65", "age"),
        ("plans", "plan:active", "status"),
        ("plans", "acuity:high", "acuity"),
        ("people", "state:drifting", "engagement"),
        ("directory", "language:es", "lang"),
    ],
)
def test_the_same_name_may_mean_the_row_or_its_person(subject: Subject, text: str, key: str) -> None:
    node = parse(text, subject)
    assert isinstance(node, Term)
    assert node.key == key


def test_length_terms_and_depth_are_bounded() -> None:
    long = "a " * (MOST_CHARACTERS // 2) + "b"
    with pytest.raises(FindingProblem, match="at most 1,000 characters") as caught:
        parse(long, "people")
    assert caught.value.span == (MOST_CHARACTERS, len(long))
    many = " ".join(["ab"] * MOST_TERMS)
    assert isinstance(parse(many, "people"), And)
    with pytest.raises(FindingProblem, match="at most 60 terms") as caught:
        parse(f"{many} ab", "people")
    assert caught.value.span == (len(many) + 1, len(many) + 3)
    deep = "-(" * (MOST_LEVELS - 1) + "a" + ")" * (MOST_LEVELS - 1)
    assert isinstance(parse(deep, "people"), Not)
    for levels in (MOST_LEVELS, 330):
        with pytest.raises(FindingProblem, match="too many brackets"):
            parse("-(" * levels + "a" + ")" * levels, "people")
    assert parse("(" * 499 + "r" + ")" * 499, "people") == Word("r")


@settings(deadline=None)
@given(st.data(), st.sampled_from(SUBJECTS))
def test_what_is_written_is_read_again_as_it_was(data: st.DataObject, subject: Subject) -> None:
    node = data.draw(trees(subject))
    assert parse(write(node), subject) == node


@settings(deadline=None)
@given(typed, st.sampled_from(SUBJECTS))
def test_any_text_is_a_filter_or_a_mistake_within_it(text: str, subject: Subject) -> None:
    try:
        node = parse(text, subject)
    except FindingProblem as problem:
        start, end = problem.span
        named = (problem.field, bool(problem.message), bool(problem.hint))
        assert 0 <= start < end <= len(text)
        assert named == ("filter", True, True)
    else:
        assert parse(write(node), subject) == node


def test_an_empty_filter_does_not_load_the_grammar() -> None:
    code = (
        "import sys\nfrom coordtui.rules.finding_parse import parse, prepare\n"
        "parse(' ', 'people'); print('lark' in sys.modules)\nprepare(); print('lark' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
