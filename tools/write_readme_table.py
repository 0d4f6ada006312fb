"""Writes the table of settings into README.md, from what telavis/environment.py declares."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from telavis.environment import readme_table  # noqa: E402 a script knows its house only after the line above

TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def main() -> None:
    """Replace what stands between the two marks."""
    readme = ROOT / "README.md"
    readme.write_text(
        TABLE.sub(lambda _: f"{readme_table()}\n", readme.read_text(encoding="utf-8")), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
