"""The accounts of the demonstration; everybody knows their password, so no production start accepts them."""

from dataclasses import dataclass

PASSWORD = "Telavis-demo-2026"  # noqa: S105 it is public on purpose


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as."""

    username: str
    role: str


ACCOUNTS = (
    DemoAccount("requerant", "médecin généraliste, deux lieux d’exercice : demande un avis"),
    DemoAccount("consoeur", "médecin généraliste : reçoit les dossiers transférés"),
    DemoAccount("expert", "dermatologue du CHU : répond"),
    DemoAccount("expert2", "dermatologue du CHU : répond aussi"),
    DemoAccount("infectiologue", "infectiologue du CHU : répond"),
    DemoAccount("coordinateur", "coordinateur de la dermatologie : répartit"),
    DemoAccount("secretaire", "secrétaire de la dermatologie : voit la liste, attribue"),
    DemoAccount("assistante", "secrétaire du cabinet : prépare pour le compte requerant, n’envoie pas"),
    DemoAccount(
        "identites", "identitovigilance : doublons et historique des identités, aucun contenu clinique"
    ),
    DemoAccount("admin", "administrateur : aucun contenu clinique"),
)
