"""What an expert drew over a picture stands in the PDF."""

from random import Random

import pytest

from telavis.reports.assemble import assemble
from telavis.reports.canonical import canonical_json
from telavis.reports.render import make_pdf
from telavis.service_requests.actions import annotate
from telavis.values.picture_marks import Mark, MarkKind
from tests.documents import files
from tests.documents.makers import make_ready
from tests.factories import ServiceRequestFactory, actor, requester_of
from tests.reports.reading import pages_of, squashed


@pytest.mark.django_db
def test_it_is_drawn_said_and_covered_by_the_fingerprint():
    taken = ServiceRequestFactory(taken=True)
    picture = make_ready(taken.folder, requester_of(taken), files.jpeg(Random(3)), "Dos.jpg")
    by = actor(taken.taken_by)
    before, _ = assemble(taken, by=by)
    marks = [Mark(MarkKind.MEASURE, 10, 10, 40, 50), Mark(MarkKind.TEXT, 60, 80, 60, 80, "bord <net>")]
    annotate(taken, picture, marks, millimetres_per_pixel=0.1, by=by)
    report, joined = assemble(taken, by=by)
    [drawn] = report.documents[0].annotations
    assert drawn.author == taken.taken_by.practitioner.full_name
    assert b"annotations" not in canonical_json(before)
    assert b'"kind":"measure"' in canonical_json(report)
    text = squashed("".join(pages_of(make_pdf(report, joined).content)))
    assert squashed(f"Annotations, {drawn.author} : mesure 5,0 mm, « bord <net> »") in text
    # once under the picture, once over it
    assert text.count(squashed("bord <net>")) == 2
