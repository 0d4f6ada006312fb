"""A browser of sorts, behind an https proxy: what a production says to those who come through nginx."""

import http.client
import re
from dataclasses import dataclass
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urlencode

HOST = "telavis.example"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: SimpleCookie
    text: str


class Visitor:
    """Keeps its cookies, sends the token of the last form."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.jar: dict[str, Morsel[str]] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        typed = {"csrfmiddlewaretoken": self.token, **fields}
        return self._ask("POST", path, urlencode(typed))

    def _ask(self, method: str, path: str, body: str = "") -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in self.jar.items())
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7",
            "Origin": f"https://{HOST}",
            "Cookie": cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        given: SimpleCookie = SimpleCookie()
        for line in response.headers.get_all("Set-Cookie", []):
            given.load(line)
        self.jar.update(given)
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        told = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, told, given, text)
