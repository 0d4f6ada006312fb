"""What people read when a form cannot be taken."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of another session: the page was open before a sign-in or sign-out, or cookies are refused."""
    return render(request, "refusals/csrf.html", status=403)
