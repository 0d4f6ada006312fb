"""Says which browser and nginx the tests will drive; with --install, gets what is missing where it may."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.programs import NO_BROWSER, NO_NGINX, UNPACKED, find_chromium, find_nginx

Way = list[str]


def main() -> int:
    """Exit code 0 when both are there; else one sentence for each that is not."""
    missing = 0
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


def chromium_ways() -> list[Way]:
    """The system's package where we may install one, else Playwright's own build."""
    if os.environ.get("CHROMIUM"):
        return []
    install = "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium"
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
