"""The cookie of the session: only whoever ends a session takes it out of the browser.

Django takes it away with every answer to a request that bore a session which is no more. Such an answer may be late: it
then takes away the cookie of the session that was opened meanwhile, and who has just signed in is signed out again.
"""

from django.conf import settings
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, save that a session found missing leaves the browser as it is."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if not request.session.modified:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer
