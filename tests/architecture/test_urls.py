"""Every address has a name, and no name has two addresses."""

from collections import Counter
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def walk(resolver: URLResolver, place: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Place, whole path and pattern of every address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, ":".join(filter(None, [place, pattern.namespace])))
        else:
            yield place, f"{resolver.pattern}{pattern.pattern}", pattern


def names() -> set[str]:
    """Of every address, with its place: «inbox:take»."""
    return {f"{place}:{pattern.name}" for place, _, pattern in walk(get_resolver())}


def test_every_address_has_a_name_in_its_place():
    nameless = [path for place, path, pattern in walk(get_resolver()) if not pattern.name]
    assert nameless == []


def test_no_name_has_two_addresses():
    names = Counter(f"{place}:{pattern.name}" for place, _, pattern in walk(get_resolver()))
    assert [name for name, count in names.items() if count > 1] == []
