"""The statements that tell the stories of the demonstration again: INSERT … SELECT, with what differs.

`volume_patient` and `volume_request` are the plan (telavis.demo.volume); in each statement `v` is its line, `r` the
request of the demonstration that it repeats, `t` the row that is copied.
"""

from collections.abc import Iterator

from django.db import connection, models

from telavis.documents.models import Document, Folder
from telavis.patients.models import IdentityVersion, NoNumberReason, Patient
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests.models import Answer, Message, ReadMark, ServiceRequest, Transition

_OF_REQUEST = "FROM volume_request v JOIN service_requests_servicerequest r ON r.id = v.template"
_SAME_REQUESTER = "CASE WHEN t.{column} = r.requester_id THEN v.requester ELSE t.{column} END"


def statements() -> Iterator[str]:
    """In the order of their keys."""
    yield from _patients()
    yield from _requests()
    yield from _what_hangs_on_them()


def _patients() -> Iterator[str]:
    """Younger, and without a number: that of the model would be another person's."""
    yield _again(
        Patient,
        "FROM volume_patient v JOIN patients_patient t ON t.id = v.template",
        {
            "id": "v.id",
            "current_id": "v.version",
            "birth_date": "t.birth_date + v.younger",
            "ins_oid": "''",
            "ins_matricule": "''",
            "billing_nir": "''",
            "creation_key": "uuidv7()",
        },
    )
    yield _again(
        IdentityVersion,
        "FROM volume_patient v JOIN patients_patient p ON p.id = v.template "
        "JOIN patients_identityversion t ON t.id = p.current_id",
        {
            "id": "v.version",
            "patient_id": "v.id",
            "number": "1",
            "status": "'PROV'",
            "ins_source": "''",
            "ins_obtained_at": "NULL",
            "evidence_kind": "''",
            "checked_at": "NULL",
            "checked_by_id": "NULL",
            "checked_by_label": "''",
            "birth_date": "t.birth_date + v.younger",
            "ins_oid": "''",
            "ins_matricule": "''",
            "billing_nir": "''",
            "no_number_reason": f"'{NoNumberReason.UNAVAILABLE.value}'",
        },
    )


def _requests() -> Iterator[str]:
    """The deadlines of open requests stay in the future, as in their models."""
    yield _again(Folder, f"{_OF_REQUEST} JOIN documents_folder t ON t.id = r.folder_id", {"id": "v.folder"})
    yield _again(
        QuestionnaireResponse,
        f"{_OF_REQUEST} JOIN questionnaires_questionnaireresponse t ON t.id = r.response_id",
        {"id": "v.response"},
    )
    yield _again(
        ServiceRequest,
        "FROM volume_request v JOIN service_requests_servicerequest t ON t.id = v.template "
        "JOIN volume_patient p ON p.n = v.patient",
        {
            "id": "v.id",
            "folder_id": "v.folder",
            "response_id": "v.response",
            "reply_folder_id": "NULL",
            "answer_id": "CASE WHEN t.answer_id IS NOT NULL THEN v.answer END",
            "patient_id": "p.id",
            "identity_version_id": "p.version",
            "requester_id": "v.requester",
            "reference": "v.reference",
            "urgency": "v.urgency",
            "creation_key": "uuidv7()",
            "remind_at": "t.remind_at",
            "escalate_at": "t.escalate_at",
        },
    )


def _what_hangs_on_them() -> Iterator[str]:
    of_it = "t ON t.service_request_id = v.template"
    request = {"service_request_id": "v.id"}
    yield _again(
        Answer,
        f"{_OF_REQUEST} JOIN service_requests_answer t ON t.id = r.answer_id",
        {"id": "v.answer"} | request,
    )
    yield _again(
        Transition,
        f"{_OF_REQUEST} JOIN service_requests_transition {of_it} "
        "JOIN directory_practitionerrole o ON o.id = v.requester "
        "JOIN directory_practitioner w ON w.id = o.practitioner_id "
        "JOIN directory_organization h ON h.id = o.organization_id",
        request | _journal_of_another_requester(),
    )
    yield _again(
        Message,
        f"{_OF_REQUEST} JOIN service_requests_message {of_it}",
        {"id": "uuidv7()", "author_id": _SAME_REQUESTER.format(column="author_id")} | request,
    )
    yield _again(
        ReadMark,
        f"{_OF_REQUEST} JOIN service_requests_readmark {of_it} "
        "JOIN directory_practitionerrole o ON o.id = v.requester",
        {"practitioner_id": "o.practitioner_id"} | request,
    )
    yield _again(
        Document,
        f"{_OF_REQUEST} JOIN documents_document t ON t.folder_id = r.folder_id",
        {"id": "uuidv7()", "folder_id": "v.folder"},
    )


def _journal_of_another_requester() -> dict[str, str]:
    """The lines of the one who asked carry the names of the new one."""
    full_name = "concat_ws(' ', nullif(w.title, ''), w.given_name, w.family_name)"
    theirs = "CASE WHEN t.role_id = r.requester_id THEN {new} ELSE t.{column} END"
    return {
        "reference": "v.reference",
        "role_id": theirs.format(new="v.requester", column="role_id"),
        "user_id": theirs.format(new="w.user_id", column="user_id"),
        "user_label": theirs.format(new=full_name, column="user_label"),
        "role_label": theirs.format(new=f"{full_name} || ', ' || h.name", column="role_label"),
    }


def _again(model: type[models.Model], source: str, changes: dict[str, str]) -> str:
    """INSERT … SELECT of the rows `t`: times moved, columns changed, the rest as it was."""
    columns, values = [], []
    for field in model._meta.local_concrete_fields:
        if isinstance(field, models.AutoField):
            continue
        column = str(field.column)
        moved = isinstance(field, models.DateTimeField) and "volume_request" in source
        columns.append(connection.ops.quote_name(column))  # «left» is a word of SQL
        values.append(changes.get(column, f"t.{columns[-1]}{' + v.later' if moved else ''}"))
    return (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)}) "
        f"SELECT {', '.join(values)} {source} ORDER BY v.n"
    )
