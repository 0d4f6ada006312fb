"""Where a browser is, and what it must not complain of."""

import os
import shutil
from pathlib import Path

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = (
    "No browser was found: install Chromium (Debian, Ubuntu: apt-get install chromium; elsewhere: "
    "`.venv/bin/playwright install chromium`), or name one with CHROMIUM=/path/to/chromium."
)


def find_chromium() -> str | None:
    """A Chromium: the one named by CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(
        [
            *home.glob("chromium-*/chrome-linux*/chrome"),
            *home.glob("chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
        ]
    )
    return str(found[-1]) if found else None
