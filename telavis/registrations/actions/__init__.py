"""The verbs of a registration, one file each."""

from telavis.registrations.actions.approve import approve
from telavis.registrations.actions.ask import ask, ask_proof
from telavis.registrations.actions.contact import give_contact, send_code
from telavis.registrations.actions.proofs import erase_proofs, join_proof, take_back_proof
from telavis.registrations.actions.proving import prove_mail, prove_mobile
from telavis.registrations.actions.refuse import refuse
from telavis.registrations.actions.reply import reply
from telavis.registrations.actions.start import start
from telavis.registrations.actions.submit import submit
from telavis.registrations.actions.sweep import abandon, sweep
from telavis.registrations.actions.texts import (
    accept_texts,
    accept_texts_again,
    publish_shipped,
    publish_text,
    withdraw_text,
)
from telavis.registrations.actions.unanswered import lapse, remind
from telavis.registrations.actions.workplace import choose_workplace

__all__ = [
    "abandon",
    "accept_texts",
    "accept_texts_again",
    "approve",
    "ask",
    "ask_proof",
    "choose_workplace",
    "erase_proofs",
    "give_contact",
    "join_proof",
    "lapse",
    "prove_mail",
    "prove_mobile",
    "publish_shipped",
    "publish_text",
    "refuse",
    "remind",
    "reply",
    "send_code",
    "start",
    "submit",
    "sweep",
    "take_back_proof",
    "withdraw_text",
]
