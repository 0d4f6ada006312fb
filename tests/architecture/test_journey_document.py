"""The drawing of the journey tells what the table of steps tells."""

from tools.draw_journey import PAGE, page


def test_the_document_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python tools/draw_journey.py"
