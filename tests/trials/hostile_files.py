"""Files that nobody should send: bombs, stumps, chimeras, liars, loops, scripts; each made from chance alone."""

import zlib
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from random import Random

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from tests.documents import dicoms, files, formats
from tests.trials import honest_files

Maker = Callable[[Random], bytes]
MARK = files.SECRET.encode()


def stump(rng: Random) -> bytes:
    """An honest file that was cut."""
    content = honest_files.any_of(rng)
    return content[: rng.randrange(1, len(content))]


def damaged(rng: Random) -> bytes:
    """An honest file of which some bytes were changed, the head most of all."""
    content = bytearray(honest_files.any_of(rng))
    reach = rng.choice((64, 512, len(content)))
    for _ in range(rng.choice((1, 3, 20, 200))):
        content[rng.randrange(min(reach, len(content)))] = rng.randrange(256)
    return bytes(content)


def chimera(rng: Random) -> bytes:
    """Two files in one: what a browser that guesses would run."""
    tail = rng.choice(
        (b"<script>alert(1)</script>", b"PK\x03\x04", b"%PDF-1.7\n", b"MZ\x90", b"<?php ", b"#!/bin/sh\n")
    )
    return honest_files.any_of(rng) + tail + MARK + rng.randbytes(rng.randrange(200))


def comment(rng: Random) -> bytes:
    """Something to be run, where a camera writes its words."""
    words = f"<script>{files.SECRET}</script>%PDF-1.7"
    exif = Image.Exif()
    exif[0x010E], exif[0x9286] = words, words
    kind = rng.choice(("JPEG", "PNG", "WEBP"))
    options = {"comment": words} if kind == "JPEG" else {}
    return files.saved(files.picture(rng), kind, exif=exif, **options)


def liar(rng: Random) -> bytes:
    """Something else altogether, sometimes behind the first bytes of a picture."""
    heads = (
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7\n",
        b"II*\0",
        b"MM\0*",
        b"RIFF\0\0\0\0WEBPVP8 ",
    )
    bodies = (
        b"<svg onload=alert(1)>",
        b"MZ" + bytes(60),
        b"PK\x03\x04",
        b"GIF89a",
        b"\x7fELF",
        b"BM",
        b"<html>",
        b"",
    )
    container = bytes(4) + b"ftyp" + rng.choice((b"heic", b"mif1", b"avif", b"mp42"))
    head = rng.choice((*heads, *heads, container, bytes(128) + b"DICM", b""))
    return head + rng.choice(bodies) + rng.randbytes(rng.randrange(4, 3000))


@lru_cache(maxsize=4)
def _giant(width: int, height: int) -> bytes:
    return files.png_announcing(width, height)


def giant(rng: Random) -> bytes:
    """Nine hundred million points in a few bytes, said in the way of each format."""
    side = rng.choice((20_000, 30_000))
    kind = rng.choice(("png", "jpeg", "tiff", "dicom", "webp"))
    if kind == "png":
        return _giant(side, side)
    if kind == "jpeg":
        content = bytearray(files.jpeg(rng))
        place = content.index(b"\xff\xc0") + 5
        content[place : place + 4] = side.to_bytes(2, "big") * 2
        return bytes(content)
    if kind == "tiff":
        return _tiff_announcing(rng, side)
    if kind == "webp":
        body = b"VP8L" + (1000).to_bytes(4, "little") + b"\x2f" + b"\xff\xff\xff\x0f" + rng.randbytes(991)
        return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body
    made = dicoms.dataset(dicoms.ramp())
    made.Rows = made.Columns = side
    made.NumberOfFrames = rng.choice((1, 5000))
    return dicoms.written(made)


def _tiff_announcing(rng: Random, side: int) -> bytes:
    content = bytearray(formats.tiff(rng, mode="L"))
    size = files.SIZE[0].to_bytes(2, "little"), files.SIZE[1].to_bytes(2, "little")
    for tag, old in ((256, size[0]), (257, size[1])):
        place = content.find(tag.to_bytes(2, "little") + b"\3\0\1\0\0\0" + old)
        place = place if place >= 0 else content.find(tag.to_bytes(2, "little") + b"\4\0\1\0\0\0" + old)
        content[place + 8 : place + 10] = side.to_bytes(2, "little")
    return bytes(content)


@lru_cache(maxsize=4)
def _bomb(megabytes: int) -> bytes:
    return files.pdf_bomb(megabytes * 1024**2)


def bomb(rng: Random) -> bytes:
    """A little that swells: deflated twice in a PDF, deflated whole in DICOM."""
    if rng.random() < 0.5:
        return _bomb(rng.choice((300, 600)))
    content = bytearray(dicoms.written(dicoms.dataset(dicoms.ramp()), dicoms.DeflatedExplicitVRLittleEndian))
    return bytes(content[: -rng.randrange(2, 40)]) + _noughts()


@lru_cache(maxsize=1)
def _noughts() -> bytes:
    return zlib.compress(bytes(200 * 1024**2), 9)


