"""What the tests of registrations share: somebody on their way in, as far as a test wants them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from telavis.accounts.models import AccountRight, CodeChannel, Right, Standing
from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner
from telavis.directory.places import Place
from telavis.documents.actions import new_folder
from telavis.documents.models import Document, Folder
from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.actions.start import Claim
from telavis.registrations.models import Evidence, Registration, Source
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.evidence import is_known
from telavis.registrations.queries.texts import texts_in_force
from telavis.registrations.workflow import State
from telavis.values.rpps import RPPS
from tests.documents.makers import make_shown
from tests.factories import PractitionerFactory, RoleFactory, UserFactory
from tests.jobs import work_here
from tests.web.signing_in import newest_digits

NUMBER = str(RPPS.with_key("1099900900"))
OTHER_NUMBER = str(RPPS.with_key("1099900901"))
UNKNOWN_NUMBER = str(RPPS.with_key("1099900999"))
EMAIL, MOBILE = "j.dubois@exemple.fr", "+33639980077"
PASSWORD = "une-phrase-que-je-retiens"
PRACTICE = Place(
    name="Cabinet du Dr Dubois", address_line="3 rue Haute", postcode="99230", town="Valmont", kind="practice"
)
ADDRESS = "192.0.2.7"


def known_professional(rpps: str = NUMBER, **columns: Any) -> Practitioner:
    """Somebody of the directory without an account, at work in one establishment."""
    names = {"family_name": "Dubois", "given_name": "Jeanne", "specialty": "SM54", **columns}
    who: Practitioner = PractitionerFactory(user=None, rpps=rpps, **names)
    RoleFactory(practitioner=who)
    return who


def begin(rpps: str = NUMBER, family_name: str = "Dubois") -> Registration:
    """The first page."""
    actions.publish_shipped()
    return actions.start(Claim(rpps, family_name), texts=texts_in_force(), address=ADDRESS, by=APPLICANT)


def reach(registration: Registration, *, email: str = EMAIL, mobile: str = MOBILE) -> Registration:
    """As far as the codes."""
    first = registration.evidence.filter(source="directory").first()
    place = first.workplaces[0] if first else PRACTICE
    named = {} if is_known(registration) else {"given_name": "Jeanne", "profession": "10"}
    registration = actions.choose_workplace(registration, place, by=APPLICANT, **named)
    return actions.give_contact(registration, email=email, mobile=mobile, password=PASSWORD, by=APPLICANT)


def prove(registration: Registration) -> Registration:
    """Both codes, as they were received."""
    for channel, verb in ((CodeChannel.MAIL, actions.prove_mail), (CodeChannel.SMS, actions.prove_mobile)):
        code_id = actions.send_code(registration, channel, address=ADDRESS)
        work_here("registrations.send_code")
        registration = verb(registration, code_id, newest_digits(), by=APPLICANT)
    return registration


def submit(rpps: str = NUMBER, family_name: str = "Dubois", **contact: str) -> Registration:
    """The whole way to the queue."""
    return actions.submit(prove(reach(begin(rpps, family_name), **contact)), by=APPLICANT)


def an_administrator() -> Actor:
    user = UserFactory()
    AccountRight.objects.create(
        user=user, right=Right.ADMINISTRATOR, granted_at=timezone.now() - timedelta(days=30)
    )
    return Actor(user=user)


def mails_to(address: str) -> list[str]:
    return [each.subject for each in Delivery.objects.filter(address=address).order_by("queued_at")]


def sent_registration(state: State = State.WAITING) -> Registration:
    """One that waits, without having walked the pages."""
    registration = Registration.objects.create(
        state=state,
        user=UserFactory(standing=Standing.PENDING),
        rpps=UNKNOWN_NUMBER,
        place=PRACTICE.facts(),
        email=EMAIL,
        email_proved_at=timezone.now(),
        submitted_at=timezone.now(),
        asked_at=timezone.now() if state == State.ASKED else None,
    )
    Evidence.objects.create(
        registration=registration,
        source=Source.TYPED,
        family_name="Dubois",
        given_name="Jeanne",
        profession="10",
    )
    return registration


def with_a_proof(make: Callable[[Folder], Document] = make_shown) -> tuple[Registration, Document]:
    """One that was asked for a proof, and has joined it."""
    sent = sent_registration(State.ASKED)
    sent.proofs = new_folder()
    sent.save(update_fields=["proofs"])
    return sent, make(sent.proofs)
