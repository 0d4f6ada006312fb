"""The browser fixture itself: what a page does wrong reaches the test."""

import pytest
from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("wrong", "heard"),
    [
        ("<p style='color: red'>", "Content Security Policy"),
        ("<script>window.ran = true</script>", "Content Security Policy"),
        ("<script src='wrong.js'></script>", "in-a-script"),
    ],
)
def test_what_a_page_does_wrong_is_heard(page: Page, complaints: list[str], wrong: str, heard: str):
    def answer(route: Route) -> None:
        if route.request.url.endswith(".js"):
            route.fulfill(content_type="text/javascript", body="throw new Error('in-a-script')")
        else:
            policy = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(
                content_type="text/html", headers=policy, body=f"<!doctype html><title>t</title>{wrong}"
            )

    page.route("**/*", answer)
    page.goto("http://127.0.0.1/")
    page.wait_for_timeout(100)
    assert any(heard in complaint for complaint in complaints)
    complaints.clear()
