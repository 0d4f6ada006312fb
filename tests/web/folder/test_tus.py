"""Uploads by pieces as a browser speaks: tus 1.0, the rights, and a sentence for each refusal (docs/decisions/0042)."""

import base64
import random

import pytest
from django.urls import reverse

from telavis.documents import actions
from telavis.documents.limits import MAX_PIECE
from telavis.documents.models import Document, Upload
from telavis.documents.queries import documents_in
from telavis.documents.refusals import FileRefused, Refusal
from telavis.documents.tasks import put_together
from tests.documents import files
from tests.factories import RoleFactory, actor, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db

CONTENT = files.png(random.Random(4)) + random.Random(4).randbytes(30_000)
LENGTH = len(CONTENT)
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
def desk(draft):
    return signed_in(requester_of(draft))


def begin(desk, draft, length=LENGTH, name="lésion.png", **more):
    told = {
        "Upload-Length": str(length),
        "Upload-Metadata": f"filename {base64.b64encode(name.encode()).decode()}",
    }
    return desk.post(reverse("folder:uploads", args=[draft.folder_id]), headers={**TUS, **told, **more})


def patch(desk, place, piece, at, **more):
    headers = {**TUS, "Upload-Offset": str(at), **more}
    return desk.patch(place, piece, content_type="application/offset+octet-stream", headers=headers)


def head(desk, place):
    return desk.head(place, headers=TUS)


def test_a_file_comes_in_two_pieces_and_its_tile_is_told(desk, draft):
    begun = begin(desk, draft)
    assert begun.status_code == 201
    place = begun["Location"]
    first = patch(desk, place, CONTENT[:20_000], 0)
    assert (first.status_code, first["Upload-Offset"]) == (204, "20000")
    assert (head(desk, place)["Upload-Offset"], head(desk, place)["Upload-Length"]) == (
        "20000",
        str(len(CONTENT)),
    )
    assert "no-store" in head(desk, place)["Cache-Control"]
    last = patch(desk, place, CONTENT[20_000:], 20_000)
    assert last["Upload-Offset"] == str(len(CONTENT))
    tile = desk.get(last["X-Telavis-Document"])
    assert "lésion" in tile.content.decode()
    assert f'id="document-{documents_in(draft.folder).get().pk}"' in tile.content.decode()
    assert head(desk, place)["X-Telavis-Document"] == last["X-Telavis-Document"]


def test_what_it_can_is_told(desk, draft):
    told = desk.options(reverse("folder:uploads", args=[draft.folder_id]))
    assert (told.status_code, told["Tus-Version"], told["Tus-Extension"]) == (
        204,
        "1.0.0",
        "creation,termination",
    )
    assert told["Tus-Max-Size"] == str(200 * 1024**2)


def test_a_piece_twice_or_at_another_place_is_a_conflict_that_says_where_it_stands(desk, draft):
    place = begin(desk, draft)["Location"]
    patch(desk, place, CONTENT[:100], 0)
    for at in (0, 50, 101):
        answer = patch(desk, place, CONTENT[:100], at)
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "100")


def test_whoever_did_not_begin_it_finds_nothing(desk, draft):
    place = begin(desk, draft)["Location"]
    stranger, service = signed_in(actor(RoleFactory())), signed_in(expert_of(draft))
    for other in (stranger, service):
        assert patch(other, place, CONTENT, 0).status_code == 404
        assert head(other, place).status_code == 404
        assert other.delete(place, headers=TUS).status_code == 404
        assert begin(other, draft).status_code == 404
    Upload.objects.update(added_by_id=actor(RoleFactory()).user_id)
    assert patch(desk, place, CONTENT, 0).status_code == 404
    assert not documents_in(draft.folder).exists()


def sentence(why: Refusal) -> str:
    return FileRefused(why).sentence


def test_what_is_refused_is_said_in_a_sentence(desk, draft):
    large, empty = begin(desk, draft, length=201 * 1024**2), begin(desk, draft, length=0)
    assert (large.status_code, large.content.decode()) == (413, sentence(Refusal.TOO_LARGE))
    assert "200" in large.content.decode()
    assert (empty.status_code, empty.content.decode()) == (422, sentence(Refusal.EMPTY))
    foreign = patch(desk, begin(desk, draft, length=9000)["Location"], b"x" * 9000, 0)
    assert (foreign.status_code, foreign.content.decode()) == (422, sentence(Refusal.WRONG_TYPE))
    Document.objects.bulk_create(
        Document(folder=draft.folder, original_sha256=str(n), original_size=1) for n in range(50)
    )
    fifty_first = begin(desk, draft)
    assert (fifty_first.status_code, fifty_first.content.decode()) == (422, sentence(Refusal.TOO_MANY))


