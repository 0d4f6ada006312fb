"""The extensions of one element of a form, found and set."""

from collections.abc import Mapping
from typing import Any

from telavis.studio.outline import Json


def extension(item: Mapping[str, Any], url: str) -> Json:
    return next((each for each in item.get("extension", ()) if each.get("url") == url), {})


def set_extension(item: Json, url: str, key: str, value: object) -> None:
    """One of this address, where it stood; none when there is nothing to say."""
    extensions = [*item.get("extension", ())]
    place = next((at for at, each in enumerate(extensions) if each.get("url") == url), None)
    if value in ("", None, False, 0):
        extensions = [each for each in extensions if each.get("url") != url]
    elif place is None:
        extensions.append({"url": url, key: value})
    else:
        extensions[place] = {"url": url, key: value}
    put(item, "extension", extensions)


def put(item: Json, key: str, value: object) -> None:
    if value:
        item[key] = value
    else:
        item.pop(key, None)
