"""Five establishments and eight expert services that exist nowhere."""

from dataclasses import dataclass

from telavis.directory.models import HealthcareService, Organization, OrganizationKind
from telavis.questionnaires.models import RequestType
from telavis.services.models import ServiceOffer
from telavis.values.finess import Finess
from telavis.values.names import normalise, sort_key

UNIVERSITY_HOSPITAL = "CHU d’Aquilon"
HOSPITAL = "CH de Port-Lavande"
PRACTICE = "Cabinet médical de la Halle"
NURSING_HOME = "EHPAD Les Mimosas"
CLINIC = "Clinique des Tilleuls"


@dataclass(frozen=True)
class Place:
    name: str
    kind: OrganizationKind
    town: str
    postcode: str
    finess_body: str


PLACES = (
    Place(UNIVERSITY_HOSPITAL, OrganizationKind.HOSPITAL, "Aquilon", "99000", "99000010"),
    Place(HOSPITAL, OrganizationKind.HOSPITAL, "Port-Lavande", "99120", "99000020"),
    Place(PRACTICE, OrganizationKind.PRACTICE, "Valmont-le-Bourg", "99230", ""),
    Place(NURSING_HOME, OrganizationKind.NURSING_HOME, "Valmont-le-Bourg", "99230", "99000030"),
    Place(CLINIC, OrganizationKind.CLINIC, "Aquilon", "99000", "99000040"),
)


@dataclass(frozen=True)
class Team:
    """An expert service: what it answers, and in its own words what for."""

    type_code: str
    name: str
    hospital: str
    specialty: str
    specialty_label: str
    use_for: str
    not_for: str
    prerequisites: str


TEAMS = (
    Team(
        "dermatologie", "Dermatologie", UNIVERSITY_HOSPITAL, "SM15", "Dermatologie et vénéréologie",
        "Lésion à caractériser, éruption, eczéma ou psoriasis difficile, toxidermie suspectée.",
        "Purpura fébrile, décollement cutané, œdème du visage avec gêne respiratoire : appelez le 15.",
        "Une photo de situation et un gros plan net.",
    ),
    Team(
        "maladies-infectieuses", "Maladies infectieuses et tropicales", UNIVERSITY_HOSPITAL, "SM58",
        "Maladies infectieuses et tropicales",
        "Choix, relais ou durée d’antibiotique, bactérie résistante, fièvre au retour de voyage explorée.",
        "Sepsis, exposition au VIH de moins de 48 h : appelez le 15 ou l’astreinte.",
        "Prélèvements et antibiogramme, créatinine et poids récents.",
    ),
    Team(
        "nephrologie", "Néphrologie", UNIVERSITY_HOSPITAL, "SM35", "Néphrologie",
        "Baisse du débit de filtration, protéinurie, hématurie, trouble ionique stable.",
        "Potassium au-delà de 6,5 mmol/L, anurie, œdème pulmonaire : appelez le 15.",
        "Au moins trois créatinines sur plus de trois mois.",
    ),
    Team(
        "cardiologie-ecg", "Cardiologie", UNIVERSITY_HOSPITAL, "SM04", "Cardiologie et maladies vasculaires",
        "Lecture d’un électrocardiogramme, palpitations, adaptation d’un traitement.",
        "Douleur thoracique en cours ou récente, syncope d’effort : appelez le 15.",
        "L’électrocardiogramme douze dérivations, tous les feuillets.",
    ),
    Team(
        "hematologie", "Hématologie", UNIVERSITY_HOSPITAL, "SM18", "Hématologie",
        "Cytopénie, pic monoclonal, polyglobulie, thrombose à explorer.",
        "Neutropénie fébrile, blastes, saignement : appelez l’astreinte.",
        "Deux numérations à distance et le commentaire du biologiste.",
    ),
    Team(
        "endocrinologie-diabetologie", "Endocrinologie et diabétologie", UNIVERSITY_HOSPITAL, "SM16",
        "Endocrinologie, diabète, nutrition",
        "Équilibre d’un diabète, nodule thyroïdien, incidentalome surrénalien.",
        "Cétose avec vomissements, insuffisance surrénale aiguë : appelez le 15.",
        "Hémoglobine glyquée et traitements avec leurs doses.",
    ),
    Team(
        "geriatrie", "Gériatrie", HOSPITAL, "SM26", "Gériatrie",
        "Troubles du comportement, chutes, révision d’ordonnance, projet de soins.",
        "Détresse respiratoire, traumatisme crânien : appelez le 15.",
        "L’ordonnance complète et les changements du mois.",
    ),
    Team(
        "plaies-cicatrisation", "Plaies et cicatrisation", HOSPITAL, "SM15", "Dermatologie et vénéréologie",
        "Escarre, ulcère, pied diabétique stable, retard de cicatrisation.",
        "Ischémie critique, infection extensive : appelez le 15.",
        "Photos après nettoyage avec un réglet, index de pression systolique.",
    ),
)  # fmt: skip

ALSO_ANSWERED = {
    "dermatologie": (
        "plaies-cicatrisation",
        "Ulcère ou plaie dont l’aspect fait chercher une maladie de peau.",
    ),
    "plaies-cicatrisation": ("dermatologie", "Ulcère, escarre ou cicatrice qui ne guérit pas."),
}
"""Two services answer both types: their requests can be addressed to either, and redirected to the other."""


def make_places() -> dict[str, Organization]:
    """The establishments, by name."""
    return {place.name: _make_place(place) for place in PLACES}


def _make_place(place: Place) -> Organization:
    return Organization.objects.create(
        finess=Finess.with_key(place.finess_body) if place.finess_body else "",
        name=place.name,
        kind=place.kind,
        town=place.town,
        postcode=place.postcode,
        address_line="1, place de la Fontaine",
        phone="+33199009900",
        sort_key=sort_key(place.name, place.town),
        search_text=normalise(f"{place.name} {place.town}"),
    )


def make_services(places: dict[str, Organization]) -> dict[str, HealthcareService]:
    """The services by the code of the type they answer; not yet open, since they have no coordinator."""
    services = {team.type_code: _make_service(team, places[team.hospital]) for team in TEAMS}
    for team in TEAMS:
        if team.type_code in ALSO_ANSWERED:
            also, use_for = ALSO_ANSWERED[team.type_code]
            _offer(services[team.type_code], also, use_for, team)
    return services


def _make_service(team: Team, place: Organization) -> HealthcareService:
    service = HealthcareService.objects.create(
        organization=place,
        name=team.name,
        specialty=team.specialty,
        specialty_label=team.specialty_label,
        phone="+33199009901",
        sort_key=sort_key(team.name, place.name),
        search_text=normalise(f"{team.name} {team.specialty_label} {place.name} {place.town}"),
    )
    _offer(service, team.type_code, team.use_for, team)
    return service


def _offer(service: HealthcareService, type_code: str, use_for: str, team: Team) -> None:
    ServiceOffer.objects.create(
        healthcare_service=service,
        request_type=RequestType.objects.get(code=type_code),
        use_for=use_for,
        not_for=team.not_for,
        prerequisites=team.prerequisites,
    )
