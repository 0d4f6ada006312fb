"""What one report says, as plain values: no model, no database, no layout."""

from dataclasses import dataclass, field
from datetime import date, datetime

from telavis.values.picture_marks import Mark


@dataclass(frozen=True)
class Platform:
    """Where the document comes from."""

    name: str
    address: str
    contact: str


@dataclass(frozen=True)
class Person:
    """A professional, in the establishment they acted from."""

    name: str
    organization: str = ""
    town: str = ""
    rpps: str = ""
    profession: str = ""


@dataclass(frozen=True)
class Service:
    """The expert team."""

    name: str
    specialty: str
    organization: str
    town: str = ""


@dataclass(frozen=True)
class Patient:
    """The identity that the request was sent with."""

    name: str
    birth_name: str
    used_name: str
    given_names: str
    sex: str
    birth_date: date
    age: str
    birth_place: str
    number: str
    no_number_reason: str
    ins: str
    ins_oid: str
    identity_status: str
    is_doubtful: bool
    is_fictitious: bool
    version_id: str
    version_number: int
    unknown_of_birth_date: str = ""
    """«jour et mois inconnus», when the date was completed."""
    is_homonym: bool = False
    datamatrix: str = ""
    """What the INS datamatrix carries, of a qualified identity; made of the traits, so that no fingerprint needs it."""


@dataclass(frozen=True)
class Consent:
    """The agreement of the patient, as the requester recorded it."""

    answer: str
    giver: str = ""
    on: date | None = None
    reason: str = ""
    withdrawn_at: datetime | None = None


NOT_COVERED = "is_not_covered"
"""In the metadata of a field: it only repeats the others, and the fingerprint leaves it out."""


@dataclass(frozen=True)
class Drawn:
    """A figure beside an answer."""

    svg: str
    alt: str
    caption: str
    width: int
    """In millimetres."""


@dataclass(frozen=True)
class Line:
    """One question of the form, and its answer in words; or a table when the question repeats."""

    link_id: str
    label: str
    text: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    note: str = ""
    """What to know of the answer: that it was calculated, and how."""
    drawings: tuple[Drawn, ...] = field(default=(), metadata={NOT_COVERED: True})
    """They repeat what the words say."""
    alarms: tuple[str, ...] = ()
    is_absent: bool = False
    """The text says why there is no answer."""
    is_inside: bool = False
    """A part of the question above, such as one of the vital signs."""


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Annotation:
    """What one expert drew over a picture."""

    author: str
    marks: tuple[Mark, ...]
    millimetres_per_pixel: float | None = None


@dataclass(frozen=True)
class Document:
    """A joined file: drawn when it has a picture, embedded when it has an enclosure."""

    key: str
    number: int
    title: str
    kind: str
    sha256: str
    size: int
    added_at: datetime
    added_by: str = ""
    question: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    picture: str = ""
    enclosure: str = ""
    annotations: tuple[Annotation, ...] = ()


@dataclass(frozen=True)
class Message:
    """One message of the exchange; `documents` are the numbers of those that came with it."""

    sent_at: datetime
    author: str
    kind: str
    text: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True)
class Action:
    """One line of the checklist that an answer gives."""

    what: str
    who: str = ""
    when: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Answer:
    """One signed version of the opinion."""

    version: int
    signed_by: Person
    signed_at: datetime
    short_answer: str
    decision: str
    hypothesis: str = ""
    certainty: str = ""
    actions: tuple[Action, ...] = ()
    warning_signs: str = ""
    for_patient: str = ""
    sources: str = ""
    photo_quality: int | None = None
    information_quality: int | None = None
    correction_reason: str = ""


@dataclass(frozen=True)
class Notice:
    """What must be read before anything else: no answer yet, declined, entered in error…"""

    title: str
    text: str = ""
    at: datetime | None = None
    is_alarm: bool = False


@dataclass(frozen=True)
class JournalLine:
    at: datetime
    what: str
    who: str
    why: str = ""


@dataclass(frozen=True)
class Report:
    """All that one report shows. `canonical.py` says which part of it the fingerprint covers."""

    reference: str
    request_type: str
    form: str
    state: str
    is_in_error: bool
    platform: Platform
    patient: Patient
    consent: Consent
    requester: Person
    prepared_by: Person | None
    service: Service
    addressed_to: Person | None
    urgency: str
    sent_at: datetime | None
    question: str
    sections: tuple[Section, ...]
    documents: tuple[Document, ...]
    exchange: tuple[Message, ...]
    answer: Answer | None
    earlier_answers: tuple[Answer, ...]
    notices: tuple[Notice, ...]
    journal: tuple[JournalLine, ...]
    incidents: tuple[str, ...]
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class Enclosure:
    """A file embedded in the PDF; `relationship` is its AFRelationship, in the words of typst."""

    name: str
    content: bytes
    mime_type: str
    relationship: str
    description: str


@dataclass(frozen=True)
class Files:
    """The bytes that go with a report: pictures by the name that `Document.picture` gives, and enclosures."""

    pictures: dict[str, bytes] = field(default_factory=dict)
    enclosures: tuple[Enclosure, ...] = ()