def test_in_a_request_that_left_meanwhile_the_reason_is_said(desk, draft):
    place = begin(desk, draft)["Location"]
    actions.close_folder(draft.folder)
    answer = patch(desk, place, CONTENT, 0)
    assert (answer.status_code, answer.content.decode()) == (422, sentence(Refusal.CLOSED))


def test_a_full_disk_is_said_by_507(desk, draft, monkeypatch):
    place = begin(desk, draft)["Location"]

    def full(*_, **__):
        raise FileRefused(Refusal.NO_ROOM)

    monkeypatch.setattr(actions, "append", full)
    answer = patch(desk, place, CONTENT, 0)
    assert (answer.status_code, answer.content.decode()) == (507, sentence(Refusal.NO_ROOM))


def test_given_up_it_is_gone(desk, draft):
    place = begin(desk, draft)["Location"]
    patch(desk, place, CONTENT[:100], 0)
    assert desk.delete(place, headers=TUS).status_code == 204
    assert head(desk, place).status_code == 404
    assert patch(desk, place, CONTENT[100:], 100).status_code == 404


def test_given_up_as_its_last_piece_arrives_it_leaves_the_folder_and_once_sent_it_does_not(desk, draft):
    place, other = begin(desk, draft)["Location"], begin(desk, draft)["Location"]
    patch(desk, place, CONTENT, 0), patch(desk, other, CONTENT, 0)
    assert desk.delete(place, headers=TUS).status_code == 204
    assert documents_in(draft.folder).count() == 1
    actions.close_folder(draft.folder)
    assert desk.delete(other, headers=TUS).status_code == 422
    assert documents_in(draft.folder).count() == 1


def test_another_method_is_carried_by_a_post_and_by_nothing_that_needs_no_token(desk, draft):
    place = begin(desk, draft)["Location"]
    told = {**TUS, "X-HTTP-Method-Override": "DELETE"}
    assert desk.get(place, headers=told).status_code == 405
    assert Upload.objects.exists()
    assert desk.post(place, headers=told).status_code == 204
    assert not Upload.objects.exists()


def test_one_who_did_not_hear_that_the_last_piece_arrived_is_told_after_it_was_put_together(desk, draft):
    place = begin(desk, draft)["Location"]
    patch(desk, place, CONTENT, 0)
    put_together(upload_id=str(Upload.objects.get().pk))
    assert head(desk, place)["Upload-Offset"] == str(LENGTH)
    assert "X-Telavis-Document" in head(desk, place)
    assert documents_in(draft.folder).exists()


def test_a_browser_that_knows_no_patch_says_it_in_a_header(desk, draft):
    place = begin(desk, draft)["Location"]
    headers = {**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    answer = desk.post(place, CONTENT, content_type="application/offset+octet-stream", headers=headers)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(CONTENT)))


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Upload-Length": "many"}, 400),
        ({"Upload-Length": "9" * 40}, 400),
        ({"Upload-Length": "٣"}, 400),
        ({"Upload-Metadata": "filename é"}, 400),
        ({"Upload-Metadata": "filename /w=="}, 400),
    ],
)
def test_what_is_no_tus_is_told_so(desk, draft, told, status):
    assert begin(desk, draft, **told).status_code == status
    assert not Upload.objects.exists()


def test_a_piece_of_another_kind_or_too_large_is_not_read(desk, draft):
    place = begin(desk, draft, length=MAX_PIECE + 5)["Location"]
    assert (
        desk.patch(place, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code
        == 415
    )
    assert patch(desk, place, b"x" * (MAX_PIECE + 1), 0).status_code == 413
    assert head(desk, place)["Upload-Offset"] == "0"


def test_a_name_is_never_a_path_and_hides_nothing(desk, draft):
    begin(desk, draft, name="../../etc/‮gpj.exe\x00\n")
    assert Upload.objects.get().file_name == "gpj.exe"


def test_a_piece_costs_few_statements(desk, draft, django_assert_max_num_queries):
    place = begin(desk, draft)["Location"]
    patch(desk, place, CONTENT[:100], 0)
    with django_assert_max_num_queries(20):
        patch(desk, place, CONTENT[100:200], 100)
