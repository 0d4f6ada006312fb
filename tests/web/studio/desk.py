"""A coordinator before the pages of one work."""

from typing import Any

from django.test import Client
from django.urls import reverse

from telavis.studio.models import FormWork
from tests.studio.working import new_work
from tests.web.desks import desk_of


class Desk:
    """A coordinator before the pages of one work."""

    def __init__(self) -> None:
        self.work, by = new_work()
        assert by.role is not None
        self.role = by.role
        self.client: Client = desk_of(by.role)

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"studio:{name}", args=[self.work.pk, *more])

    def page(self, name: str, *more: Any, query: str = "") -> str:
        return self.client.get(self.address(name, *more) + query).content.decode()

    def post(self, name: str, *more: Any, query: str = "", **fields: Any) -> str:
        answer = self.client.post(self.address(name, *more) + query, fields, follow=True)
        self.work = FormWork.objects.get(pk=self.work.pk)
        return answer.content.decode()
