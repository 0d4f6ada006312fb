"""A picture, a PDF and a paragraph made on the spot, for the reports of tests."""

import io

import pikepdf
from PIL import Image, ImageDraw

LOREM = (
    "La patiente décrit une évolution lente, sans fièvre ni altération de l’état général, avec des poussées espacées de "
    "plusieurs semaines; l’examen est par ailleurs sans particularité et les traitements essayés n’ont rien changé. "
)


def photograph(size: tuple[int, int], seed: int) -> bytes:
    picture = Image.new("RGB", size, (226, 190, 165))
    pen = ImageDraw.Draw(picture)
    width, height = size
    for ring in range(12, 0, -1):
        shade = 40 + ring * 12
        pen.ellipse(
            (
                width / 2 - ring * 25 - seed * 9,
                height / 2 - ring * 20,
                width / 2 + ring * 22,
                height / 2 + ring * 19 + seed * 5,
            ),
            fill=(shade, shade * 2 // 3, shade // 2),
        )
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def small_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.add_blank_page()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()
