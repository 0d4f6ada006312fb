"""Clinical stories to draw from: plausible, invented, one list for each type of request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from telavis.demo.dates import days_before
from telavis.demo.specialties import SPECIALTY_ANSWERS
from telavis.service_requests.opinion import ActionLine, Opinion

Entries = Mapping[str, Mapping[str, Any]]
ADULTS = range(18, 120)


def codes(*chosen: str) -> dict[str, Any]:
    return {"codes": list(chosen)}


def text(words: str) -> dict[str, Any]:
    return {"value": words}


@dataclass(frozen=True)
class Case:
    """A question with its facts, and what an expert would say."""

    question: str
    story: str
    treatments: str
    opinion: Opinion
    answers: Entries = field(default_factory=dict)
    ages: range = ADULTS
    """Of the patients of whom it may be told."""
    pictures: int = 0
    report: bool = False
    tracing: bool = False
    complement: str = "Pouvez-vous préciser les traitements déjà essayés et joindre le dernier bilan ?"
    reply: str = "Voici les précisions : rien d’autre n’a été essayé, le bilan est joint."


def common_answers(case: Case) -> dict[str, Any]:
    """The entries of the part that all forms share."""
    return {
        "question": text(case.question),
        "type_question": codes("diagnostic", "conduite_a_tenir"),
        "projet_adressage": codes("consultation"),
        "contexte": codes("cabinet"),
        "resume": text(case.story),
        "antecedents": codes("hta"),
        "traitements_texte": text(case.treatments),
        "allergies": codes("aucune"),
        **case.answers,
    }


def _opinion(
    answer: str, hypothesis: str, decision: str, *actions: tuple[str, str, str], delay: str = ""
) -> Opinion:
    return Opinion(
        short_answer=answer,
        hypothesis=hypothesis,
        certainty="medium",
        actions=tuple(ActionLine(what=what, who=who, when=when) for what, who, when in actions),
        decision=decision,
        decision_delay=delay,
        warning_signs="Fièvre, extension rapide, douleur inhabituelle : rappelez-nous le jour même.",
        for_patient="Le spécialiste a étudié vos photos et vos examens. Votre médecin vous explique la suite.",
    )


_LESION: Entries = {
    "derm_categorie": codes("pigmentee"),
    "derm_schema": codes("dos_haut"),
    "derm_debut_duree": codes("moins_6_mois"),
    "derm_nombre": codes("unique"),
    "derm_taille_mm": {"decimal": "8"},
    "derm_evolution": codes("augmente", "change"),
    "derm_symptomes": codes("aucun"),
    "derm_abcde": codes("a", "b", "d"),
    "derm_risque": codes("plus_de_50_naevus"),
    "derm_phototype": codes("ii"),
    "derm_general": codes("aucun"),
    "derm_traitements_rien": {"value": True},
}
_ERUPTION: Entries = {
    "derm_categorie": codes("eruption"),
    "derm_schema": codes("face_thorax", "face_abdomen"),
    "derm_debut_duree": codes("moins_2_semaines"),
    "derm_nombre": codes("plus_de_5"),
    "derm_evolution": codes("poussees"),
    "derm_symptomes": codes("prurit"),
    "derm_general": codes("aucun"),
    "derm_medicament": codes("non"),
    "derm_traitements_rien": {"value": True},
}
_INFECTION: Entries = {
    "inf_objet": codes("duree", "relais_oral"),
    "inf_site": codes("os"),
    "inf_debut": days_before(10),
    "inf_temperature": {"decimal": "37.8"},
    "inf_fc": {"value": 88},
    "inf_pas": {"value": 128},
    "inf_fr": {"value": 16},
    "inf_conscience": codes("normale"),
    "inf_gravite": codes("aucun"),
    "inf_terrain": codes("diabete"),
    "inf_materiel": codes("non"),
    "inf_atb_actuel_lignes": {
        "rows": [{"inf_atb_molecule": text("céfazoline"), "inf_atb_dose": text("2 g × 3 par jour")}]
    },
    "inf_prelevements_aucun": {"value": True},
    "inf_creatinine": {"decimal": "84", "unit": "umol/L"},
    "inf_creatinine_date": days_before(2),
    "inf_poids_kg": {"decimal": "72"},
    "inf_crp": {"rows": [{"inf_crp_date": days_before(2), "inf_crp_valeur": {"decimal": "46"}}]},
    "inf_oral": codes("oui"),
    "inf_geste": codes("fait"),
    "inf_allergie_bl": codes("non"),
}

CASES: dict[str, tuple[Case, ...]] = {
    "dermatologie": (
        Case(
            "Cette lésion pigmentée du dos doit-elle être retirée, et sous quel délai ?",
            "Lésion du haut du dos remarquée par l’entourage il y a quatre mois.\nElle s’étend et fonce. "
            "Pas de saignement.\nPas d’adénopathie palpable.",
            "Amlodipine 5 mg le matin.",
            _opinion(
                "Aspect atypique : exérèse à prévoir sous deux semaines.",
                "Nævus atypique, mélanome à éliminer",
                "consultation",
                ("Exérèse avec marge de 2 mm et anatomopathologie", "service", "sous 15 jours"),
                (
                    "Photographier la lésion avec une règle avant le geste",
                    "requester",
                    "avant la consultation",
                ),
                delay="15 jours",
            ),
            _LESION,
            pictures=3,
        ),
        Case(
            "Quelle est cette éruption prurigineuse du tronc, et quel traitement ?",
            "Éruption du tronc depuis dix jours, après un épisode viral.\nÉtat général conservé, pas de fièvre.",
            "Aucun traitement au long cours.",
            _opinion(
                "Pityriasis rosé de Gibert probable : abstention, réévaluer dans six semaines.",
                "Pityriasis rosé de Gibert",
                "stay",
                ("Émollient une fois par jour", "patient", "pendant six semaines"),
                ("Revoir si persistance, avec sérologie syphilis", "requester", "à six semaines"),
            ),
            _ERUPTION,
            ages=range(10, 60),
            pictures=2,
        ),
        Case(
            "Faut-il une biopsie devant ces plaques qui reviennent malgré les dermocorticoïdes ?",
            "Plaques érythémateuses récidivantes depuis deux ans.\nDermocorticoïdes efficaces puis rechute.",
            "Bétaméthasone crème par cures.",
            _opinion(
                "Psoriasis en plaques : biopsie inutile, traitement d’entretien.",
                "Psoriasis en plaques",
                "stay",
                ("Calcipotriol et bétaméthasone, deux soirs par semaine", "requester", "dès maintenant"),
                ("Bilan lipidique et tension", "requester", "dans le mois"),
            ),
            {**_ERUPTION, "derm_categorie": codes("eczema_psoriasis")},
            pictures=2,
        ),
    ),
    "maladies-infectieuses": (
        Case(
            "Quelle durée totale d’antibiotique, et le relais oral est-il possible ?",
            "Ostéite du pied, débridement fait.\nApyrexie depuis quatre jours, plaie propre.",
            "Metformine, insuline glargine.",
            _opinion(
                "Six semaines au total ; relais oral possible dès maintenant.",
                "Ostéite à staphylocoque sensible",
                "stay",
                (
                    "Relais par lévofloxacine et rifampicine après vérification des interactions",
                    "requester",
                    "demain",
                ),
                ("CRP et bilan hépatique", "nurse", "chaque semaine"),
            ),
            _INFECTION,
            ages=range(40, 95),
            report=True,
        ),
        Case(
            "Bactériurie à BLSE chez un résident sondé sans fièvre : faut-il traiter ?",
            "Résident d’EHPAD, sonde changée la veille.\nUrines troubles, pas de signe général.",
            "Traitement habituel inchangé.",
            _opinion(
                "Colonisation urinaire : ne pas traiter.",
                "Bactériurie asymptomatique",
                "stay",
                ("Ne pas refaire d’ECBU sans signe", "requester", ""),
                ("Hydratation et surveillance de la température", "nurse", "une semaine"),
            ),
            {**_INFECTION, "inf_objet": codes("bmr"), "inf_site": codes("urinaire")},
            ages=range(70, 120),
            report=True,
        ),
    ),
}

_PLAIN = {
    "nephrologie": (
        "Débit de filtration à 38 en baisse lente : quel bilan et quel suivi ?",
        "Néphropathie diabétique",
        range(45, 95),
    ),
    "cardiologie-ecg": (
        "Cet électrocardiogramme autorise-t-il la reprise du sport ?",
        "Bloc de branche droit isolé",
        range(16, 70),
    ),
    "hematologie": (
        "Lymphocytose à 9 G/L découverte par hasard : que faire ?",
        "Leucémie lymphoïde chronique, stade A",
        range(50, 95),
    ),
    "endocrinologie-diabetologie": (
        "Hémoglobine glyquée à 9 % malgré deux traitements : comment intensifier ?",
        "Diabète de type 2 insulinorequérant",
        range(40, 85),
    ),
    "geriatrie": (
        "Agitation le soir depuis trois semaines : quelle conduite sans neuroleptique ?",
        "Douleur non exprimée",
        range(75, 120),
    ),
    "plaies-cicatrisation": (
        "Escarre du talon qui ne bourgeonne plus : quel pansement ?",
        "Escarre de stade 3",
        range(65, 120),
    ),
}
for _code, (_question, _hypothesis, _ages) in _PLAIN.items():
    CASES[_code] = (
        Case(
            _question,
            "Situation stable depuis un mois, suivie au cabinet.\nExamen sans particularité ce jour.",
            "Voir l’ordonnance jointe.",
            _opinion(
                "Pas d’urgence ; la prise en charge actuelle peut être ajustée sur place.",
                _hypothesis,
                "tests_first",
                ("Bilan sanguin de contrôle", "nurse", "dans les deux semaines"),
                ("Nous adresser les résultats par le dossier", "requester", "dès réception"),
            ),
            SPECIALTY_ANSWERS.get(_code, {}),
            ages=_ages,
            pictures=2 if _code == "plaies-cicatrisation" else 0,
            report=_code != "cardiologie-ecg",
            tracing=_code == "cardiologie-ecg",
        ),
    )
