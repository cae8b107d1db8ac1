"""The finding language in plain words."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordtui.rules.finding import EVERYTHING, Not, Or, Subject, Term
from coordtui.rules.finding_keys import Key, keys_of
from coordtui.rules.finding_parse import parse
from coordtui.rules.finding_words import in_words
from tests.rules.finding_trees import SUBJECTS, trees, values_of

TODAY = dt.date(2026, 11, 25)  # a Wednesday


def said(text: str, subject: Subject = "people") -> str:
    return in_words(parse(text, subject), subject, TODAY)


def test_a_whole_filter_reads_as_a_sentence() -> None:
    assert said("acuity:>=high due:<=friday last:>30d") == (
        "high or complex acuity, something due by Fri 27 Nov, not reached for over 30 days"
    )
    assert said('rosa lop "two words" -lang:es') == (
        "“rosa…” and “lop…” and “two words” in the name or the record, not speaking Spanish"
    )
    assert said("tier:0 or acuity:high no:phone") == "tier 0, or (high acuity, and no working phone number)"
    assert said("(rosa or lee) -(tier:0 tier:1)") == (
        "(“rosa…” or “lee…” in the name or the record), not all of (tier 0, and tier 1)"
    )
    assert said("-(alert:yes or open:0)") == "none of (an alert on the chart or no follow-ups open)"
    assert said("-(-rosa)") == said("rosa")


def test_nothing_asked_is_everything_of_the_list() -> None:
    found = {subject: in_words(EVERYTHING, subject, TODAY) for subject in SUBJECTS}
    assert found == {
        "people": "everyone", "referrals": "every referral", "plans": "every plan", "directory": "every entry"
    }  # fmt: skip


def test_a_term_of_another_list_has_no_words() -> None:
    with pytest.raises(KeyError, match="acuity"):
        in_words(parse("acuity:high", "people"), "directory", TODAY)


@pytest.mark.parametrize(
    "text, holds, fails",
    [
        ("rosa", "“rosa…” in the name or the record", "no “rosa…” in the name or the record"),
        ('"rosa l"', "“rosa l” in the name or the record", "no “rosa l” in the name or the record"),
        ("pt", "“pt…” in the name", "no “pt…” in the name"),
        ('"pt"', "“pt” in the name or the record", "no “pt” in the name or the record"),
        (
            "(type 2)",
            "“type…” and “2…” in the name or the record",
            "not all of (“type…” and “2…” in the name or the record)",
        ),
        ("due:today", "something due today", "nothing due today"),
        ("due:friday", "something due on Fri 27 Nov", "nothing due on Fri 27 Nov"),
        ("due:week", "something due between today and Wed 2 Dec", "nothing due between today and Wed 2 Dec"),
        ("due:>=friday", "something due from Fri 27 Nov on", "nothing due from Fri 27 Nov on"),
        ("due:<2027", "something due by Thu 31 Dec", "nothing due by Thu 31 Dec"),
        ("due:overdue", "something overdue", "nothing overdue"),
        ("due:none", "nothing open", "something open"),
        ("due:overdue,none", "something overdue or nothing open", "nothing overdue and something open"),
        ("last:30d", "reached within the last 30 days", "not reached for over 30 days"),
        ("last:<30d", "reached less than 30 days ago", "not reached for 30 days or more"),
        ("last:>=1w", "not reached for 1 week or more", "reached less than 1 week ago"),
        ("last:<2026-11", "not reached after Sat 31 Oct", "reached after Sat 31 Oct"),
        ("last:>=monday", "last reached from Mon 23 Nov on", "not last reached from Mon 23 Nov on"),
        ("last:yesterday", "last reached yesterday", "not last reached yesterday"),
        ("last:never", "never reached", "reached at some time"),
        ("acuity:high,none", "high acuity or acuity not assessed", "not high acuity and acuity assessed"),
        ("acuity:none", "acuity not assessed", "acuity assessed"),
        ("acuity:<low", "below low acuity", "not below low acuity"),
        ("tier:<=1", "tier 0 or 1", "not tier 0 or 1"),
        ("tier:none", "not in the queue now", "in the queue now"),
        ("ball:me,payer", "something open with you or the payer", "nothing open with you or the payer"),
        ("kind:call-back", "call back open", "no call back open"),
        (
            "no:plan,phone",
            "no open care plan or no working phone number",
            "with open care plan and with working phone number",
        ),
        ("referral:waiting", "a referral waiting for somebody else", "no referral waiting for somebody else"),
        (
            "referral:sent,none",
            "a referral that is sent or no open referral",
            "no referral that is sent and an open referral",
        ),
        ("plan:overdue", "a plan review overdue", "no plan review overdue"),
        ("engagement:drifting,lost", "drifting or lost", "not drifting or lost"),
        ("open:0", "no follow-ups open", "some follow-ups open"),
        ("open:1", "1 follow-up open", "not 1 follow-up open"),
        ("open:>3", "more than 3 follow-ups open", "at most 3 follow-ups open"),
        ("open:<=3", "at most 3 follow-ups open", "more than 3 follow-ups open"),
        ("lang:es", "speaking Spanish", "not speaking Spanish"),
        ("lang:spanish", "speaking Spanish", "not speaking Spanish"),
        ("lang:none", "language unknown", "language known"),
        ("payer:medicaid", "covered by “medicaid”", "not covered by “medicaid”"),
        ("payer:none", "no coverage in force", "coverage in force"),
        ("dx:E11", "condition E11", "no condition E11"),
        ("dx:asthma", "condition “asthma”", "no condition “asthma”"),
        ("age:>=65", "aged 65 or older", "not aged 65 or older"),
        ("age:none", "age unknown", "age known"),
        ("born:1957", "born in 1957", "not born in 1957"),
        ("born:1957-03", "born in March 1957", "not born in March 1957"),
        ("born:1957-03-14", "born on 14 March 1957", "not born on 14 March 1957"),
        ("born:<1960", "born on 31 December 1959 or before", "not born on 31 December 1959 or before"),
        ("born:<=30d", "born on 26 October 2026 or after", "not born on 26 October 2026 or after"),
        (
            "born:30d",
            "born from 26 October 2026 to 25 November 2026",
            "not born from 26 October 2026 to 25 November 2026",
        ),
        ("tag:part2", "tagged Part 2", "not tagged Part 2"),
        ("tag:none", "no sensitivity tag", "some sensitivity tag"),
        ("alert:no", "no alert on the chart", "an alert on the chart"),
        ("deceased:no", "living", "deceased"),
    ],
)
def test_a_term_and_its_opposite_say_what_they_find(text: str, holds: str, fails: str) -> None:
    assert (said(text), said(f"-{text}")) == (holds, fails)


@pytest.mark.parametrize(
    "subject, text, words",
    [
        ("referrals", "rosa", "“rosa…” in the referral or the name"),
        ("referrals", "pt", "“pt…” in the referral or the name"),
        ("referrals", "state:sent,no-show", "sent or no show"),
        ("referrals", "urgency:>=urgent", "urgent, asap or stat"),
        ("referrals", "to:valley,none", "sent to “valley” or nobody chosen to send it to"),
        ("referrals", "stage:>amber", "past its time or past twice its time"),
        ("referrals", "days:>30", "more than 30 days old"),
        ("referrals", "due:overdue", "next check overdue"),
        ("referrals", "-due:friday", "no next check on Fri 27 Nov"),
        ("referrals", "ball:me", "waiting for you"),
        ("referrals", "-ball:payer", "not waiting for the payer"),
        ("referrals", "kind:urgent_referral", "urgent referral"),
        ("referrals", "social:no", "for a clinical need"),
        ("referrals", "acuity:high", "high acuity"),
        ("plans", "status:draft,overdue", "draft or review overdue"),
        ("plans", "due:none", "no day of review"),
        ("plans", "goals:>2", "more than 2 goals worked on"),
        ("directory", "pantry", "“pantry…” in the entry"),
        ("directory", "kind:place", "place"),
        ("directory", "lang:es", "speaking Spanish"),
        ("directory", "verified:no", "not checked in the last 90 days"),
        ("directory", "retired:yes", "retired"),
        ("directory", "retired:any", "retired or in use"),
    ],
)
def test_terms_of_a_lists_own_rows_have_their_own_words(subject: Subject, text: str, words: str) -> None:
    assert said(text, subject) == words


EACH = [(subject, key) for subject in SUBJECTS for key in keys_of(subject)]


@settings(deadline=None)
@given(st.data(), st.sampled_from(EACH))
def test_no_value_reads_the_same_as_its_opposite(data: st.DataObject, each: tuple[Subject, Key]) -> None:
    subject, key = each
    term = Term(key.name, "is", (data.draw(values_of(key)),))
    holds, fails = in_words(term, subject, TODAY), in_words(Not(term), subject, TODAY)
    assert holds
    assert fails
    assert holds != fails


@settings(deadline=None)
@given(st.data(), st.sampled_from(SUBJECTS), st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_every_filter_has_words_on_every_day(data: st.DataObject, subject: Subject, today: dt.date) -> None:
    node = data.draw(trees(subject))
    words = in_words(node, subject, today)
    assert words.strip()
    assert words.count("(") == words.count(")") or any(mark in words for mark in ("“(", "a (b)"))
    assert in_words(Not(Or((node, node))), subject, today).startswith("none of (")
