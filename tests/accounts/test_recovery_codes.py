"""Recovery codes: ten, each once, counted in rows."""

import pytest

from telavis.accounts.actions import recovery_codes, tries
from telavis.accounts.actions.recovery_codes import WrongRecoveryCode
from telavis.accounts.models import RecoveryCode
from telavis.directory.actors import actor_for
from tests.accounts.at_once import a_few_rounds
from tests.factories import UserFactory


@pytest.mark.django_db
def test_each_of_ten_opens_once_however_it_is_typed():
    user = UserFactory()
    codes = recovery_codes.renew(user, by=actor_for(user))
    assert len(set(codes)) == 10
    assert recovery_codes.use(user, f"  {codes[0].upper().replace('-', ' ')}") == 9
    with pytest.raises(WrongRecoveryCode):
        recovery_codes.use(user, codes[0])


@pytest.mark.django_db
def test_they_are_kept_as_digests_and_new_ones_replace_them():
    user = UserFactory()
    codes = recovery_codes.renew(user, by=actor_for(user))
    assert codes[0] not in str(list(RecoveryCode.objects.values()))
    recovery_codes.renew(user, by=actor_for(user))
    with pytest.raises(WrongRecoveryCode):
        recovery_codes.use(user, codes[0])
    assert recovery_codes.left(user) == 10


@pytest.mark.django_db
def test_another_persons_code_opens_nothing():
    user, other = UserFactory(), UserFactory()
    codes = recovery_codes.renew(other, by=actor_for(other))
    with pytest.raises(WrongRecoveryCode):
        recovery_codes.use(user, codes[0])


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_five_comparisons(monkeypatch: pytest.MonkeyPatch):
    user, compared = UserFactory(), []
    monkeypatch.setattr(recovery_codes, "_digest", lambda _, code: compared.append(code) or code)
    a_few_rounds(lambda number: recovery_codes.use(user, str(number)))
    assert len(compared) == 5


@pytest.mark.django_db(transaction=True)
def test_the_right_one_many_times_at_once_opens_once():
    user = UserFactory()
    code, opened = recovery_codes.renew(user, by=actor_for(user))[0], []
    a_few_rounds(lambda _: opened.append(recovery_codes.use(user, code)))
    assert opened == [9]


@pytest.mark.django_db
def test_the_sixth_try_is_not_looked_at():
    user = UserFactory()
    codes = recovery_codes.renew(user, by=actor_for(user))
    for _ in range(5):
        with pytest.raises(WrongRecoveryCode):
            recovery_codes.use(user, "aaaaa-bbbbb")
    with pytest.raises(tries.TooManyTries):
        recovery_codes.use(user, codes[0])
