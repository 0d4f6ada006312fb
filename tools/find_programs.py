"""Says which browser and nginx the tests will drive; with --install, gets what is missing where it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.programs import HEADLESS_SHELL, NO_BROWSER, NO_NGINX, UNPACKED, find_chromium, find_nginx

Way = list[str]
TRIED = UNPACKED / "headless-shell-was-tried"
APT = "DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"


def main() -> int:
    """Exit code 0 when both are there; else one sentence for each that is not."""
    missing = 0
    if "--install" in sys.argv:
        get_the_lighter_browser()
    for find, ways, advice in (
        (find_chromium, chromium_ways, NO_BROWSER),
        (find_nginx, nginx_ways, NO_NGINX),
    ):
        if not (find() or ("--install" in sys.argv and get(find, ways()))):
            print(f"Télavis: {advice}", file=sys.stderr)
            missing += 1
    return 1 if missing else 0


def get(find: Callable[[], str | None], ways: list[Way]) -> bool:
    """Try one way after the other."""
    for way in ways:
        print(f"Télavis: {' '.join(way)}", file=sys.stderr)
        done = subprocess.run(way, check=False, capture_output=True)
        if done.returncode == 0 and find():
            return True
    return False


def get_the_lighter_browser() -> None:
    """Beside a whole Chromium, its headless build: tried for once, since the tests do without it, if more slowly."""
    if os.environ.get("CHROMIUM") or shutil.which(HEADLESS_SHELL) or not find_chromium():
        return
    if _may_install() and not TRIED.exists():
        install = f"apt-get update -qq && {APT} {HEADLESS_SHELL}"
        get(lambda: shutil.which(HEADLESS_SHELL), [[*_as_root(), "sh", "-c", install]])
        UNPACKED.mkdir(parents=True, exist_ok=True)
        TRIED.touch()


def chromium_ways() -> list[Way]:
    """The system's package where we may install one, the lighter if there is one; else Playwright's own build."""
    if os.environ.get("CHROMIUM"):
        return []
    install = f"apt-get update -qq && {{ {APT} {HEADLESS_SHELL} || {APT} chromium; }}"
    playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
    return [*([[*_as_root(), "sh", "-c", install]] if _may_install() else []), playwright]


def nginx_ways() -> list[Way]:
    """Debian's package, unpacked into var/: installed, it would start a server on this machine."""
    if not shutil.which("apt-get"):
        return []
    UNPACKED.mkdir(parents=True, exist_ok=True)
    unpack = f'cd "{UNPACKED}" && apt-get download -qq nginx && for package in *.deb; do dpkg -x "$package" .; done'
    refresh = [[*_as_root(), "apt-get", "update", "-qq"]] if _may_install() else []
    return [["sh", "-c", unpack], *refresh, ["sh", "-c", unpack]]


def _may_install() -> bool:
    return shutil.which("apt-get") is not None and (os.geteuid() == 0 or shutil.which("sudo") is not None)


def _as_root() -> Way:
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


if __name__ == "__main__":
    sys.exit(main())
