"""The addresses of a list that is read a page at a time (`components/pagination.html`)."""

from django.http import HttpRequest, QueryDict

from telavis.web.pieces.searches import MARK


def address_with(**parts: str) -> str:
    """This page's own address, with what is not empty."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in parts.items() if value})
    return f"?{query.urlencode()}"


def read_after(request: HttpRequest) -> str:
    """The key of the last row already read; "" at the top of the list."""
    return request.GET.get("apres", "")


def ways_on(request: HttpRequest, following: str, **kept: str) -> dict[str, str]:
    """To the rows that follow, and from there back to the top: of the same search, with what is `kept`."""
    kept = {MARK: request.GET.get(MARK, ""), **kept}
    return {
        "next_href": address_with(**kept, apres=following) if following else "",
        "first_href": address_with(**kept) if read_after(request) else "",
    }
