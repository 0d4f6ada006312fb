"""The worker's side of a forgotten password: whether the account exists is looked at here, out of sight."""

from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from telavis.accounts.actions import codes
from telavis.accounts.models import OneTimeCode
from telavis.web.login import letters


@app.task(name="login.send_recovery_code", retry=3)
@transaction.atomic
def send_recovery_code(code_id: str) -> None:
    """Draw the digits and send them, unless there is nobody to send them to."""
    code = OneTimeCode.objects.select_for_update(of=("self",)).select_related("user").get(pk=UUID(code_id))
    if code.digest or code.user is None or not code.user.is_active:
        return
    channel = codes.reachable_channel(code.user, code.channel)
    if channel:
        code.channel = channel
        letters.send_code(code.user, code, codes.draw(code))
