"""Acts that matter want a recent proof; reading, asking and leaving as it is do not."""

from django.urls import get_resolver

from tests.architecture.test_urls import walk
from tests.web.administration.administered import READ_ONLY

WITHOUT = READ_ONLY - {"administration:log_file"} | {
    *("administration:registrations", "administration:registration"),
    *("administration:accounts", "administration:merging"),
    *(
        "administration:ask",
        "administration:ask_proof",
        "administration:abandon_reset",
        "administration:abandon_merge",
    ),
}


def test_every_act_but_the_harmless_wants_a_recent_proof():
    unguarded = {
        f"{place}:{pattern.name}"
        for place, _, pattern in walk(get_resolver())
        if place == "administration" and not getattr(pattern.callback, "needs_recent_proof", False)
    }
    assert unguarded == WITHOUT
