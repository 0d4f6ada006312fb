"""Addresses of static files are looked up once by each process, except while one develops."""

from typing import Any

import pytest
from whitenoise.storage import CompressedManifestStaticFilesStorage

from telavis.web.static_files import StaticFiles


@pytest.mark.parametrize(("debug", "times"), [(False, 1), (True, 2)])
def test_an_address_is_made_once_where_files_do_not_change(
    monkeypatch: pytest.MonkeyPatch, settings: Any, debug: bool, times: int
):
    settings.DEBUG = debug
    asked: list[str] = []

    def url(self: StaticFiles, name: str, force: bool = False) -> str:
        asked.append(name)
        return f"/static/marked-{name}"

    monkeypatch.setattr(CompressedManifestStaticFilesStorage, "url", url)
    storage = StaticFiles()

    assert [storage.url("icons.svg") for _ in range(2)] == ["/static/marked-icons.svg"] * 2
    assert asked == ["icons.svg"] * times
