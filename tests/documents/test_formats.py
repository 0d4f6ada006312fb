"""HEIC, WebP, TIFF and DICOM become pictures that any browser shows (docs/domain/documents.md, 9 and 21 to 26)."""

import json
import random
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from telavis.documents.cleaning.__main__ import clean_file
from telavis.documents.cleaning.kinds import FileKind, kind_of
from telavis.documents.cleaning.outcome import PIECES, RENDITION, THUMBNAIL, Cleaned
from telavis.documents.cleaning.sandbox import clean
from telavis.documents.limits import MAX_PAGES, THUMBNAIL_SIDE, VIEW_SIDE
from telavis.documents.refusals import FileRefused, Refusal
from tests.documents import dicoms, files, formats

SEED = 2026


def cleaned_here(folder: Path, content: bytes) -> Cleaned:
    """Without the child: its cage is proved elsewhere, and each costs a second."""
    (folder / "original").write_bytes(content)
    return Cleaned.from_json(json.loads(json.dumps(clean_file(folder / "original", folder))))


def shown(folder: Path) -> Image.Image:
    with Image.open(folder / RENDITION) as image:
        image.load()
        return image


def piece(folder: Path, place: dict) -> bytes:
    return (folder / PIECES).read_bytes()[place["start"] : place["start"] + place["size"]]


@pytest.mark.parametrize("name", formats.PHOTOS)
def test_every_format_of_picture_is_shown(tmp_path, name):
    content = formats.PHOTOS[name](random.Random(SEED))
    assert kind_of(content) == formats.KINDS[Path(name).suffix]
    result = cleaned_here(tmp_path, content)
    image = shown(tmp_path)
    assert (result.width, result.height) == image.size
    assert image.mode == "RGB"
    assert files.SECRET.encode() not in (tmp_path / RENDITION).read_bytes()
    assert "exif" not in image.info
    with Image.open(tmp_path / THUMBNAIL) as thumbnail:
        assert max(thumbnail.size) <= THUMBNAIL_SIDE


@pytest.mark.parametrize("name", ["iphone.heic", "photo.webp", "scan.tif", "lab.tif", "cmjn.tif"])
def test_colours_stay(tmp_path, name):
    cleaned_here(tmp_path, formats.PHOTOS[name](random.Random(SEED)))
    red, green, blue = shown(tmp_path).getpixel((20, 15))
    assert red > 200
    assert max(green, blue) < 70


@pytest.mark.parametrize("name", ["16 bits.tif", "12 bits.tif", "fractions.tif"])
def test_deep_greys_are_scaled_to_eight_bits(tmp_path, name):
    cleaned_here(tmp_path, formats.PHOTOS[name](random.Random(SEED)))
    image = shown(tmp_path)
    greys = [image.getpixel((x, 5))[0] for x in (0, 64, 128, 255)]
    assert greys == pytest.approx([0, 64, 128, 255], abs=2)


@pytest.mark.parametrize("name", formats.SEVERAL)
def test_several_pages_become_a_pdf_and_pieces(tmp_path, name):
    result = cleaned_here(tmp_path, formats.SEVERAL[name](random.Random(SEED)))
    assert (result.rendition_type, result.pages, len(result.leaves)) == (FileKind.PDF, 3, 3)
    with pypdfium2.PdfDocument(tmp_path / RENDITION) as pdf:
        drawn = pdf[0].render(scale=1).to_pil().convert("RGB")
    for page in result.leaves:
        with Image.open(BytesIO(piece(tmp_path, page.pieces["picture"]))) as image:
            assert image.size == (page.width, page.height)
            if page.number == 1:
                small = drawn.resize(image.size)
                middle = image.width // 4, image.height // 4
                assert small.getpixel(middle) == pytest.approx(image.convert("RGB").getpixel(middle), abs=40)


@pytest.mark.parametrize("name", formats.DICOM)
def test_every_common_syntax_of_dicom_is_drawn(tmp_path, name):
    content = formats.DICOM[name](random.Random(SEED))
    assert kind_of(content) == FileKind.DICOM
    result = cleaned_here(tmp_path, content)
    assert (result.width, result.height) == (dicoms.SIDE, dicoms.SIDE)
    assert result.header["Modality"] in ("CR", "US")
    if name != "échographie":
        greys = [shown(tmp_path).getpixel((x, 9)) for x in (0, 16, 32, 63)]
        assert greys == pytest.approx([0, 65, 130, 255], abs=3)


def test_the_header_names_nobody(tmp_path):
    result = cleaned_here(tmp_path, dicoms.written(dicoms.dataset(dicoms.ramp())))
    said = json.dumps(result.to_json())
    assert result.header["PixelSpacing"] == [0.2, 0.2]
    for mark in (dicoms.NAME, "JEANNE", "1954"):
        assert mark not in said
        assert mark.encode() not in (tmp_path / RENDITION).read_bytes() + (tmp_path / PIECES).read_bytes()


@pytest.mark.parametrize(
    ("changes", "warned"),
    [
        ({"Modality": "US"}, True),
        ({"Modality": "US", "BurnedInAnnotation": "NO"}, False),
        ({"Modality": "CT", "BurnedInAnnotation": "YES"}, True),
        ({"Modality": "CT"}, False),
    ],
)
def test_a_name_may_be_written_in_the_picture_itself(tmp_path, changes, warned):
    result = cleaned_here(tmp_path, dicoms.written(dicoms.dataset(dicoms.ramp(), **changes)))
    assert result.header["mayBeWrittenUpon"] is warned


