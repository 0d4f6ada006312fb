"""Opening a document: who may, what the browser is told, what the journal keeps (docs/domain/documents.md, 15 to 20)."""

import random
from pathlib import Path

import pytest
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents import actions
from telavis.gateways.sealed_files import DamagedFile
from telavis.service_requests.models import Message
from telavis.service_requests.workflow import State
from tests.documents import files
from tests.documents.makers import make_ready, make_received
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db


def openings() -> int:
    return AuditEvent.objects.filter(action=AuditAction.OPEN_DOCUMENT).count()


def address(document, name: str = "open") -> str:
    return reverse(f"folder:{name}", args=[document.pk])


def opened(who, document, **options):
    """The answer, with what it streamed in `body`."""
    response = signed_in(who).get(address(document), **options)
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def test_the_requester_opens_the_safe_rendition_and_it_is_traced(draft, document):
    response = opened(requester_of(draft), document)
    assert response.body.startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    event = AuditEvent.objects.get(action=AuditAction.OPEN_DOCUMENT)
    assert (event.object_id, event.service_request_id) == (document.pk, draft.pk)


@pytest.mark.parametrize("name", ["open", "thumbnail", "shown"])
def test_a_stranger_finds_nothing(draft, document, name):
    assert signed_in(actor(RoleFactory())).get(address(document, name)).status_code == 404
    assert openings() == 0


def test_the_service_sees_nothing_of_a_draft(draft, document):
    assert opened(expert_of(draft), document).status_code == 404


def test_the_service_opens_what_was_sent_to_it():
    sent = ServiceRequestFactory(sent=True)
    document = make_ready(sent.folder, requester_of(sent))
    assert opened(expert_of(sent), document).status_code == 200


def test_documents_of_a_message_are_seen_by_both_sides():
    taken = ServiceRequestFactory(taken=True)
    folder = actions.new_folder()
    document = make_ready(folder, requester_of(taken))
    Message.objects.create(
        service_request=taken,
        kind="reply",
        author=taken.requester,
        text="La voici.",
        folder=folder,
        sent_at=taken.sent_at,
    )
    for reader in (requester_of(taken), expert_of(taken)):
        assert opened(reader, document).status_code == 200


def test_a_complement_in_preparation_is_not_seen_by_the_service():
    held = ServiceRequestFactory(on_hold=True)
    held.reply_folder = actions.new_folder()
    held.save(update_fields=["reply_folder"])
    document = make_ready(held.reply_folder, requester_of(held))
    assert opened(requester_of(held), document).status_code == 200
    assert opened(expert_of(held), document).status_code == 404


def test_a_folder_of_nobody_is_seen_by_nobody(draft):
    lost = make_ready(actions.new_folder(), requester_of(draft))
    assert opened(requester_of(draft), lost).status_code == 404


def test_nothing_in_it_can_run_and_its_name_is_neutral(draft, document):
    response = opened(requester_of(draft), document)
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'inline; filename="document-1.png"'
    assert response["Cache-Control"] == "private, no-store"


def test_head_tells_the_size_and_opens_nothing(draft, document):
    response = signed_in(requester_of(draft)).head(address(document))
    assert response["Content-Length"] == str(document.rendition_size)
    assert openings() == 0


def test_a_thumbnail_opens_nothing_and_stays_in_no_browser(draft, document):
    response = signed_in(requester_of(draft)).get(address(document, "thumbnail"))
    assert response.content.startswith(b"\xff\xd8")
    assert response["Cache-Control"] == "private, no-store"
    assert openings() == 0


