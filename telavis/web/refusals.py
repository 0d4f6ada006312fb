"""What people read when a form cannot be taken, or when the program fails."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another session: the page was open before a sign-in or sign-out, or cookies are refused."""
    return render(request, "refusals/csrf.html", status=403)


@login_not_required
def fault(request: HttpRequest) -> HttpResponse:
    """The program has failed: said without asking anything of the database, which may be what failed."""
    words = {"site": {"name": "Télavis", "contact_email": settings.CONTACT_EMAIL, "is_demo": settings.DEMO}}
    return HttpResponse(render_to_string("refusals/fault.html", words), status=500)
