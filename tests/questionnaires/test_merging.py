"""Two pages on one draft: nothing that either has written is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from telavis.questionnaires.answers import Answer, Answers, Joined, Rows, Written
from telavis.questionnaires.definition import Item, Kind
from telavis.questionnaires.merging import (
    RIVALS_MAX,
    Change,
    Choice,
    Kept,
    Settlement,
    both,
    known_to,
    mark_of,
    merge,
    rivals_from_json,
    rivals_to_json,
    settle,
)

QUESTIONS = ("a", "b", "c")


def said(**texts: str) -> Answers:
    return Answers().with_answers({link_id: Answer(Written(text)) for link_id, text in texts.items()})


def texts_of(kept: Kept) -> set[Answer]:
    waiting = [each for those in kept.rivals.values() for each in those]
    return {*kept.answers.by_id.values(), *waiting}


contents = st.one_of(
    st.builds(Written, st.sampled_from(["un", "deux", "trois"])),
    st.builds(lambda ids: Joined(tuple(sorted(ids))), st.sets(st.sampled_from("xyz"), min_size=1)),
)
some_answers = st.builds(
    Answers, st.dictionaries(st.sampled_from(QUESTIONS), st.builds(Answer, contents, st.just("")))
)


@given(base=some_answers, mine=some_answers, theirs=some_answers)
def test_no_text_that_either_page_has_written_is_lost(base, mine, theirs):
    kept = merge(base, mine, Kept(theirs)).kept
    for page in (mine, theirs):
        for link_id, answer in page.by_id.items():
            if isinstance(answer.content, Written) and answer != base.at(link_id):
                assert answer in (kept.answers.at(link_id), *kept.rivals.get(link_id, ()))


@given(base=some_answers, mine=some_answers, theirs=some_answers)
def test_what_only_one_page_has_changed_is_taken_and_asks_nothing(base, mine, theirs):
    kept = merge(base, mine, Kept(theirs)).kept
    for link_id in QUESTIONS:
        if mine.at(link_id) == base.at(link_id):
            assert kept.answers.at(link_id) == theirs.at(link_id)
            assert link_id not in kept.rivals
        elif theirs.at(link_id) == base.at(link_id):
            assert kept.answers.at(link_id) == mine.at(link_id)
            assert link_id not in kept.rivals


@given(base=some_answers, mine=some_answers, theirs=some_answers)
def test_the_same_save_once_more_loses_nothing_and_asks_nothing_more(base, mine, theirs):
    """Its acknowledgement was lost on the way: the page sends the same again."""
    once = merge(base, mine, Kept(theirs)).kept
    changed = [link_id for link_id in QUESTIONS if once.answers.at(link_id) != theirs.at(link_id)]
    own = Change("mine", Answers({link_id: theirs.at(link_id) for link_id in changed}))
    others = Change("theirs", Answers({link_id: base.at(link_id) for link_id in QUESTIONS}))
    twice = merge(known_to("mine", once.answers, [own, others]), mine, once).kept
    assert twice.rivals.keys() == once.rivals.keys()
    written = [each for each in texts_of(once) if isinstance(each.content, Written)]
    assert all(each in texts_of(twice) for each in written)


def test_both_texts_wait_until_one_is_chosen():
    kept = merge(said(), said(a="un"), Kept(said(a="deux"))).kept
    assert kept.answers == said(a="un")
    assert kept.rivals == {"a": (Answer(Written("deux")),)}


def test_two_pages_that_go_on_writing_leave_two_texts_not_twenty():
    first = merge(said(), said(a="deux"), Kept(said(a="un"))).kept
    second = merge(said(a="un"), said(a="un et demi"), first).kept
    third = merge(said(a="deux"), said(a="deux et demi"), second).kept
    assert texts_of(third) == {Answer(Written("un et demi")), Answer(Written("deux et demi"))}


def test_a_text_wins_over_its_being_erased_elsewhere():
    before = said(a="un")
    assert merge(before, said(), Kept(said(a="un et demi"))).kept == Kept(said(a="un et demi"))
    assert merge(before, said(a="un et demi"), Kept(said())).kept == Kept(said(a="un et demi"))


def test_documents_of_both_pages_are_joined_and_one_taken_away_stays_away():
    def joined(*ids: str) -> Answers:
        return Answers({"photo": Answer(Joined(ids))})

    kept = merge(joined("x", "y"), joined("x", "z"), Kept(joined("x", "y", "w"))).kept
    assert kept == Kept(joined("x", "w", "z"))


def test_more_texts_than_anybody_could_choose_from_are_refused():
    waiting = tuple(Answer(Written(str(number))) for number in range(RIVALS_MAX))
    full = Kept(said(a="deux"), {"a": waiting})
    merged = merge(said(), said(a="un", b="autre"), full)
    assert merged.refused == ("a",)
    assert merged.kept == Kept(said(a="deux", b="autre"), {"a": waiting})


def test_a_page_started_from_what_stood_before_the_others_wrote():
    later = [Change("other", said(a="un")), Change("other", said(b="un"))]
    assert known_to("mine", said(a="deux", b="deux", c="trois"), later) == said(a="un", b="un", c="trois")


def test_a_page_knows_what_it_wrote_itself_and_was_not_told():
    later = [Change("other", said(a="le mien")), Change("mine", Answers({"a": Answer()}))]
    assert known_to("mine", said(a="l’autre"), later) == said(a="le mien")


class TestChoosing:
    asked = Item(link_id="a", kind=Kind.LONG_TEXT, text="Histoire")
    kept = Kept(said(a="un"), {"a": (Answer(Written("deux")), Answer(Written("trois")))})

    def choose(self, choice: Choice, text: str = "deux") -> Kept:
        return settle(self.kept, Settlement("a", mark_of(Answer(Written(text))), choice), self.asked)

    def test_mine_leaves_the_field_as_it_is(self):
        assert self.choose(Choice.MINE) == Kept(said(a="un"), {"a": (Answer(Written("trois")),)})

    def test_theirs_takes_its_place(self):
        assert self.choose(Choice.THEIRS) == Kept(said(a="deux"), {"a": (Answer(Written("trois")),)})

    def test_both_stand_one_after_the_other(self):
        assert self.choose(Choice.BOTH).answers == said(a="un\n\ndeux")

    def test_nothing_else_is_thrown_away_in_place_of_what_was_seen(self):
        assert self.choose(Choice.MINE, "disparu entre-temps") == self.kept

    def test_two_lists_become_one_and_too_much_text_does_not(self):
        rows = [Answer(Rows((said(r=text),))) for text in ("un", "deux")]
        joined = both(Item(link_id="l", kind=Kind.ROWS, text="Lignes"), *rows)
        assert joined == Answer(Rows((said(r="un"), said(r="deux"))))
        long, longer = (Answer(Written(sign * 15_000)) for sign in "xy")
        assert both(self.asked, long, longer) is None
        assert (
            both(replace(self.asked, max_length=6), *(Answer(Written(each)) for each in ("un", "deux")))
            is None
        )
        crowded = Kept(Answers({"a": long}), {"a": (longer,)})
        wish = Settlement("a", mark_of(longer), Choice.BOTH)
        assert settle(crowded, wish, self.asked) == crowded, "no text goes for want of room"


def test_what_waits_comes_back_from_the_database_as_it_was():
    rivals = {"a": (Answer(Written("un"), "le motif"), Answer(Rows((said(r="deux"),))))}
    assert rivals_from_json(rivals_to_json(rivals)) == rivals
