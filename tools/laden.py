"""Run a command on a machine that has other work: two busy processes for each core, while it lasts.

    python tools/laden.py COMMAND …

What waits for a browser or for a process must not depend on the moment; `make steady` looks for what does.
"""

import os
import subprocess
import sys

BUSY = [sys.executable, "-c", "while True: pass"]
PER_CORE = 2


def main(command: list[str]) -> int:
    others = [subprocess.Popen(BUSY) for _ in range(PER_CORE * (os.cpu_count() or 1))]
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        for other in others:
            other.kill()
            other.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