@pytest.mark.parametrize("state", ["waiting", "removed"])
def test_what_is_not_ready_is_not_there(draft, state):
    document = make_received(draft.folder, requester_of(draft))
    if state == "removed":
        document = make_ready(draft.folder, requester_of(draft), files.png(random.Random(9)))
        actions.remove(document, by=requester_of(draft))
    assert opened(requester_of(draft), document).status_code == 404
    assert openings() == 0


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-9", 0, 9),
        ("Bytes= 3-3 ", 3, 3),
        ("bytes=10-", 10, None),
        ("bytes=-5", -5, None),
        ("bytes=-999999999999", 0, None),
        ("bytes=0-999999999", 0, None),
    ],
)
def test_a_part_is_given(draft, asked, first, last):
    document = make_ready(draft.folder, requester_of(draft), files.pdf(random.Random(1)))
    whole = opened(requester_of(draft), document).body
    response = opened(requester_of(draft), document, headers={"Range": asked})
    assert response.status_code == 206
    assert response.body == whole[first:][: None if last is None else last - first + 1]
    assert response["Content-Range"].endswith(f"/{len(whole)}")


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", f"bytes={'9' * 25}-"])
def test_a_part_beyond_the_end_is_refused(draft, document, asked):
    response = opened(requester_of(draft), document, headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{document.rendition_size}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=", "bytes=-", "octets=0-5", "bytes=0-1,3-4", "bytes=9-2", "bytes=a-b", "bytes=٣-", "\x00"],
)
def test_a_range_that_means_nothing_gives_the_whole(draft, document, asked):
    response = opened(requester_of(draft), document, headers={"Range": asked})
    assert response.status_code == 200
    assert len(response.body) == document.rendition_size


def test_a_part_on_a_condition_that_we_cannot_know_is_the_whole(draft, document):
    headers = {"Range": "bytes=0-9", "If-Range": '"an answer of another site"'}
    response = opened(requester_of(draft), document, headers=headers)
    assert (response.status_code, len(response.body)) == (200, document.rendition_size)


def test_head_answers_no_range(draft, document):
    response = signed_in(requester_of(draft)).head(address(document), headers={"Range": "bytes=0-9"})
    assert (response.status_code, response["Content-Length"]) == (200, str(document.rendition_size))


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Photo 1", 'attachment; filename="Photo 1.png"'),
        ("Lésion de l’épaule", "attachment; filename*=utf-8''L%C3%A9sion%20de%20l%E2%80%99%C3%A9paule.png"),
        ("صورة", "attachment; filename*=utf-8''%D8%B5%D9%88%D8%B1%D8%A9.png"),
        ("a/../..\\b: «c»?", "attachment; filename*=utf-8''a-..-..-b-%20%C2%ABc%C2%BB-.png"),
        ("..", 'attachment; filename="Document.png"'),
    ],
)
def test_what_is_saved_bears_its_title_in_every_script(draft, document, title, told):
    document.title = title
    document.save(update_fields=["title"])
    response = signed_in(requester_of(draft)).get(f"{address(document)}?enregistrer=1")
    list(response.streaming_content)
    assert response["Content-Disposition"] == told
    assert openings() == 1


def test_a_damaged_file_is_a_fault_and_not_half_a_document(draft, document, settings):
    kept = Path(settings.MEDIA_ROOT) / document.rendition_key
    content = bytearray(kept.read_bytes())
    content[-1] ^= 1
    kept.write_bytes(content)
    with pytest.raises(DamagedFile):
        opened(requester_of(draft), document)


def test_the_parts_of_one_reading_are_traced_once(draft, document):
    for asked in ("bytes=0-9", "bytes=10-19", "bytes=20-"):
        opened(requester_of(draft), document, headers={"Range": asked})
    assert openings() == 1


def test_a_part_alone_is_traced(draft, document):
    opened(requester_of(draft), document, headers={"Range": "bytes=1-"})
    assert openings() == 1


def test_a_pdf_may_be_shown_by_the_reader_of_the_browser(draft):
    document = make_ready(draft.folder, requester_of(draft), files.pdf(random.Random(1)))
    policy = opened(requester_of(draft), document)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" not in policy


def test_a_discarded_draft_still_shows_its_documents_to_its_owner(draft, document):
    discarded = ServiceRequestFactory(discarded=True)
    assert discarded.state == State.DISCARDED
    kept = make_ready(discarded.folder, requester_of(discarded))
    assert opened(requester_of(discarded), kept).status_code == 200
