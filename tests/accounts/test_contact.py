"""An address or a mobile changes once, for one account, whoever presses at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from telavis.accounts.actions import codes, contact, external_identities
from telavis.accounts.models import CodeChannel, CodePurpose, ExternalIdentity, User
from telavis.directory.actors import Actor
from tests.factories import UserFactory

NEW = "nouvelle@exemple.fr"


def both(*acts) -> list[str]:  # type: ignore[no-untyped-def]
    """Each in a thread and a connection of its own, together: what came of it."""
    together = Barrier(len(acts))

    def share(act) -> str:  # type: ignore[no-untyped-def]
        together.wait()
        try:
            act()
        except (contact.AddressTaken, codes.CodeRefused, external_identities.LastWayIn) as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(share, acts))


@pytest.mark.django_db(transaction=True)
def test_of_two_accounts_that_take_one_address_at_once_one_gets_it():
    users = [UserFactory(), UserFactory()]
    got = both(*(lambda user=user: contact.change(user, CodeChannel.MAIL, NEW) for user in users))
    assert got == ["AddressTaken", "done"]
    assert User.objects.filter(email=NEW).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_last_ways_in_that_go_at_once_one_stays():
    user = UserFactory()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    links = [
        ExternalIdentity.objects.create(
            user=user, provider=name, issuer=f"https://{name}.example", subject="1"
        )
        for name in ("psc", "chu")
    ]
    by = Actor(user=user)
    got = both(*(lambda link=link: external_identities.unlink(link, by=by) for link in links))
    assert got == ["LastWayIn", "done"]
    assert ExternalIdentity.objects.count() == 1


@pytest.mark.django_db
def test_the_code_of_another_account_proves_nothing_here():
    mine, theirs = UserFactory(), UserFactory()
    code = codes.prepare(theirs, purpose=CodePurpose.PROVE_MAIL, channel=CodeChannel.MAIL)
    digits = codes.draw(code)
    with pytest.raises(codes.CodeExpired):
        contact.check_code(mine, CodeChannel.MAIL, code.pk, digits)


@pytest.mark.django_db
@pytest.mark.parametrize("purpose", [CodePurpose.SIGN_IN, CodePurpose.PROVE_MOBILE])
def test_a_code_of_another_purpose_proves_no_address(purpose: CodePurpose):
    user = UserFactory()
    code = codes.prepare(user, purpose=purpose, channel=CodeChannel.MAIL)
    digits = codes.draw(code)
    with pytest.raises(codes.CodeExpired):
        contact.check_code(user, CodeChannel.MAIL, code.pk, digits)


@pytest.mark.django_db
def test_what_is_on_its_way_to_the_former_one_is_void_and_to_the_other_channel_is_not():
    user = UserFactory()
    by_mail, by_sms = (
        codes.prepare(user, purpose=CodePurpose.SIGN_IN, channel=channel)
        for channel in (CodeChannel.MAIL, CodeChannel.SMS)
    )
    digits = {code.pk: codes.draw(code) for code in (by_mail, by_sms)}
    former = user.email
    assert contact.change(user, CodeChannel.MAIL, NEW) == former
    with pytest.raises(codes.CodeExpired):
        codes.check(by_mail.pk, digits[by_mail.pk], purpose=CodePurpose.SIGN_IN)
    assert codes.check(by_sms.pk, digits[by_sms.pk], purpose=CodePurpose.SIGN_IN) == user
