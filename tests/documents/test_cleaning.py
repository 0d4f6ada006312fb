"""The child process: honest files pass, hostile ones are refused or neutralised (docs/domain/documents.md, 7 to 14)."""

import random
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from telavis.documents.cleaning.kinds import kind_of
from telavis.documents.cleaning.outcome import RENDITION, THUMBNAIL
from telavis.documents.cleaning.sandbox import clean
from telavis.documents.limits import THUMBNAIL_SIDE
from telavis.documents.refusals import FileRefused, Refusal
from tests.documents import files

SEED = 2026


def cleaned(tmp_path, content: bytes):
    (tmp_path / "original").write_bytes(content)
    return clean(tmp_path / "original", tmp_path)


def made(table, name: str) -> bytes:
    return table[name](random.Random(SEED))


@pytest.mark.parametrize("name", files.HONEST)
def test_an_honest_file_is_never_refused(tmp_path, name):
    result = cleaned(tmp_path, made(files.HONEST, name))
    assert result.rendition_type == kind_of(made(files.HONEST, name)).value
    with Image.open(tmp_path / THUMBNAIL) as thumbnail:
        assert max(thumbnail.size) <= THUMBNAIL_SIDE
    assert (tmp_path / RENDITION).stat().st_size > 0


@pytest.mark.parametrize("name", files.REFUSED_BY_THE_WORKER)
def test_a_hostile_file_is_refused_with_a_sentence(tmp_path, name):
    with pytest.raises(FileRefused) as refused:
        cleaned(tmp_path, made(files.REFUSED_BY_THE_WORKER, name))
    assert "\u202f:" in refused.value.sentence


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("géant.png", Refusal.IMAGE_TOO_LARGE),
        ("verrou.pdf", Refusal.PDF_LOCKED),
        ("bombe.pdf", Refusal.TOO_MUCH_WORK),
        ("anime.pdf", Refusal.PDF_ANIMATED),
        ("coupe.jpg", Refusal.IMAGE_BROKEN),
    ],
)
def test_the_sentence_says_what_is_wrong(tmp_path, name, refusal):
    with pytest.raises(FileRefused) as refused:
        cleaned(tmp_path, made(files.REFUSED_BY_THE_WORKER, name))
    assert refused.value.refusal == refusal


@pytest.mark.parametrize("name", files.NEUTRALISED)
def test_what_a_file_hides_is_gone(tmp_path, name):
    content = made(files.NEUTRALISED, name)
    cleaned(tmp_path, content)
    assert files.SECRET.encode() not in uncompressed(tmp_path / RENDITION)


def uncompressed(path) -> bytes:
    if path.read_bytes()[:5] != b"%PDF-":
        return path.read_bytes()
    out = BytesIO()
    with pikepdf.open(path) as document:
        document.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_pdf_keeps_no_active_key(tmp_path):
    cleaned(tmp_path, made(files.NEUTRALISED, "tout ce qui est actif.pdf"))
    text = uncompressed(tmp_path / RENDITION)
    forbidden = [
        "OpenAction",
        "AA",
        "JavaScript",
        "JS",
        "Launch",
        "EmbeddedFile",
        "EF",
        "RichMediaContent",
        "URI",
        "XFA",
    ]
    assert [key for key in forbidden if f"/{key} ".encode() in text or f"/{key}\n".encode() in text] == []


def test_an_action_that_no_known_slot_holds_is_neutralised_too(tmp_path):
    def hide(document: pikepdf.Pdf) -> None:
        script = document.make_indirect(
            pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=document.make_stream(files.SECRET.encode()))
        )
        document.Root.Somewhere = pikepdf.Array([pikepdf.Array([script])])

    cleaned(tmp_path, files.pdf(random.Random(SEED), hide))
    assert b"JavaScript" not in uncompressed(tmp_path / RENDITION)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_without_its_tags(tmp_path, orientation):
    result = cleaned(tmp_path, files.jpeg_turned(random.Random(SEED), orientation))
    with Image.open(tmp_path / RENDITION) as image:
        red, green, _ = image.getpixel((20, 15))
        assert (result.width, result.height) == image.size == files.SIZE
        assert red > 200
        assert green < 60
        assert not image.getexif()
        assert "icc_profile" not in image.info


def test_a_16_bit_grey_picture_keeps_its_greys(tmp_path):
    cleaned(tmp_path, files.png_16_bits())
    with Image.open(tmp_path / RENDITION) as image:
        assert [image.getpixel((x, 5))[0] for x in (0, 64, 128, 255)] == pytest.approx(
            [0, 64, 128, 255], abs=1
        )


def test_transparent_parts_become_white_paper(tmp_path):
    cleaned(tmp_path, files.saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG"))
    with Image.open(tmp_path / RENDITION) as image:
        assert image.getpixel((5, 5)) == (255, 255, 255)


def test_pages_of_a_pdf_are_counted(tmp_path):
    assert cleaned(tmp_path, made(files.HONEST, "compte rendu.pdf")).pages == 3