def test_the_window_of_the_file_is_followed(tmp_path):
    made = dicoms.dataset(
        dicoms.ramp(), WindowCenter=1000, WindowWidth=500, RescaleSlope=1, RescaleIntercept=-1024
    )
    cleaned_here(tmp_path, dicoms.written(made))
    values = dicoms.ramp()[0].astype(int) - 1024
    greys = np.asarray(shown(tmp_path))[0]
    assert greys[values < 750].max() == 0
    assert greys[values > 1250].min() == 255
    assert greys[np.abs(values - 1000).argmin()] == pytest.approx(127, abs=17)


def test_white_and_black_stand_as_the_file_says(tmp_path):
    cleaned_here(tmp_path, dicoms.written(dicoms.dataset(dicoms.ramp(), "MONOCHROME1")))
    assert shown(tmp_path).getpixel((0, 0)) == 255
    assert shown(tmp_path).getpixel((63, 0)) == 0


def test_all_levels_are_kept_for_a_viewer(tmp_path):
    made = dicoms.dataset(dicoms.ramp(), RescaleSlope=2, RescaleIntercept=-1000)
    result = cleaned_here(tmp_path, dicoms.written(made))
    deep = result.leaves[0].pieces["deep"]
    with Image.open(BytesIO(piece(tmp_path, deep))) as image:
        channels = np.asarray(image).astype(int)
    values = (256 * channels[..., 0] + channels[..., 1]) * deep["slope"] + deep["intercept"]
    assert (values == dicoms.ramp().astype(int) * 2 - 1000).all()


def test_a_large_picture_has_a_view_and_tiles(tmp_path):
    picture = Image.radial_gradient("L").resize((4800, 3600)).convert("RGB")
    result = cleaned_here(tmp_path, files.saved(picture, "JPEG", quality=60))
    pieces = result.leaves[0].pieces
    with Image.open(BytesIO(piece(tmp_path, pieces["view"]))) as view:
        assert max(view.size) == VIEW_SIDE
    levels = pieces["tiles"]["levels"]
    assert [level["width"] for level in levels] == [4800, 2400]
    assert [len(level["sizes"]) for level in levels] == [10 * 8, 5 * 4]
    last = {"start": levels[0]["start"] + sum(levels[0]["sizes"][:-1]), "size": levels[0]["sizes"][-1]}
    with Image.open(BytesIO(piece(tmp_path, last))) as tile:
        assert tile.size == (4800 - 9 * 512, 3600 - 7 * 512)


def test_a_small_picture_needs_no_pieces(tmp_path):
    assert cleaned_here(tmp_path, files.jpeg(random.Random(SEED))).leaves[0].pieces == {}


def test_the_pages_of_a_pdf_have_thumbnails(tmp_path):
    result = cleaned_here(tmp_path, files.pdf(random.Random(SEED), pages=3))
    assert [page.number for page in result.leaves] == [1, 2, 3]
    with Image.open(BytesIO(piece(tmp_path, result.leaves[2].pieces["thumbnail"]))) as thumbnail:
        assert max(thumbnail.size) == THUMBNAIL_SIDE


def test_the_pdf_of_pages_is_a_sound_one(tmp_path):
    cleaned_here(tmp_path, formats.SEVERAL["trois pages.tif"](random.Random(SEED)))
    with pikepdf.open(tmp_path / RENDITION) as pdf:
        assert pdf.check_pdf_syntax() == []


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"PixelData": None}, Refusal.DICOM_WITHOUT_PICTURE),
        ({"Rows": 30_000, "Columns": 30_000}, Refusal.IMAGE_TOO_LARGE),
        ({"NumberOfFrames": MAX_PAGES + 1}, Refusal.TOO_MANY_PAGES),
        ({"NumberOfFrames": 9}, Refusal.DICOM_BROKEN),
        ({"PhotometricInterpretation": "JAUNE"}, Refusal.DICOM_BROKEN),
    ],
)
def test_a_dicom_file_that_cannot_be_drawn_is_refused_with_its_reason(tmp_path, changes, refusal):
    made = dicoms.dataset(dicoms.ramp())
    for name, value in changes.items():
        delattr(made, name) if value is None else setattr(made, name, value)
    with pytest.raises(FileRefused) as refused:
        cleaned_here(tmp_path, dicoms.written(made))
    assert refused.value.refusal == refusal


@pytest.mark.parametrize("head", [b"MZ", b"%PDF-1.7", b"<script>", b"PK\x03\x04"])
def test_a_program_in_front_of_a_dicom_file_is_refused(head):
    content = dicoms.written(dicoms.dataset(dicoms.ramp()))
    assert kind_of(head + content[len(head) :]) is None


def test_a_dicom_film_and_a_heic_pass_through_the_cage(tmp_path):
    for name, content in (("film", dicoms.film(3)), ("photo", formats.heic_of_a_telephone(random.Random(1)))):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "original").write_bytes(content)
        assert clean(folder / "original", folder).leaves
