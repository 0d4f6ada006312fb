"""What is done with documents: adding, arranging, making safe, erasing."""

from telavis.documents.actions.adding import add, put_back
from telavis.documents.actions.arranging import excuse, move, remove, rename
from telavis.documents.actions.erasing import empty_bin, erase_folder, sweep
from telavis.documents.actions.folders import close_folder, new_folder, open_folder
from telavis.documents.actions.making_safe import Stored, accept, refuse, wait_for_scan
from telavis.documents.actions.sealing import rewrap_all, seal, seal_all
from telavis.documents.actions.uploading import WrongOffset, append, cancel, finish, lose, start_upload

__all__ = [
    "Stored",
    "WrongOffset",
    "accept",
    "add",
    "append",
    "cancel",
    "close_folder",
    "empty_bin",
    "erase_folder",
    "excuse",
    "finish",
    "lose",
    "move",
    "new_folder",
    "open_folder",
    "put_back",
    "refuse",
    "remove",
    "rename",
    "rewrap_all",
    "seal",
    "seal_all",
    "start_upload",
    "sweep",
    "wait_for_scan",
]