def script(rng: Random) -> bytes:
    """A PDF that acts, its action in any place, its name written in any way."""
    action = Dictionary(S=Name.JavaScript, JS=f"app.alert('{files.SECRET}')")
    kinds = (
        "Launch",
        "URI",
        "GoToR",
        "GoToE",
        "SubmitForm",
        "ImportData",
        "Rendition",
        "Movie",
        "Sound",
        "Thread",
    )
    other = Dictionary(S=Name(f"/{rng.choice(kinds)}"), F=files.SECRET, URI=f"https://{files.SECRET}.example")

    def act(document: Pdf) -> None:
        chosen = document.make_indirect(rng.choice((action, other)))
        for _ in range(rng.randrange(1, 4)):
            rng.choice(PLACES)(document, chosen)

    content = files.pdf(rng, act if rng.random() < 0.85 else files.add_everything_active)
    if rng.random() < 0.4:  # a name may hide its letters
        content = content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/OpenAction", b"/Open#41ction")
    return content


def _nested(document: Pdf, action: pikepdf.Object) -> None:
    held: pikepdf.Object = Array([action])
    for _ in range(20):
        held = Array([held])
    document.Root.Somewhere = held


def _annotated(document: Pdf, action: pikepdf.Object) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 600, 900], A=action, AA=Dictionary(E=action)
    )
    document.pages[0].Annots = Array([document.make_indirect(link)])


def _in_the_form(document: Pdf, action: pikepdf.Object) -> None:
    field = Dictionary(FT=Name.Tx, T="x", A=action, AA=Dictionary(K=action, F=action))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]), CO=Array([]))


def _in_the_outline(document: Pdf, action: pikepdf.Object) -> None:
    entry = document.make_indirect(Dictionary(Title="x", A=action))
    document.Root.Outlines = Dictionary(First=entry, Last=entry, Count=1)


def _named(document: Pdf, action: pikepdf.Object) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["x", action])))


def _joined(document: Pdf, action: pikepdf.Object) -> None:
    document.attachments["x.exe"] = b"MZ" + MARK


PLACES: tuple[Callable[[Pdf, pikepdf.Object], None], ...] = (
    lambda document, action: setattr(document.Root, "OpenAction", action),
    lambda document, action: setattr(document.Root, "AA", Dictionary(WC=action, DP=action)),
    lambda document, action: setattr(document.pages[0].obj, "AA", Dictionary(O=action)),
    lambda document, action: setattr(action, "Next", Array([action])),
    *(_nested, _annotated, _in_the_form, _in_the_outline, _named, _joined),
)


def loop(rng: Random) -> bytes:
    """A PDF or a TIFF whose parts point at themselves."""
    kind = rng.choice(("xref", "pages", "deep", "tiff", "object"))
    if kind == "tiff":
        content = bytearray(formats.tiff(rng, mode="L", pages=2))
        first = int.from_bytes(content[4:8], "little")
        count = int.from_bytes(content[first : first + 2], "little")
        end = first + 2 + 12 * count
        content[end : end + 4] = content[4:8]
        return bytes(content)
    if kind == "xref":
        content = files.pdf(rng, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        place = content.rindex(b"startxref") + 10
        return content.replace(b"trailer <<", b"trailer << /Prev " + content[place:].split()[0], 1)
    if kind == "object":
        content = files.pdf(rng, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return content.replace(b"/Length ", b"/Length 1 0 R %", 1)
    return files.pdf(rng, _turning_pages if kind == "pages" else _deep)


def _turning_pages(document: Pdf) -> None:
    document.Root.Pages.Kids.append(document.Root.Pages)


def _deep(document: Pdf) -> None:
    held: pikepdf.Object = Array([])
    for _ in range(400):
        held = Array([held])
    document.Root.Deep = held


def locked(rng: Random) -> bytes:
    return files.pdf(rng, encryption=pikepdf.Encryption(owner="x", user=f"secret{rng.random()}"))


def crowd(rng: Random) -> bytes:
    """More pages than anybody reads."""
    one = Image.new("1", (8, 8))
    out = BytesIO()
    one.save(out, "TIFF", save_all=True, append_images=[one] * 700)
    return out.getvalue()


def bad_profile(rng: Random) -> bytes:
    """A colour profile and tags of noise, in a picture that may be sound."""
    exif = b"Exif\0\0" + rng.randbytes(rng.randrange(8, 400)) + MARK
    return files.saved(
        files.picture(rng), "JPEG", icc_profile=MARK + rng.randbytes(rng.randrange(20, 4000)), exif=exif
    )


def program_in_front(rng: Random) -> bytes:
    content = dicoms.written(dicoms.dataset(dicoms.ramp()))
    head = rng.choice((b"MZ\x90\0", b"%PDF-1.7\n", b"<script>", b"PK\x03\x04", b"\x7fELF"))
    return head + content[len(head) :]


HOSTILE: dict[str, tuple[int, Maker]] = {
    "cut": (20, stump),
    "damaged": (25, damaged),
    "two in one": (10, chimera),
    "words to be run": (6, comment),
    "lying": (10, liar),
    "giant": (5, giant),
    "bomb": (1, bomb),
    "script": (14, script),
    "loop": (5, loop),
    "locked": (2, locked),
    "crowd": (1, crowd),
    "noise for a profile": (4, bad_profile),
    "a program in front": (3, program_in_front),
}
"""How many of each in about a hundred."""
