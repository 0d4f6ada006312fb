"""Files as people send them, and as nobody should: made from a seed, so that a failure can be made again."""

import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image, ImageCms, ImageDraw

from telavis.documents.limits import MAX_FILE_SIZE

SIZE = (240, 160)
GPS = {1: "N", 2: (44.0, 50.0, 1.0), 3: "W", 4: (0.0, 34.0, 1.0)}
SECRET = "SECRET-PLACE"


def picture(rng: random.Random, mode: str = "RGB") -> Image.Image:
    """A picture whose top left corner is red: turning it shows."""
    image = Image.new("RGB", SIZE, tuple(rng.randrange(90, 200) for _ in "RGB"))
    ImageDraw.Draw(image).rectangle((0, 0, 59, 39), fill=(255, 0, 0))
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(rng: random.Random, **options: object) -> bytes:
    return saved(picture(rng), "JPEG", **options)


def png(rng: random.Random, **options: object) -> bytes:
    return saved(picture(rng), "PNG", **options)


def jpeg_turned(rng: random.Random, orientation: int) -> bytes:
    """What a camera writes when it is held otherwise: the pixels lie, a tag tells how to turn them."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = picture(rng)
    if orientation in undo:
        image = image.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825).update(GPS)
    return saved(image, "JPEG", exif=exif, quality=95)


def jpeg_with_profile(rng: random.Random) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    return saved(picture(rng), "JPEG", icc_profile=profile, comment=SECRET)


def phone_jpeg(rng: random.Random) -> bytes:
    """A photo of a phone that keeps a second frame in the same file."""
    return saved(picture(rng), "MPO", save_all=True, append_images=[picture(rng)])


def pdf(
    rng: random.Random, change: Callable[[Pdf], None] | None = None, pages: int = 1, **save: object
) -> bytes:
    document = Pdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(595, 842))
        content = f"0.{rng.randrange(9)} 0 0 rg 100 100 200 200 re f".encode()
        document.pages[-1].Contents = document.make_stream(content)
    if change:
        change(document)
    out = BytesIO()
    document.save(out, **save)
    return out.getvalue()


def add_everything_active(document: Pdf) -> None:
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{SECRET}')")
    launch = Dictionary(S=Name.Launch, F="/bin/sh")
    link = Dictionary(S=Name.URI, URI=f"https://{SECRET}.example/")
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=launch)
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array(["x", document.make_indirect(script)]))
    )
    document.attachments["x.exe"] = b"MZ" + SECRET.encode()
    annotation = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 600, 900], A=link, AA=Dictionary(E=script)
    )
    media = Dictionary(
        Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9], RichMediaContent=Dictionary(Assets=SECRET)
    )
    document.pages[0].Annots = Array([document.make_indirect(annotation), document.make_indirect(media)])
    document.pages[0].obj.AA = Dictionary(O=launch)
    document.pages[0].obj.PieceInfo = Dictionary(App=Dictionary(Private=SECRET))
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=SECRET)
    document.docinfo["/Author"] = SECRET


def pdf_bomb(size: int) -> bytes:
    """A few kilobytes that fill the memory of the reader: deflated twice."""

    def grow(document: Pdf) -> None:
        stream = document.make_stream(zlib.compress(_deflated_noughts(size), 9))
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        document.pages[0].Contents = stream

    return pdf(
        random.Random(0), grow, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def _deflated_noughts(size: int) -> bytes:
    """As many «0», deflated: one mebibyte of them makes the same bytes each time, and is deflated once."""
    mebibyte, checksum = b"0" * 1024**2, 1
    deflating = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    block = deflating.compress(mebibyte) + deflating.flush(zlib.Z_FULL_FLUSH)
    times = size // len(mebibyte)
    for _ in range(times):
        checksum = zlib.adler32(mebibyte, checksum)
    return b"\x78\xda" + block * times + deflating.flush() + checksum.to_bytes(4, "big")


def png_announcing(width: int, height: int) -> bytes:
    """Few bytes that announce a huge picture, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    pixels = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def png_16_bits() -> bytes:
    """A grey ramp of 16 bits, as radiology software exports it."""
    image = Image.new("I;16", (256, 16))
    for x in range(256):
        for y in range(16):
            image.putpixel((x, y), x * 257)
    return saved(image, "PNG")


