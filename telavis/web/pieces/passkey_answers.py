"""What passes between a page and the passkeys of the device: a question bound to the browser, an answer in a form."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from telavis.accounts.actions.passkeys import LIFE
from telavis.accounts.models import PasskeyQuestion

COOKIE = "passkey_question"
LONGEST_ANSWER = 20_000


def ask(options: dict[str, Any], question: PasskeyQuestion) -> JsonResponse:
    """Send the question to the browser, which shows by its cookie that it was asked there."""
    response = JsonResponse(options)
    response.set_signed_cookie(
        COOKIE,
        str(question.pk),
        salt=COOKIE,
        max_age=LIFE,
        httponly=True,
        samesite="Strict",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def asked(request: HttpRequest) -> str | None:
    """The question of this browser."""
    question_id: str | None = request.get_signed_cookie(COOKIE, None, salt=COOKIE, max_age=LIFE)
    return question_id


def answer(request: HttpRequest) -> dict[str, Any]:
    """What the device said, or nothing that could be read; nothing is believed yet."""
    text = request.POST.get("credential", "")
    try:
        said = json.loads(text) if len(text) <= LONGEST_ANSWER else None
    except (ValueError, RecursionError):
        said = None
    return said if isinstance(said, dict) else {}
