"""The worker's side of registrations: whether an address already has an account is looked at here, out of sight."""

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from procrastinate.contrib.django import app

from telavis.accounts.actions import codes
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, User
from telavis.registrations import notifications
from telavis.registrations.actions.contact import target_of
from telavis.registrations.actions.sweep import sweep
from telavis.registrations.jobs import SEND_CODE, TELL_OTHERS
from telavis.registrations.models import Registration


@app.task(name=SEND_CODE, retry=3)
@transaction.atomic
def send_code(code_id: str, registration_id: str) -> None:
    """Draw the digits and send them; to an address that has an account goes a letter without digits instead."""
    code = OneTimeCode.objects.select_for_update(of=("self",)).filter(pk=UUID(code_id)).first()
    registration = Registration.objects.filter(pk=UUID(registration_id)).first()
    if code is None or code.digest or registration is None:
        return
    if not codes.is_for(code, target_of(registration, CodeChannel(code.channel))):
        return  # another address was given since: a code for that one follows
    if code.purpose == CodePurpose.PROVE_MOBILE:
        notifications.send_mobile_code(registration, codes.draw(code))
        return
    addresses = User.objects.alias(address=Lower("email"))
    holder = addresses.filter(address=registration.email.lower()).exclude(email="").first()
    if holder is not None:
        notifications.tell_holder(holder)
    elif registration.email:
        notifications.send_mail_code(registration, codes.draw(code))


@app.task(name=TELL_OTHERS, retry=3)
@transaction.atomic
def tell_others(registration_id: str) -> None:
    """The administrators, and the holder of the account that this RPPS number already has."""
    registration = Registration.objects.filter(pk=UUID(registration_id)).first()
    if registration is None:
        return
    notifications.tell_who_decides()
    holders = User.objects.filter(practitioner__rpps=registration.rpps or "none").exclude(email="")
    for holder in holders.exclude(registrations=registration):
        notifications.tell_holder(holder)


@app.periodic(cron="41 * * * *")
@app.task(name="registrations.sweep", queueing_lock="registrations.sweep")
def sweep_hourly(timestamp: int) -> int:
    """`timestamp` is the moment for which procrastinate planned it."""
    return sweep(timezone.now())
