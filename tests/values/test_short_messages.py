"""What an SMS may be written in."""

import pytest

from telavis.values.short_messages import GSM, plain


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Hôpital d’Œuvre", "Hopital d'OEuvre"),
        ("«\u202f24\u00a0h\u202f»…", '" 24 h "...'),
        ("à é è ù", "à é è ù"),
        ("François, Noël", "Francois, Noel"),
    ],
)
def test_words_stay_and_what_the_gsm_alphabet_lacks_is_simplified(written: str, sent: str):
    assert plain(written) == sent
    assert set(sent) <= GSM


def test_what_has_no_simpler_form_stays():
    assert plain("三") == "三"
