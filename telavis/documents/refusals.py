"""Why a file is refused: one sentence each, that says what is wrong and the way out."""

from enum import StrEnum

from telavis.documents.limits import (
    MAX_FILE_SIZE,
    MAX_FILES,
    MAX_FORM_FILES,
    MAX_PAGES,
    MAX_PIXELS,
    MAX_UPLOAD_SIZE,
)
from telavis.values.french import NO_BREAK, number, typographic


class Refusal(StrEnum):
    EMPTY = "empty"
    TOO_HEAVY = "too_heavy"
    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"
    NOT_WHOLE = "not_whole"
    TOO_MANY = "too_many"
    TOO_MANY_AT_ONCE = "too_many_at_once"
    DUPLICATE = "duplicate"
    CLOSED = "closed"
    WRONG_TYPE = "wrong_type"
    IMAGE_BROKEN = "image_broken"
    IMAGE_TOO_LARGE = "image_too_large"
    PDF_BROKEN = "pdf_broken"
    PDF_LOCKED = "pdf_locked"
    PDF_ANIMATED = "pdf_animated"
    TOO_MANY_PAGES = "too_many_pages"
    DICOM_BROKEN = "dicom_broken"
    DICOM_UNKNOWN = "dicom_unknown"
    DICOM_WITHOUT_PICTURE = "dicom_without_picture"
    INFECTED = "infected"
    TOO_MUCH_WORK = "too_much_work"
    UNCHECKABLE = "uncheckable"


MEGABYTES = f"{number(MAX_FILE_SIZE // 1024**2)}{NO_BREAK}Mo"
MOST_MEGABYTES = f"{number(MAX_UPLOAD_SIZE // 1024**2)}{NO_BREAK}Mo"
MILLIONS_OF_PIXELS = f"{number(MAX_PIXELS // 10**6)}{NO_BREAK}millions de points"

_SENTENCES = {
    Refusal.EMPTY: "Ce fichier est vide : vérifiez qu'il s'ouvre sur votre ordinateur, puis ajoutez-le de nouveau.",
    Refusal.TOO_HEAVY: f"Ce fichier dépasse {MEGABYTES} : enregistrez-le en qualité moindre, ou en plusieurs parties.",
    Refusal.TOO_LARGE: f"Ce fichier dépasse {MOST_MEGABYTES} : enregistrez-le en qualité moindre, ou en plusieurs parties.",
    Refusal.NO_ROOM: "Il n'y a plus de place pour garder ce fichier : prévenez l'assistance, puis réessayez. Le reste de"
    " votre demande est enregistré.",
    Refusal.NOT_WHOLE: "Ce fichier n'est pas arrivé entier : ajoutez-le de nouveau.",
    Refusal.TOO_MANY: f"Il y a déjà {MAX_FILES} documents : retirez-en un, ou réunissez plusieurs pages dans un seul PDF.",
    Refusal.TOO_MANY_AT_ONCE: f"Un envoi prend {MAX_FORM_FILES} fichiers au plus : ajoutez celui-ci dans un envoi suivant.",
    Refusal.DUPLICATE: "Ce document est déjà joint : vous n'avez rien d'autre à faire.",
    Refusal.CLOSED: "Ces documents sont déjà envoyés : ils ne changent plus. Rappelez la demande, ou écrivez un message.",
    Refusal.WRONG_TYPE: "Ce fichier n'est ni un PDF, ni une image, ni un fichier DICOM : enregistrez-le en PDF ou en JPEG,"
    " puis ajoutez-le de nouveau.",
    Refusal.IMAGE_BROKEN: "Cette image est incomplète ou abîmée : reprenez la photo, ou demandez-en une nouvelle copie.",
    Refusal.IMAGE_TOO_LARGE: f"Cette image est trop grande (plus de {MILLIONS_OF_PIXELS}) : réduisez-la,"
    " ou faites-en une capture d'écran.",
    Refusal.PDF_BROKEN: "Ce PDF est incomplet ou abîmé : ouvrez-le sur votre ordinateur, imprimez-le en PDF,"
    " puis ajoutez cette copie.",
    Refusal.PDF_LOCKED: "Ce PDF est protégé par un mot de passe : ouvrez-le, imprimez-le en PDF, puis ajoutez cette copie.",
    Refusal.PDF_ANIMATED: "Ce PDF est un formulaire qui ne s'affiche pas partout : ouvrez-le, imprimez-le en PDF,"
    " puis ajoutez cette copie.",
    Refusal.TOO_MANY_PAGES: f"Ce fichier contient trop d'images (plus de {MAX_PAGES}, ou de trop grandes) :"
    " enregistrez-le en plusieurs parties.",
    Refusal.DICOM_BROKEN: "Ce fichier DICOM est incomplet ou abîmé : exportez-le de nouveau, ou enregistrez ses images"
    " en JPEG.",
    Refusal.DICOM_UNKNOWN: "Ce fichier DICOM est une vidéo, ou d'une compression qui ne se lit pas ici : exportez-le"
    " en images JPEG.",
    Refusal.DICOM_WITHOUT_PICTURE: "Ce fichier DICOM ne contient pas d'image : choisissez une image de la série,"
    " ou joignez le compte rendu en PDF.",
    Refusal.INFECTED: "Ce fichier contient un programme malveillant : ne l'ouvrez plus, prévenez votre informatique,"
    " et joignez une photo ou une autre copie.",
    Refusal.TOO_MUCH_WORK: "Ce fichier est trop lourd à ouvrir pour être vérifié : imprimez-le en PDF,"
    " ou joignez-en une photo.",
    Refusal.UNCHECKABLE: "Ce fichier n'a pas pu être vérifié : imprimez-le en PDF, ou prenez-le en photo,"
    " puis ajoutez cette copie.",
}


def sentence(refusal: Refusal) -> str:
    return typographic(_SENTENCES[refusal])


class FileRefused(Exception):
    """This file is not taken; `sentence` tells the person why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.sentence = sentence(refusal)
