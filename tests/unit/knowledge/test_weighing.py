"""Which article fits best, by which passages hold which words."""

from segue.knowledge.search import Hit
from segue.knowledge.suggesting import fits
from segue.knowledge.weighing import weigh


def hits(*found: tuple[str, str, int]) -> list[Hit]:
    return [Hit(*one) for one in found]


def test_words_in_the_title_and_rare_words_count_more():
    found = weigh(
        hits(("refund", "a", 1), ("refund", "b", 0), ("order", "a", 1), ("order", "c", 1)), 9
    )
    assert [one.article_id for one in found] == ["a", "b", "c"]
    titled = weigh(hits(("refund", "a", 1), ("refund", "b", 0)), 9)
    assert titled[0].article_id == "b"


def test_the_best_passage_is_the_one_with_most_of_the_words():
    (match,) = weigh(hits(("light", "a", 2), ("light", "a", 4), ("orange", "a", 4)), 5)
    assert (match.place, match.words) == (4, {"light", "orange"})


def test_endings_make_no_new_words():
    same = hits(("charge", "a", 0), ("charged", "a", 0), ("charges", "a", 1))
    (match,) = weigh(same, 5)
    assert not fits(match)
    (other,) = weigh([*same, *hits(("twice", "a", 0))], 5)
    assert fits(other)


def test_one_word_is_not_enough_and_words_far_apart_are_not():
    apart = hits(("light", "a", 1), ("orange", "a", 2), ("router", "a", 3))
    (match,) = weigh(apart, 5)
    assert not fits(match)
    assert weigh([], 5) == []
