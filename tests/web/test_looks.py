"""What is wrong with a page is found in whichever look it shows."""

import re

import pytest
from playwright.sync_api import Page

from tests.web.looks import is_sound

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="fr"><title>Une page</title><meta name="viewport" content="width=device-width">
<style>body {{ background: #fff }} .phone {{ display: none }}
@media (max-width: 600px) {{ .phone {{ display: block }} }} {}</style><main><h1>Une page</h1>{}</main></html>"""
PALE = "color: #ccc; background: #fff"

FAULTS = [
    ("light.*contrast", f"p {{ {PALE} }}", "<p>pâle</p>"),
    ("light.*contrast", f".phone {{ {PALE} }}", '<p class="phone">pâle</p>'),
    ("dark.*contrast", f"@media (prefers-color-scheme: dark) {{ p {{ {PALE} }} }}", "<p>pâle</p>"),
    ("light.*button", "", "<button></button>"),
    ("light.*button", "", '<button class="phone"></button>'),
    ("wider than 360", "p { width: 500px }", "<p>large</p>"),
]


def test_every_fault_is_found_and_a_page_without_one_is_sound(page: Page, db: None):
    page.set_content(PAGE.format("", '<p>noir</p><p class="phone">noir</p>'))
    is_sound(page)
    for told, style, words in FAULTS:
        page.set_content(PAGE.format(style, words))
        with pytest.raises(AssertionError, match=re.compile(told, re.DOTALL)):
            is_sound(page)
