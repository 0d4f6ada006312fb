"""Prints where a Chromium is; with --install, installs one by the system's package manager where it may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.browser import ADVICE, find_chromium


def main() -> int:
    """Exit code 0 when there is a browser."""
    browser = find_chromium()
    if browser is None and "--install" in sys.argv and not os.environ.get("CHROMIUM"):
        _install()
        browser = find_chromium()
    print(browser or f"Télavis: {ADVICE}", file=sys.stdout if browser else sys.stderr)
    return 0 if browser else 1


def _install() -> None:
    """Debian's package as root, or with a sudo that asks nothing; else Playwright's own browser."""
    print("Télavis: installing Chromium, for the tests in a browser…", file=sys.stderr)
    for command in _ways():
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:  # noqa: S603 fixed words
            continue
        if find_chromium():
            return


def _ways() -> list[list[str]]:
    ways = []
    if shutil.which("apt-get"):
        may = [] if os.geteuid() == 0 else ["sudo", "-n"]
        if not may or shutil.which("sudo"):
            apt = "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium"
            ways.append([*may, "sh", "-c", apt])
    ways.append([sys.executable, "-m", "playwright", "install", "chromium"])
    return ways


if __name__ == "__main__":
    sys.exit(main())
