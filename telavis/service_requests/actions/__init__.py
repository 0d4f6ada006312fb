"""The verbs of a request: with `openings`, the only code that writes."""

from telavis.service_requests.actions.annotate import annotate
from telavis.service_requests.actions.answer import OpinionIncomplete, answer, take_and_answer
from telavis.service_requests.actions.answer_draft import (
    DraftSaved,
    DraftSigned,
    DraftThere,
    StaleDraft,
    adopt,
    drop_correction,
    save_answer_draft,
)
from telavis.service_requests.actions.ask_more import ask_more
from telavis.service_requests.actions.assign import NotAMember, assign
from telavis.service_requests.actions.cancel import cancel
from telavis.service_requests.actions.close import close
from telavis.service_requests.actions.correct import AlreadyCorrected, correct
from telavis.service_requests.actions.decline import decline
from telavis.service_requests.actions.discard import discard
from telavis.service_requests.actions.drafting import (
    choose_recipient,
    choose_type,
    record_consent,
    start,
    withdraw_consent,
)
from telavis.service_requests.actions.excuse import excuse
from telavis.service_requests.actions.fill import fill
from telavis.service_requests.actions.hand_over import hand_over
from telavis.service_requests.actions.mark_in_error import mark_in_error
from telavis.service_requests.actions.news import UnreadNews
from telavis.service_requests.actions.notes import note_pdf, write
from telavis.service_requests.actions.recall import is_unread, recall
from telavis.service_requests.actions.redirect import redirect
from telavis.service_requests.actions.release import release
from telavis.service_requests.actions.reopen import reopen
from telavis.service_requests.actions.reply import open_reply_folder, reply
from telavis.service_requests.actions.restore import restore
from telavis.service_requests.actions.send import (
    ChangedSinceTheLastLook,
    NotReady,
    missing_before_sending,
    recipient_problem,
    send,
    send_now,
)
from telavis.service_requests.actions.share import share, unshare
from telavis.service_requests.actions.take import take
from telavis.service_requests.actions.take_form import take_form
from telavis.service_requests.actions.take_up import ALL, take_up
from telavis.service_requests.actions.words import WordsSaved, forget_words, keep_words
from telavis.service_requests.steps import NotAllowed

__all__ = [
    "ALL",
    "AlreadyCorrected",
    "ChangedSinceTheLastLook",
    "DraftSaved",
    "DraftSigned",
    "DraftThere",
    "NotAMember",
    "NotAllowed",
    "NotReady",
    "OpinionIncomplete",
    "StaleDraft",
    "UnreadNews",
    "WordsSaved",
    "adopt",
    "annotate",
    "answer",
    "ask_more",
    "assign",
    "cancel",
    "choose_recipient",
    "choose_type",
    "close",
    "correct",
    "decline",
    "discard",
    "drop_correction",
    "excuse",
    "fill",
    "forget_words",
    "hand_over",
    "is_unread",
    "keep_words",
    "mark_in_error",
    "missing_before_sending",
    "note_pdf",
    "open_reply_folder",
    "recall",
    "recipient_problem",
    "record_consent",
    "redirect",
    "release",
    "reopen",
    "reply",
    "restore",
    "save_answer_draft",
    "send",
    "send_now",
    "share",
    "start",
    "take",
    "take_and_answer",
    "take_form",
    "take_up",
    "unshare",
    "withdraw_consent",
    "write",
]
