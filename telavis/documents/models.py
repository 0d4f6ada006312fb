"""Files joined to a request or a message, kept in folders whose owner this room does not know."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from telavis.values.keys import new_key


class Folder(models.Model):
    """A place for documents. Rights on it are asked of the room that points to it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now)
    closed_at = models.DateTimeField("fermée le", null=True)

    class Meta:
        verbose_name = "chemise"

    def __str__(self) -> str:
        return f"chemise {self.pk}"


class Sealed(models.Model):
    """What keeps files, each sealed with the data key of its row; `keeping` opens them."""

    wrapped_key = models.BinaryField("clé des fichiers, sous clé", default=bytes)
    key_id = models.CharField("clé qui l’ouvre", max_length=40, blank=True)

    class Meta:
        abstract = True


class DocumentState(models.TextChoices):
    RECEIVED = "received", "vérification en cours"
    READY = "ready", "prêt"
    REFUSED = "refused", "refusé"


class DocumentKind(models.TextChoices):
    IMAGE = "image", "image"
    PDF = "pdf", "PDF"


class DocumentQuerySet(models.QuerySet["Document"]):
    def present(self) -> "DocumentQuerySet":
        return self.filter(removed_at__isnull=True)

    def ready(self) -> "DocumentQuerySet":
        return self.present().filter(state=DocumentState.READY)


class Document(Sealed):
    """One file: what came in (`original`), and what is safe to show (`rendition`, `thumbnail`)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    folder = models.ForeignKey(
        Folder, on_delete=models.CASCADE, related_name="documents", verbose_name="chemise"
    )
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("titre", max_length=150)
    file_name = models.CharField("nom du fichier", max_length=200)
    question = models.CharField("réponse à la question (linkId)", max_length=80, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=DocumentState.choices, default=DocumentState.RECEIVED
    )
    unscanned_since = models.DateTimeField("en attente de l’antivirus depuis", null=True)
    refusal = models.CharField("pourquoi il est refusé", max_length=300, blank=True)
    kind = models.CharField("nature", max_length=10, choices=DocumentKind.choices, blank=True)
    original_key = models.CharField("original", max_length=200, blank=True)
    original_sha256 = models.CharField("SHA-256 de l’original", max_length=64)
    original_size = models.PositiveBigIntegerField("taille de l’original (octets)")
    rendition_key = models.CharField("version sûre", max_length=200, blank=True)
    rendition_type = models.CharField("type MIME de la version sûre", max_length=60, blank=True)
    rendition_sha256 = models.CharField("SHA-256 de la version sûre", max_length=64, blank=True)
    rendition_size = models.PositiveBigIntegerField("taille de la version sûre (octets)", default=0)
    thumbnail_key = models.CharField("vignette", max_length=200, blank=True)
    original_type = models.CharField("type MIME de l’original", max_length=60, blank=True)
    pieces_key = models.CharField("vues et tuiles des pages", max_length=200, blank=True)
    header = models.JSONField("en-tête DICOM, sans identité", default=dict, blank=True)
    measures = models.JSONField("mesures de l’image", default=dict, blank=True)
    width = models.PositiveIntegerField("largeur (pixels)", null=True)
    height = models.PositiveIntegerField("hauteur (pixels)", null=True)
    pages = models.PositiveIntegerField("pages", null=True)
    excuse = models.CharField("impossible à refaire parce que", max_length=120, blank=True)
    added_at = models.DateTimeField("ajouté le", default=timezone.now)
    added_by_id = models.UUIDField("ajouté par (compte)", null=True)
    added_by_label = models.CharField("ajouté par", max_length=200, blank=True)
    removed_at = models.DateTimeField("retiré le", null=True)

    objects = DocumentQuerySet.as_manager()

    KEYS = ("original_key", "rendition_key", "thumbnail_key", "pieces_key")
    """The fields that name what lies in the store."""

    class Meta:
        verbose_name = "document"
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["folder", "position"], name="document_in_its_folder"),
            models.Index(fields=["key_id", "id"], name="document_by_the_key_it_needs"),
        ]
        constraints = [
            models.CheckConstraint(
                name="document_key_has_its_name",
                condition=Q(key_id="", wrapped_key=b"") | (~Q(key_id="") & ~Q(wrapped_key=b"")),
            ),
            models.CheckConstraint(
                name="document_ready_has_a_rendition",
                condition=~Q(state=DocumentState.READY) | (~Q(rendition_key="") & ~Q(rendition_sha256="")),
            ),
            models.CheckConstraint(
                name="document_refused_says_why",
                condition=~Q(state=DocumentState.REFUSED) | ~Q(refusal=""),
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def kept_keys(self) -> list[str]:
        """All that the store keeps of it."""
        return [key for name in self.KEYS if (key := getattr(self, name))]


class DocumentPage(models.Model):
    """One page or frame of a document: `pieces` tells where its pictures lie in the document's file of pieces."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="leaves", verbose_name="document"
    )
    number = models.PositiveIntegerField("page")
    width = models.PositiveIntegerField("largeur")
    height = models.PositiveIntegerField("hauteur")
    pieces = models.JSONField("place des images", default=dict, blank=True)

    class Meta:
        verbose_name = "page de document"
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(name="document_page_stands_once", fields=["document", "number"])
        ]

    def __str__(self) -> str:
        return f"page {self.number} du document {self.document_id}"


class Upload(Sealed):
    """A file on its way, piece by piece. How far it has come is a number in this row: no machine keeps anything of it.

    Once all of it is here it is a document; a worker puts the pieces together, and a day later the upload goes.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    folder = models.ForeignKey(
        Folder, on_delete=models.CASCADE, related_name="uploads", verbose_name="chemise"
    )
    document = models.OneToOneField(Document, on_delete=models.CASCADE, null=True, verbose_name="document")
    file_name = models.CharField("nom du fichier", max_length=200)
    question = models.CharField("réponse à la question (linkId)", max_length=80, blank=True)
    length = models.PositiveBigIntegerField("taille annoncée (octets)")
    received = models.PositiveBigIntegerField("octets reçus", default=0)
    started_at = models.DateTimeField("commencé le", default=timezone.now)
    moved_at = models.DateTimeField("dernier morceau reçu le", default=timezone.now)
    added_by_id = models.UUIDField("envoyé par (compte)", null=True)
    added_by_label = models.CharField("envoyé par", max_length=200, blank=True)

    class Meta:
        verbose_name = "envoi en cours"
        indexes = [models.Index(fields=["moved_at"], name="upload_by_its_last_piece")]
        constraints = [
            models.CheckConstraint(
                name="upload_is_a_document_once_all_is_here",
                condition=Q(document__isnull=True, received__lt=F("length"))
                | Q(document__isnull=False, received=F("length")),
            ),
        ]

    def __str__(self) -> str:
        return f"envoi {self.pk}"

    @property
    def kept_keys(self) -> list[str]:
        """All that the store keeps of it."""
        return [piece.key for piece in self.pieces.all()]


class UploadPiece(models.Model):
    """One piece of an upload: its place in the file, and where it lies."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces", verbose_name="envoi")
    start = models.PositiveBigIntegerField("premier octet")
    size = models.PositiveIntegerField("taille (octets)")
    key = models.CharField("morceau", max_length=200)

    class Meta:
        verbose_name = "morceau d’un envoi"
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "start"], name="upload_has_one_piece_at_each_place")
        ]

    def __str__(self) -> str:
        return f"morceau {self.start} de l’envoi {self.upload_id}"
