"""Each class of error finds the person who was meant; the trial in full is `make bench-search`."""

import pytest

from telavis.cli.search_evaluation import evaluate, read_queries
from tests.patients import people


@pytest.mark.django_db
def test_whoever_is_meant_comes_first_with_a_date_and_among_ten_without():
    people.bring_in()
    wanted = read_queries(people.QUERIES)
    with_dates = evaluate(wanted, with_date=True)
    missed = [kind for kind, row in with_dates["classes"].items() if row["recall@1"]["value"] < 1]
    assert (missed, with_dates["all"]["wrong person first, certain"]) == ([], 0)
    assert with_dates["all"]["by sound alone"]["value"] >= 0.99
    without = evaluate(wanted, with_date=False)
    assert without["all"]["recall@10"]["value"] >= 0.97
