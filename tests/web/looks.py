"""A page is looked at as people will see it: on a desk and on a phone, by day and by night."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# what axe passes it would describe at length, and nobody reads it
AXE = f"""{Axe().axe_script};
window.look = async (options, where = document) =>
  (await axe.run(where, {{resultTypes: ["violations"], ...options}})).violations;
window.shown = () => [...document.querySelectorAll("body *")].filter(each => each.checkVisibility({{visibilityProperty: true}}));
"""
WHOLE = "async () => { window.seen = new Set(shown()); return await look({}); }"
AGAIN = """async () => {
  const fresh = shown().filter(each => !seen.has(each));
  fresh.forEach(each => seen.add(each));
  const found = await look({rules: {"color-contrast": {enabled: false}}});
  return fresh.length ? found.concat(await look({runOnly: ["color-contrast"]}, {include: fresh})) : found;
}"""
CONTRASTS = "async () => await look({runOnly: ['color-contrast']})"
DESK, PHONE, WIDE = (1280, 800), (360, 740), (1600, 900)


def is_sound(page: Page, *sizes: tuple[int, int]) -> None:
    """Nothing for axe to say and nothing beside the screen, in every look; the page ends as it began, by day.

    Contrasts are two thirds of axe's work. They depend on the colours, not on the size: by day each element is asked
    for its own at the first size that shows it, by night all that the last size shows.
    """
    began, ask = page.viewport_size, WHOLE
    for width, height in sizes or (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        _read(page, "light", ask)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"wider than {width}"
        ask = AGAIN
    _read(page, "dark", CONTRASTS)
    page.emulate_media(color_scheme="light")
    if began:
        page.set_viewport_size(began)


def _read(page: Page, scheme: str, ask: str) -> None:
    # without movement, so that no colour is read on its way from one theme to the other
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = AxeResults({"violations": page.evaluate(ask)})
    assert found.violations_count == 0, f"{page.url}, {scheme}: {found.generate_report()}"