def too_heavy(rng: random.Random) -> bytes:
    return jpeg(rng) + b"\0" * MAX_FILE_SIZE


HONEST: dict[str, Callable[[random.Random], bytes]] = {
    "lesion.jpg": jpeg,
    "photo de téléphone.jpg": phone_jpeg,
    "profil.jpg": jpeg_with_profile,
    "cmjn.jpg": lambda rng: saved(picture(rng, "CMYK"), "JPEG"),
    "gris.jpg": lambda rng: saved(picture(rng, "L"), "JPEG"),
    "capture.png": png,
    "transparence.png": lambda rng: saved(picture(rng, "RGBA"), "PNG"),
    "palette.png": lambda rng: saved(picture(rng, "P"), "PNG"),
    "radio 16 bits.png": lambda rng: png_16_bits(),
    "courrier.pdf": pdf,
    "compte rendu.pdf": lambda rng: pdf(rng, pages=3),
    "verrou d’impression.pdf": lambda rng: pdf(rng, encryption=pikepdf.Encryption(owner="maître", user="")),
    "sans extension": jpeg,
    "nom menteur.txt": pdf,
    "scanner.pdf": lambda rng: b"\r\n\r\n" + pdf(rng),
}

NEUTRALISED: dict[str, Callable[[random.Random], bytes]] = {
    "tout ce qui est actif.pdf": lambda rng: pdf(rng, add_everything_active),
    "lieu.jpg": lambda rng: jpeg_turned(rng, 1),
    "polyglotte.jpg": lambda rng: jpeg(rng) + b"<script>SECRET-PLACE</script>%PDF-1.7 SECRET-PLACE",
    "commentaire.jpg": lambda rng: jpeg(rng, comment=SECRET),
    "auteur.png": lambda rng: png(rng) + SECRET.encode(),
}

REFUSED_AT_ONCE: dict[str, Callable[[random.Random], bytes]] = {
    "vide.pdf": lambda rng: b"",
    "texte.pdf": lambda rng: b"Bonjour, ceci est un texte.\n" * 50,
    "page.jpg": lambda rng: b"<html><script>alert(1)</script></html>",
    "programme.png": lambda rng: b"MZ" + rng.randbytes(400),
    "archive.pdf": lambda rng: b"PK\x03\x04" + rng.randbytes(400) + b"%PDF-1.7",
    "anime.jpg": lambda rng: saved(picture(rng, "P"), "GIF"),
    "lourd.jpg": too_heavy,
}

REFUSED_BY_THE_WORKER: dict[str, Callable[[random.Random], bytes]] = {
    "coupe.jpg": lambda rng: jpeg(rng, quality=95)[:1400],
    "coupe.png": lambda rng: png(rng)[:-80],
    "bruit.jpg": lambda rng: b"\xff\xd8\xff\xe0" + rng.randbytes(3000),
    "bruit.png": lambda rng: b"\x89PNG\r\n\x1a\n" + rng.randbytes(3000),
    "bruit.pdf": lambda rng: b"%PDF-1.7\n" + rng.randbytes(3000),
    "coupe.pdf": lambda rng: pdf(rng)[:200],
    "géant.png": lambda rng: png_announcing(20_000, 20_000),
    "verrou.pdf": lambda rng: pdf(rng, encryption=pikepdf.Encryption(owner="x", user="secret")),
    "bombe.pdf": lambda rng: pdf_bomb(300 * 1024**2),
    "sans page.pdf": lambda rng: pdf(rng, lambda document: document.pages.__delitem__(0)),
    "anime.pdf": lambda rng: pdf(rng, lambda document: document.Root.__setattr__("NeedsRendering", True)),
}
