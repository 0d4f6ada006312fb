"""Functions of the library that the child replaces: each asked as often as needed, and no more."""

from telavis.questionnaires.calculation.functions import repeat, where


def test_a_criterion_is_asked_once_of_each_and_false_is_no():
    asked = []

    def is_large(each: int) -> list[bool]:
        asked.append(each)
        return [each > 1]

    assert where({}, [1, 2, 3], is_large) == [2, 3]
    assert asked == [1, 2, 3]


def test_what_is_repeated_is_found_once_and_outer_first():
    below = {"a": ["b", "c"], "b": ["d", "a"], "c": ["d"], "d": []}
    assert repeat({}, ["a"], below.__getitem__) == ["b", "c", "d", "a"]
