"""What a first visit brings over the wire: the page, and every style sheet and script that it pulls in."""

import gzip
import http.client
import re
from dataclasses import dataclass
from urllib.parse import urljoin

_STYLE = re.compile(
    r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]+rel="stylesheet"'
)
_SCRIPT = re.compile(r'<script[^>]+src="([^"]+)"')
_PRELOAD = re.compile(r'<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"')
_IMPORT = re.compile(r"""(?:^|[;\s}])(?:import|export)\s*(?:[\w*{}\s,$]+from\s*)?["']([^"']+)["']""")
_CSS_IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s]+)""")
_FONT = re.compile(r"""url\(["']?([^"')]+\.woff2)["']?\)""")


@dataclass(frozen=True)
class Weight:
    """Bytes as they travel: HTML by gzip, style sheets and scripts as the server keeps them (brotli)."""

    html: int
    css: int
    js: int
    font: int

    @property
    def first_load(self) -> int:
        return self.html + self.css + self.js


class Scales:
    """Weighs pages of one server; a file is fetched once."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.known: dict[str, tuple[int, str]] = {}

    def weigh(self, path: str, cookie: str) -> Weight:
        status, body = self._get(path, {"Cookie": f"sessionid={cookie}"})
        if status != http.client.OK:
            raise ValueError(f"{path} answers {status}")
        html = len(gzip.compress(body, 6))
        if not body.lstrip().lower().startswith(b"<!doctype html"):
            return Weight(len(body), 0, 0, 0)
        text = body.decode()
        styles = self._closure([one or other for one, other in _STYLE.findall(text)], path, _CSS_IMPORT)
        scripts = self._closure([*_SCRIPT.findall(text), *_PRELOAD.findall(text)], path, _IMPORT)
        fonts = {urljoin(each, font) for each in styles for font in _FONT.findall(self._file(each)[1])}
        return Weight(
            html,
            sum(self._file(each)[0] for each in styles),
            sum(self._file(each)[0] for each in scripts),
            max((self._file(each)[0] for each in fonts), default=0),
        )

    def _closure(self, found: list[str], base: str, wanted: re.Pattern[str]) -> set[str]:
        """These files and all that they import."""
        todo, done = [urljoin(base, each) for each in found], set[str]()
        while todo:
            path = todo.pop()
            if path not in done:
                done.add(path)
                todo += [urljoin(path, each) for each in wanted.findall(self._file(path)[1])]
        return done

    def _file(self, path: str) -> tuple[int, str]:
        if path not in self.known:
            _, compressed = self._get(path, {"Accept-Encoding": "br, gzip"})
            status, plain = self._get(path, {})
            if status != http.client.OK:
                raise ValueError(f"{path} answers {status}")
            self.known[path] = len(compressed), plain.decode(errors="replace")
        return self.known[path]

    def _get(self, path: str, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
