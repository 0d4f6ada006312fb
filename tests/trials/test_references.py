"""A reference that was misread or mistyped is never taken for another request's."""

import pytest

from telavis.values.references import ALPHABET, InvalidReference, Reference
from tests.trials.plugin import Trial

BODY = slice(6, None)  # what follows TE-26-


def test_one_wrong_sign_or_one_exchange_is_always_seen(trial: Trial):
    tried = 0
    for _ in range(trial.count):
        right = Reference.drawn_by(trial.random, 2026)
        assert Reference.parse(right.lower().replace("-", " ")) == right
        for wrong in slips(right):
            with pytest.raises(InvalidReference):
                Reference.parse(wrong)
            tried += 1
    trial.note(slips=tried, accepted=0)


def slips(reference: str) -> set[str]:
    """Every wrong sign in every place of the body, and every exchange of two neighbours."""
    head, body = reference[: BODY.start], reference[BODY].replace("-", "")
    wrong = {body[:place] + sign + body[place + 1 :] for place in range(len(body)) for sign in ALPHABET}
    swapped = {
        body[:place] + body[place + 1] + body[place] + body[place + 2 :] for place in range(len(body) - 1)
    }
    return {head + each for each in (wrong | swapped) - {body}}
