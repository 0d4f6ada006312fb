"""A page is looked at as people will see it: on a desk and on a phone, by day and by night."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
# what axe passes it would describe at length, and nobody reads it
ASK = "options => axe.run({resultTypes: ['violations'], ...options}).then(({violations}) => ({violations}))"
DESK, PHONE, WIDE = (1280, 800), (360, 740), (1600, 900)


def is_sound(page: Page, *sizes: tuple[int, int]) -> None:
    """Nothing for axe to say and nothing beside the screen, in every look; the page ends as it began, by day.

    The page is walked through once. By night only the colours differ, and they are those of every size: axe is asked
    for the contrasts alone, at the last of them.
    """
    began = page.viewport_size
    for width, height in sizes or (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        _read(page, "light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than {width}"
    _read(page, "dark", {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    if began:
        page.set_viewport_size(began)


def _read(page: Page, scheme: str, options: dict[str, list[str]] | None = None) -> None:
    # without movement, so that no colour is read on its way from one theme to the other
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = AxeResults(page.evaluate(ASK, options or {}))
    assert found.violations_count == 0, f"{page.url}, {scheme}: {found.generate_report()}"
