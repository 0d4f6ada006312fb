"""Everybody who could come to an address, by their relation to one request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from uuid import UUID

from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from telavis.accounts.models import AccountRight, Right, User
from telavis.directory.models import Delegation, PractitionerRole
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.services.models import Absence, MemberKind
from telavis.web.middleware import ON_BEHALF_OF
from tests.factories import (
    LONG_AGO,
    SECRETARY,
    ExpertFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    UserFactory,
    coordinator_of,
    requester_of,
)

SIGNED_OUT = "signed_out"


@dataclass
class Cast:
    """The request that everybody relates to, a draft of the same requester, and the people."""

    request: ServiceRequest
    draft: ServiceRequest
    users: dict[str, User] = field(default_factory=dict)
    on_behalf_of: dict[str, UUID] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    handler: ClientHandler = field(default_factory=lambda: Client().handler)

    def sign_in(self, names: Iterable[str]) -> None:
        """Keep for each of them the cookies of a browser in which they are signed in."""
        for who in names:
            client = Client()
            self.cookies[who] = client.cookies
            if who == SIGNED_OUT:
                continue
            client.force_login(self.users[who])
            if who in self.on_behalf_of:
                session = client.session
                session[ON_BEHALF_OF] = str(self.on_behalf_of[who])
                session.save()

    def browser(self, who: str) -> Client:
        """As after signing in: what an earlier test did to its cookies is forgotten, as its rows were undone."""
        client = Client()
        client.handler = (
            self.handler
        )  # which makes the whole chain of middleware, and keeps nothing of anybody
        client.cookies.update(self.cookies[who])
        return client


def make_cast(request: ServiceRequest) -> Cast:
    """All roles of the house around one request that its service has."""
    service, requester = request.healthcare_service, request.requester
    assert service is not None
    draft = ServiceRequestFactory(requester=requester, healthcare_service=service)
    cast = Cast(request, draft)

    def enter(name: str, role: PractitionerRole) -> None:
        assert role.practitioner.user is not None
        cast.users[name] = role.practitioner.user

    enter("requester", requester)
    assert request.taken_by is not None
    enter("expert_in_charge", request.taken_by)
    for kind in (MemberKind.EXPERT, MemberKind.JUNIOR, MemberKind.SECRETARY):
        enter(kind.value, ExpertFactory(service=service, kind=kind))
    enter("coordinator", coordinator_of(service))
    _let_colleagues_in(cast, enter)
    _replace_an_expert(cast, enter)
    enter("neighbour", ExpertFactory(service=ServiceFactory(organization=service.organization)))
    # Publishing the neighbours' service gave their establishment its referent anew.
    service.organization.refresh_from_db()
    referent = service.organization.referent
    assert referent is not None
    enter("referent", referent)
    enter("elsewhere", ExpertFactory(service=ServiceFactory()))
    enter("stranger", RoleFactory())
    enter("secretary_of_nobody", RoleFactory(practitioner__profession=SECRETARY))
    for right in Right:
        cast.users[right.value] = UserFactory()
        AccountRight.objects.create(user=cast.users[right.value], right=right)
    cast.users["nobody"] = UserFactory()
    return cast


def _let_colleagues_in(cast: Cast, enter) -> None:  # type: ignore[no-untyped-def]
    """One who follows, one who no longer does, one who prepares, one who no longer does."""
    colleague, former_colleague, delegate, former_delegate = (RoleFactory() for _ in range(4))
    by = requester_of(cast.request)
    actions.share(cast.request, colleague.practitioner, by=by)
    actions.unshare(actions.share(cast.request, former_colleague.practitioner, by=by), by=by)
    requester = cast.request.requester
    yesterday = timezone.localdate() - timedelta(days=1)
    Delegation.objects.create(delegator=requester, delegate=delegate, started_on=LONG_AGO)
    Delegation.objects.create(
        delegator=requester, delegate=former_delegate, started_on=LONG_AGO, ended_on=yesterday
    )
    enter("colleague", colleague)
    enter("former_colleague", former_colleague)
    enter("delegate", delegate)
    enter("former_delegate", former_delegate)
    cast.on_behalf_of = {"delegate": requester.pk, "former_delegate": requester.pk}


def _replace_an_expert(cast: Cast, enter) -> None:  # type: ignore[no-untyped-def]
    """A substitute during the absence, and a member who has left."""
    service = cast.request.healthcare_service
    assert service is not None
    absent, substitute = ExpertFactory(service=service), RoleFactory(organization=service.organization)
    today = timezone.localdate()
    Absence.objects.create(
        membership=absent.memberships.get(), substitute=substitute, started_on=today, ended_on=today
    )
    former = ExpertFactory(service=service)
    former.memberships.update(ended_on=today - timedelta(days=1))
    enter("substitute", substitute)
    enter("former_member", former)
