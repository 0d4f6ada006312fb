"""What is done with documents: adding, arranging, making safe, erasing."""

from telavis.documents.actions.adding import add, put_back
from telavis.documents.actions.arranging import move, remove, rename
from telavis.documents.actions.erasing import empty_bin, erase_folder
from telavis.documents.actions.folders import close_folder, new_folder, open_folder
from telavis.documents.actions.making_safe import Stored, accept, refuse
from telavis.documents.actions.sealing import rewrap_all, seal, seal_all

__all__ = [
    "Stored",
    "accept",
    "add",
    "close_folder",
    "empty_bin",
    "erase_folder",
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
]
