"""Good enough to judge: what is told of each picture and of old results (docs/domain/documents.md, 27 to 32)."""

import random
from datetime import date

import pytest
from PIL import Image

from telavis.documents import actions
from telavis.documents.advice import Excuse, advice_on
from telavis.documents.cleaning.dated import dates_in
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.measures import measures_of
from telavis.documents.models import Document, DocumentState
from telavis.documents.refusals import FileRefused
from tests.documents import skins
from tests.documents.makers import make_shown

TODAY = date(2026, 11, 24)
SEEDS = range(4)


def photo(picture: Image.Image, **changes: object) -> Document:
    facts = {
        "title": "Photo",
        "state": DocumentState.READY,
        "original_type": FileKind.JPEG,
        "measures": measures_of(picture),
        "width": picture.width,
        "height": picture.height,
    }
    return Document(**facts | changes)


def told(document: Document, *others: Document) -> str:
    return " ".join(each.sentence for each in advice_on(document, others, TODAY))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_good_photo_gets_no_advice(seed):
    assert told(photo(skins.skin(random.Random(seed)))) == ""


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("radius", "is_told"), [(1, False), (3, True), (8, True)])
def test_a_shaken_photo_is_said_to_be_blurred(seed, radius, is_told):
    assert ("floue" in told(photo(skins.shaken(skins.skin(random.Random(seed)), radius)))) is is_told


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("share", "word"), [(0.2, "sombre"), (0.6, ""), (1.3, ""), (2.6, "trop claire")])
def test_too_little_and_too_much_light_are_told(seed, share, word):
    sentences = told(photo(skins.lit(skins.skin(random.Random(seed)), share)))
    assert word in sentences if word else sentences == ""


def test_a_sharp_lesion_before_a_blurred_ground_is_sharp():
    sharp = skins.skin(random.Random(1))
    mixed = skins.shaken(sharp, 9)
    mixed.paste(sharp.crop((600, 400, 1100, 900)), (600, 400))
    assert told(photo(mixed)) == ""


def test_a_scanned_sheet_is_not_burnt():
    assert told(photo(skins.sheet(random.Random(1)))) == ""


def test_a_small_photo_is_told():
    assert "petite" in told(photo(skins.skin(random.Random(1)).resize((500, 400))))


def test_a_screen_copy_is_no_photo():
    assert told(photo(skins.shaken(skins.skin(random.Random(1)), 8), original_type=FileKind.PNG)) == ""


def test_the_second_of_two_alike_is_told_and_the_first_is_not():
    picture = skins.skin(random.Random(1))
    first = photo(picture, title="Première", position=0)
    second = photo(picture.resize((800, 600)), position=1)
    other = photo(skins.skin(random.Random(2)), position=2)
    assert "Semblable à «\u202fPremière\u202f»" in told(second, first, other)
    assert told(first, second, other) == ""
    assert told(other, first, second) == ""


def test_one_view_of_a_pair_asks_for_the_other():
    picture = skins.skin(random.Random(1))
    large = photo(picture, question="derm_photo_large")
    close = photo(skins.skin(random.Random(2)), question="derm_photo_gros_plan")
    assert "Une seule vue" in told(large)
    assert told(large, close) == ""
    assert told(photo(picture, question="derm_examens")) == ""


@pytest.mark.parametrize(
    ("day", "is_told"), [("2026-09-01", False), ("2026-08-01", True), ("2027-01-01", False)]
)
def test_an_old_result_is_told(day, is_told):
    result = Document(state=DocumentState.READY, measures={"laboratory": True, "dated": day})
    assert ("joignez-en un plus récent" in told(result)) is is_told


def test_a_name_in_the_picture_is_warned_of():
    film = Document(state=DocumentState.READY, header={"mayBeWrittenUpon": True})
    assert "Le nom du patient est peut-être écrit" in told(film)


def test_what_is_not_ready_gets_no_advice():
    assert told(photo(skins.skin(random.Random(1)), state=DocumentState.RECEIVED)) == ""


LETTER = "Laboratoire du Port\nHémoglobine 12 g/dL\nNé le 12/03/1954\nDate de naissance : 12/03/1954\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LETTER + "Prélèvement du 02/05/2026 à 8 h", {"laboratory": True, "dated": "2026-05-02"}),
        (LETTER, {"laboratory": True}),
        (LETTER + "Prélevé le 31/02/2026", {"laboratory": True}),
        ("Compte rendu de consultation du 02/05/2026", {}),
    ],
)
def test_the_day_of_a_result_is_read_and_no_birth_date(monkeypatch, tmp_path, text, found):
    monkeypatch.setattr("telavis.documents.cleaning.dated._text", lambda _: text)
    assert dates_in(tmp_path) == found


def test_a_reason_is_kept_and_taken_back(folder, doctor):
    document = make_shown(folder)
    assert actions.excuse(document, Excuse.GONE, by=doctor).excuse == "patient reparti"
    assert actions.excuse(document, None, by=doctor).excuse == ""


def test_what_was_sent_is_excused_no_more(folder, doctor):
    document = make_shown(folder)
    actions.close_folder(folder)
    with pytest.raises(FileRefused):
        actions.excuse(document, Excuse.GONE, by=doctor)
