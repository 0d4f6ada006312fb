"""Addresses of a file: the file, and one for each verb."""

from django.urls import path

from telavis.service_requests.workflow import Note, Verb
from telavis.web.pieces import addresses  # noqa: F401 (registers the converter)
from telavis.web.thread import (
    answering,
    correcting,
    endings,
    exchange,
    pdf,
    redirecting,
    sharing,
    verbs,
    views,
    words,
)

KEPT_WORDS = {
    "complement": Verb.ASK_MORE,
    "completer": Verb.REPLY,
    "message": Note.WRITE,
    "rouvrir": Verb.REOPEN,
}
app_name = "thread"
urlpatterns = [
    path("<reference:reference>/", views.file, name="file"),
    path("<reference:reference>/etat/", views.state, name="state"),
    path("<reference:reference>/prendre/", verbs.take, name="take"),
    path("<reference:reference>/remettre/", verbs.release, name="release"),
    path("<reference:reference>/rappeler/", verbs.recall, name="recall"),
    path("<reference:reference>/clore/", verbs.close, name="close"),
    path("<reference:reference>/corbeille/", verbs.discard, name="discard"),
    path("<reference:reference>/reprendre/", verbs.restore, name="restore"),
    path("<reference:reference>/complement/", exchange.ask_more, name="ask_more"),
    path("<reference:reference>/completer/", exchange.reply, name="reply"),
    path("<reference:reference>/message/", exchange.write, name="write"),
    path("<reference:reference>/rouvrir/", exchange.reopen, name="reopen"),
    *[
        path(f"<reference:reference>/{word}/brouillon/", words.keep, {"event": event}, name=f"keep_{event}")
        for word, event in KEPT_WORDS.items()
    ],
    path("<reference:reference>/reorienter/", redirecting.redirect, name="redirect"),
    path("<reference:reference>/decliner/", endings.decline, name="decline"),
    path("<reference:reference>/annuler/", endings.cancel, name="cancel"),
    path("<reference:reference>/erreur/", endings.mark_in_error, name="mark_in_error"),
    path("<reference:reference>/accord/", endings.withdraw_consent, name="withdraw_consent"),
    path("<reference:reference>/avis/", answering.answer, name="answer"),
    path("<reference:reference>/avis/brouillon/", answering.draft, name="draft"),
    path("<reference:reference>/avis/brouillon/<uuid:draft_id>/", answering.adopt, name="adopt"),
    path("<reference:reference>/avis/rectifier/", correcting.correct, name="correct"),
    path("<reference:reference>/avis/rectifier/brouillon/", correcting.draft, name="correct_draft"),
    path("<reference:reference>/pdf/", pdf.pdf, name="pdf"),
    path("<reference:reference>/pdf/enregistrer/", pdf.save_pdf, name="save_pdf"),
    path("<reference:reference>/transferer/", sharing.share, name="share"),
    path("<reference:reference>/transferer/<uuid:share_id>/retirer/", sharing.unshare, name="unshare"),
]
