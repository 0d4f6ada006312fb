"""`{% fixed %}`: a piece of a long list is drawn once for each value, and reads as if it were included."""

from typing import Any

import pytest
from django.template import Context, Template

from telavis.web.templatetags import pieces


@pytest.fixture(autouse=True)
def nothing_drawn_yet() -> None:
    pieces._drawn.cache_clear()


def drawn(source: str, **context: Any) -> str:
    return Template("{% load pieces %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize("state", ["sent", "on_hold", "closed"])
def test_it_reads_as_the_included_piece(state: str):
    fixed = drawn('{% fixed "components/state.html" state=state %}', state=state)
    assert fixed == drawn('{% include "components/state.html" with state=state only %}', state=state)


def test_it_is_drawn_once_for_each_value():
    drawn(
        '{% for state in states %}{% fixed "components/state.html" state=state %}{% endfor %}',
        states=["sent", "sent", "taken"],
    )
    assert pieces._drawn.cache_info().misses == 2


def test_what_it_is_given_is_escaped():
    assert "<b>" not in drawn('{% fixed "components/state.html" state=state %}', state='"><b>')


def test_a_developer_sees_every_change(settings: Any):
    settings.DEBUG = True
    drawn('{% fixed "components/state.html" state="sent" %}')
    assert pieces._drawn.cache_info().currsize == 0
