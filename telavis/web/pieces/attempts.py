"""What a page says of an act: that it is done, or why it is not."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from telavis.values.french import typographic
from telavis.values.refused import Refused

T = TypeVar("T")


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do it and say so, or say why not."""
    try:
        act()
    except Refused as refusal:
        say_why_not(request, refusal)
        return False
    say_done(request, done)
    return True


def accepted(form: forms.Form, act: Callable[[], T], *, field: str | None = None) -> T | None:
    """What the act made; None when it was refused: the form, or this field of it, then says why."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(field, refusal.sentence)
        return None


def say_done(request: HttpRequest, done: str) -> None:
    messages.success(request, typographic(done))


def say_why_not(request: HttpRequest, refusal: Refused) -> None:
    messages.warning(request, refusal.sentence)
