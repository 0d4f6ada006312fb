"""The worker's side of delegations."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from telavis.accounts.actions import codes
from telavis.accounts.models import CodeChannel, OneTimeCode
from telavis.delegations import notifications
from telavis.delegations.actions.proving import target_of
from telavis.delegations.actions.sweep import sweep
from telavis.delegations.jobs import SEND_CODE
from telavis.delegations.models import Joining


@app.task(name=SEND_CODE, retry=3)
@transaction.atomic
def send_code(code_id: str, joining_id: str) -> None:
    """Draw the digits and send them; once."""
    code = OneTimeCode.objects.select_for_update(of=("self",)).filter(pk=UUID(code_id)).first()
    joining = Joining.objects.select_related("invitation").filter(pk=UUID(joining_id)).first()
    if code is None or code.digest or joining is None:
        return
    channel = CodeChannel(code.channel)
    if codes.is_for(code, target_of(joining, channel)):
        notifications.send_code(joining, channel, codes.draw(code))


@app.periodic(cron="17 3 * * *")
@app.task(name="delegations.sweep", queueing_lock="delegations.sweep")
def sweep_nightly(timestamp: int) -> int:
    """`timestamp` is the moment for which procrastinate planned it."""
    return sweep(timezone.now())
