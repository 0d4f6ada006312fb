"""Where the programs are that the tests drive: a browser and a web server."""

import os
import shutil
from pathlib import Path

from telavis.environment import BASE_DIR

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEADLESS_SHELL = "chromium-headless-shell"
"""Chromium without its windows: the same engine, for a quarter of the processor's time."""
BROWSERS = (HEADLESS_SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNPACKED = (
    BASE_DIR / "var" / "programs"
)  # Debian's packages, unpacked rather than installed: no service is started
SBIN = "/usr/sbin:/usr/local/sbin:/opt/homebrew/bin"

NO_BROWSER = (
    "No browser was found: install Chromium (Debian, Ubuntu: apt-get install chromium-headless-shell or chromium; elsewhere: "
    "`.venv/bin/playwright install chromium`), or name one with CHROMIUM=/path/to/chromium."
)
NO_FIREFOX = "No Firefox was found: install it (Debian: apt-get install firefox-esr), or name one with FIREFOX=/path/to/firefox."
NO_NGINX = "nginx was not found: install it (Debian, Ubuntu: apt-get install nginx), for the test of deploy/nginx.conf.example."


def find_chromium() -> str | None:
    """A Chromium: the one named by CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, BROWSERS)), None) or _of_playwright()


def find_firefox() -> str | None:
    """A Firefox of the system: the one named by FIREFOX, or the one found."""
    named = os.environ.get("FIREFOX")
    if named:
        return named if Path(named).is_file() else None
    return shutil.which("firefox-esr") or shutil.which("firefox")


def find_nginx() -> str | None:
    """The system's nginx, or the one that we unpacked."""
    unpacked = UNPACKED / "usr" / "sbin" / "nginx"
    return shutil.which("nginx", path=f"{os.environ['PATH']}:{SBIN}") or (
        str(unpacked) if unpacked.is_file() else None
    )


def _of_playwright() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    builds = (
        "chromium_headless_shell-*/chrome-*/*headless*shell",
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    )
    return next((str(sorted(found)[-1]) for found in map(list, map(home.glob, builds)) if found), None)
