"""Style sheets, scripts and pictures: their addresses, which bear the mark of their content."""

from functools import cached_property

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Their list is read once, when a process starts; so each address, asked for dozens of times a page, is made once."""

    @cached_property
    def _made(self) -> dict[str, str]:
        return {}

    def url(self, name: str, force: bool = False) -> str:
        if force or settings.DEBUG:
            return str(super().url(name, force))
        if name not in self._made:
            self._made[name] = str(super().url(name))
        return self._made[name]
