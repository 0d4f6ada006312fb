"""Pictures, reports and tracings that the demonstration draws itself: nobody's skin, nobody's blood."""

import io
import json
from random import Random
from typing import Literal

import typst
from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
THUMBNAIL = 320
SKINS = ((233, 196, 172), (214, 168, 138), (166, 118, 88), (110, 74, 54))
LESIONS = ((96, 58, 44), (150, 62, 58), (186, 92, 84), (70, 46, 40))


def draw_picture(random: Random) -> Image.Image:
    """A patch of skin with a lesion, a ruler, and words that say that it is drawn."""
    # Pillow's own noise takes no seed.
    image = Image.frombytes("L", SIZE, random.randbytes(SIZE[0] * SIZE[1])).point(lambda grey: 97 + grey // 4)
    skin = Image.new("RGB", SIZE, random.choice(SKINS))
    picture = Image.blend(skin, Image.merge("RGB", (image, image, image)), 0.12)
    lesion = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(lesion)
    for _ in range(random.choice((1, 1, 4, 9))):
        x, y = random.randint(160, 480), random.randint(110, 330)
        for _ in range(6):
            dx, dy, radius = random.randint(-26, 26), random.randint(-22, 22), random.randint(14, 40)
            pen.ellipse((x + dx - radius, y + dy - radius, x + dx + radius, y + dy + radius), fill=200)
    lesion = lesion.filter(ImageFilter.GaussianBlur(7))
    picture.paste(Image.new("RGB", SIZE, random.choice(LESIONS)), mask=lesion)
    _draw_ruler(picture)
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def _draw_ruler(picture: Image.Image) -> None:
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 420, 600, 460), fill=(246, 244, 236))
    for mark in range(29):
        x = 50 + mark * 19
        pen.line((x, 420, x, 440 if mark % 5 == 0 else 430), fill=(40, 40, 40), width=2)
    pen.text((50, 442), "Exemple fictif, 5 mm par graduation", fill=(40, 40, 40))


def jpeg(picture: Image.Image, *, thumbnail: bool = False) -> bytes:
    shown = picture.copy()
    if thumbnail:
        shown.thumbnail((THUMBNAIL, THUMBNAIL))
    stream = io.BytesIO()
    shown.save(stream, "JPEG", quality=80)
    return stream.getvalue()


REPORT = """
#set document(date: none)
#set page(paper: "a5", margin: 15mm)
#set text(lang: "fr", size: 10pt)
= Laboratoire de démonstration
Compte rendu inventé, pour essayer Télavis.
#v(4mm)
#let values = json(bytes(sys.inputs.values))
#table(columns: (1fr, auto, auto), stroke: 0.4pt + gray, [*Examen*], [*Résultat*], [*Unité*],
  ..values.flatten().map(each => [#each]))
"""


Values = list[list[str]]


def draw_values(random: Random) -> Values:
    """What a laboratory may have found: examination, result, unit."""
    return [
        ["Créatinine", str(random.randint(60, 140)), "µmol/L"],
        ["CRP", str(random.randint(1, 80)), "mg/L"],
        ["Hémoglobine", str(random.randint(95, 160)), "g/L"],
        ["Leucocytes", f"{random.uniform(3, 14):.1f}".replace(".", ","), "G/L"],
        ["Plaquettes", str(random.randint(120, 420)), "G/L"],
    ]


def draw_report(values: Values) -> bytes:
    """A laboratory report of one page."""
    return _typeset(values, "pdf")


def show_report(values: Values) -> Image.Image:
    """The same page, seen."""
    return Image.open(io.BytesIO(_typeset(values, "png"))).convert("RGB")


def _typeset(values: Values, kind: Literal["pdf", "png"]) -> bytes:
    made = typst.compile(REPORT.encode(), format=kind, ppi=72, sys_inputs={"values": json.dumps(values)})
    if not isinstance(made, bytes):
        raise TypeError("one page was asked for")
    return made


BEAT = (
    (0, 0),
    (12, 0),
    (17, -7),
    (22, 0),
    (30, 0),
    (33, 6),
    (37, -62),
    (41, 20),
    (48, 11),
    (56, 0),
    (72, -16),
    (84, 0),
)
BEAT_IN_V1 = (
    (0, 0),
    (12, 0),
    (17, -5),
    (22, 0),
    (30, 0),
    (34, -16),
    (38, 24),
    (45, -46),
    (54, 0),
    (72, 14),
    (84, 0),
)
LEADS = {"I": BEAT, "II": BEAT, "V1": BEAT_IN_V1, "V5": BEAT}
"""A heart beat in points, upwards is negative: P, a wide QRS, T. V1 shows the right bundle branch block."""


def draw_tracing(random: Random) -> Image.Image:
    """An electrocardiogram on its pink paper: four leads, regular, of nobody."""
    picture = Image.new("RGB", SIZE, (255, 244, 242))
    pen = ImageDraw.Draw(picture)
    for place in range(0, SIZE[0], 8):
        ink = (240, 170, 165) if place % 40 == 0 else (250, 216, 212)
        pen.line((place, 0, place, SIZE[1]), fill=ink)
        pen.line((0, place, SIZE[0], place), fill=ink)
    every = random.randint(96, 150)
    for rank, (lead, beat) in enumerate(LEADS.items()):
        middle, height = 76 + rank * 104, random.uniform(0.5, 1.1)
        beats = [(start + x, middle + y * height) for start in range(0, SIZE[0], every) for x, y in beat]
        pen.line(beats, fill=(38, 38, 52), width=2)
        pen.text((8, middle - 44), lead, fill=(38, 38, 52))
    pen.text((8, 460), "Exemple fictif, 25 mm/s, 10 mm/mV", fill=(38, 38, 52))
    return picture
