"""The sprite holds the icons that the templates name, drawn by tools/make_icons.py."""

import re
from pathlib import Path

SPRITE = Path("telavis/static/icons.svg").read_text(encoding="utf-8")
TEMPLATES = Path("telavis/templates")
NAMED = re.compile(r'(?:components/icon\.html" with name="|icon=")([a-z_-]+)"')


def test_every_icon_of_a_template_is_in_the_sprite() -> None:
    named = {
        name for path in TEMPLATES.rglob("*.html") for name in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    drawn = set(re.findall(r'<symbol id="([a-z_-]+)"', SPRITE))
    assert named - drawn == set()


def test_the_sprite_carries_no_style_that_the_security_policy_would_refuse() -> None:
    assert "style" not in SPRITE
