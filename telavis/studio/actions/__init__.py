"""What is done to the forms of a service."""

from telavis.studio.actions.cases import accept_case, keep_case, remove_case
from telavis.studio.actions.deciding import abandon, rework, sign, submit
from telavis.studio.actions.editing import (
    Rearrangement,
    add_item,
    change_item,
    describe,
    edit_item,
    last_standing,
    load_file,
    mark_of,
    rearrange,
    said_of,
    undo,
)
from telavis.studio.actions.publishing import move_drafts, publish, schedule, withdraw
from telavis.studio.actions.start import start, start_new_type

__all__ = [
    "Rearrangement",
    "abandon",
    "accept_case",
    "add_item",
    "change_item",
    "describe",
    "edit_item",
    "keep_case",
    "last_standing",
    "load_file",
    "mark_of",
    "move_drafts",
    "publish",
    "rearrange",
    "remove_case",
    "rework",
    "said_of",
    "schedule",
    "sign",
    "start",
    "start_new_type",
    "submit",
    "undo",
    "withdraw",
]
