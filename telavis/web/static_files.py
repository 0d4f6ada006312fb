"""Style sheets, scripts and pictures: their addresses, which bear the mark of their content."""

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Their list is read once, when a process starts; so each address, asked for dozens of times a page, is made once."""

    def url(self, name: str, force: bool = False) -> str:
        if force or settings.DEBUG:
            return str(super().url(name, force))
        made: dict[str, str] = self.__dict__.setdefault("_made", {})
        if name not in made:
            made[name] = str(super().url(name))
        return made[name]
