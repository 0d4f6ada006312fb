"""Reports made up for tests and trials: nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from telavis.reports.content import (
    Action,
    Answer,
    Consent,
    Document,
    Enclosure,
    Files,
    JournalLine,
    Line,
    Message,
    Notice,
    Patient,
    Person,
    Platform,
    Report,
    Section,
    Service,
)
from tests.reports.drawn import LOREM, photograph, small_pdf

SENT = datetime(2026, 3, 2, 13, 2, tzinfo=UTC)
GP = Person(
    name="Dr Claire Marchandeau",
    organization="Maison de santé de la Haute Gironde",
    town="Blaye",
    rpps="10003456789",
    profession="Médecin généraliste",
)
EXPERT = Person(
    name="Dr Hélène Roux-Œuvrard",
    organization="CHU de démonstration",
    rpps="10009876543",
    profession="Dermatologue",
)
PATIENT = Patient(
    name="DURAND Jeanne",
    birth_name="DURAND",
    used_name="L’HÉRITIER",
    given_names="Jeanne Marie Noëlle",
    sex="féminin",
    birth_date=date(1954, 3, 12),
    age="71 ans",
    birth_place="Saint-Cœur-d’Œil (33)",
    number="2 54 03 33 063 042 57",
    no_number_reason="",
    ins="",
    ins_oid="",
    identity_status="identité provisoire",
    is_doubtful=False,
    is_fictitious=True,
    version_id="019510d2-0000-7000-8000-000000000001",
    version_number=2,
)
ANSWER = Answer(
    version=1,
    signed_by=EXPERT,
    signed_at=SENT + timedelta(days=1, hours=3),
    short_answer="Lésion suspecte de mélanome à extension superficielle: exérèse diagnostique à faire sous deux semaines, "
    "avec une marge de 2 mm.",
    hypothesis="Mélanome à extension superficielle",
    certainty="forte",
    decision="consultation sous 10 jours",
    actions=(
        Action(
            "Adresser la patiente en consultation de dermatologie chirurgicale",
            "Secrétariat du service",
            "sous 10 jours",
            "Sans rendez-vous sous 3 jours, appeler le service",
        ),
        Action(
            "Palper les aires ganglionnaires inguinales et poplitées",
            "Médecin traitant",
            "à la prochaine visite",
            "Ganglion palpable: échographie sans attendre",
        ),
        Action("Photographier la lésion avec un réglet", "Médecin traitant", "le jour de la visite"),
    ),
    warning_signs="Saignement, ulcération ou croissance rapide dans l’intervalle; apparition d’un ganglion.",
    for_patient="Une tache de votre jambe a changé. Par prudence, nous allons l’enlever et l’analyser. "
    "Évitez le soleil et ne grattez pas la tache. Le service vous appelle pour le rendez-vous.",
    sources="Recommandations françaises du mélanome cutané (démonstration).",
    photo_quality=4,
    information_quality=5,
)
FORM = (
    Section(
        "Tronc commun",
        (
            Line("type_question", "Nature", "diagnostic · orientation/délai"),
            Line("projet_adressage", "Sans cet avis, auriez-vous adressé le patient ?", "oui, consultation"),
            Line("contexte", "Lieu de prise en charge", "cabinet"),
            Line(
                "resume",
                "Histoire en 5 lignes",
                "Tache brune du mollet gauche connue depuis l’enfance.\nModifiée depuis l’été: plus large, bords irréguliers, deux couleurs.\n\nPas de douleur, un saignement en janvier après un choc.",
            ),
            Line("antecedents", "Antécédents utiles", "HTA · carcinome basocellulaire du nez (2019)"),
            Line(
                "traitements",
                "Traitements en cours (ordonnance)",
                "Ramipril 5 mg le matin\nAtorvastatine 10 mg le soir",
            ),
            Line("allergies", "Allergies / intolérances", "aucune connue"),
        ),
    ),
    Section(
        "Dermatologie",
        (
            Line("derm_categorie", "Type de problème", "lésion(s) pigmentée(s)"),
            Line("derm_schema", "Localisation", "jambe gauche, face postérieure"),
            Line("derm_taille_mm", "Plus grand diamètre", "11 mm"),
            Line("derm_surface", "Surface", "95 mm²", note="aide, à vérifier\u202f: celle d’un disque"),
            Line(
                "derm_abcde",
                "Critères visuels",
                "asymétrie · bords irréguliers · couleur non homogène · > 6 mm",
            ),
            Line(
                "derm_phototype",
                "Phototype (Fitzpatrick)",
                "Non disponible: la patiente n’a pas su répondre",
                is_absent=True,
            ),
            Line(
                "derm_traitements",
                "Déjà essayé",
                columns=("Produit", "Durée", "Effet"),
                rows=(
                    ("Dermocorticoïde de classe 3", "3 semaines", "identique"),
                    ("Émollient", "2 mois", "identique"),
                ),
            ),
        ),
    ),
)


def report(**changes: object) -> Report:
    plain = Report(
        reference="TE-26-K7M4-9Q",
        request_type="Dermatologie",
        form="Dermatologie, version 2026.1",
        state="Répondue",
        is_in_error=False,
        platform=Platform("Télavis", "https://telavis.example", "aide@telavis.example"),
        patient=PATIENT,
        consent=Consent("oui, oral", "le patient", date(2026, 3, 2)),
        requester=GP,
        prepared_by=None,
        service=Service("Dermatologie et vénéréologie", "Dermatologie", "CHU de démonstration", "Bordeaux"),
        addressed_to=None,
        urgency="≤ 7 jours",
        sent_at=SENT,
        question="Cette tache du mollet gauche, modifiée depuis six mois, doit-elle être enlevée, et sous quel délai ?",
        sections=FORM,
        documents=(),
        exchange=(),
        answer=ANSWER,
        earlier_answers=(),
        notices=(),
        journal=(
            JournalLine(
                SENT, "Envoyer à l’expert", "Dr Claire Marchandeau, Maison de santé de la Haute Gironde"
            ),
            JournalLine(
                SENT + timedelta(hours=4), "Prendre en charge", "Dr Hélène Roux-Œuvrard, CHU de démonstration"
            ),
            JournalLine(
                ANSWER.signed_at, "Signer et envoyer", "Dr Hélène Roux-Œuvrard, CHU de démonstration"
            ),
        ),
        incidents=(),
        made_at=SENT + timedelta(days=2),
        made_by="Dr Claire Marchandeau",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def unanswered() -> Report:
    return report(
        state="Envoyée",
        answer=None,
        sections=(),
        notices=(
            Notice(
                "Pas encore de réponse",
                "La demande est envoyée au service; personne ne l’a encore prise en charge.",
            ),
        ),
        journal=report().journal[:1],
    )


def with_photographs(count: int = 6) -> tuple[Report, Files]:
    documents, pictures = [], {}
    for number in range(1, count + 1):
        size = (1600, 1200) if number % 3 else (1200, 1600)
        name = f"{number}.jpg"
        pictures[name] = photograph(size, number)
        documents.append(
            Document(
                key=name,
                number=number,
                title=f"Mollet gauche, vue {number}",
                kind="image",
                sha256=f"{number:064x}",
                size=len(pictures[name]),
                added_at=SENT - timedelta(minutes=20 - number),
                added_by="Dr Claire Marchandeau",
                question="Gros plan net (> 15 cm)" if number > 2 else "Photo de situation (région entière)",
                width=size[0],
                height=size[1],
                picture=name,
            )
        )
    number = count + 1
    documents.append(
        Document(
            key="biopsie",
            number=number,
            title="Compte rendu d’anatomopathologie 2019",
            kind="PDF",
            sha256="f" * 64,
            size=len(small_pdf()),
            added_at=SENT,
            added_by="Dr Claire Marchandeau",
            question="Examens faits",
            pages=2,
            enclosure=f"{number:02d}-compte-rendu.pdf",
        )
    )
    enclosures = (
        Enclosure(
            "reponses-fhir.json",
            b'{"resourceType":"QuestionnaireResponse"}',
            "application/fhir+json",
            "data",
            "Réponses au formulaire (FHIR R4 QuestionnaireResponse)",
        ),
        Enclosure(
            f"{number:02d}-compte-rendu.pdf",
            small_pdf(),
            "application/pdf",
            "supplement",
            "Compte rendu d’anatomopathologie 2019",
        ),
    )
    exchange = (
        Message(
            SENT + timedelta(hours=4),
            "Dr Hélène Roux-Œuvrard",
            "complément demandé",
            "Pouvez-vous joindre une vue dermoscopique ?",
        ),
        Message(
            SENT + timedelta(hours=9),
            "Dr Claire Marchandeau",
            "complément",
            "La voici, prise avec le dermoscope du cabinet.",
            (6,),
        ),
    )
    return report(documents=tuple(documents), exchange=exchange), Files(pictures, enclosures)


HOSTILE = r"""#panic("x") $ *a* `b` \ <script> @c <d> // ~ ]"""


def hostile() -> Report:
    """One text that means something to typst, to HTML and to a shell, in every field that people fill."""
    person = replace(GP, name=HOSTILE, organization=HOSTILE, town=HOSTILE, profession=HOSTILE)
    action = Action(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    answer = Answer(
        version=2,
        signed_by=person,
        signed_at=SENT,
        short_answer=HOSTILE,
        decision=HOSTILE,
        hypothesis=HOSTILE,
        certainty=HOSTILE,
        actions=(action,),
        warning_signs=HOSTILE,
        for_patient=HOSTILE,
        sources=HOSTILE,
        correction_reason=HOSTILE,
    )
    line = Line("x", HOSTILE, HOSTILE)
    table = Line("t", HOSTILE, columns=(HOSTILE, HOSTILE), rows=((HOSTILE, HOSTILE),))
    return report(
        requester=person,
        prepared_by=person,
        addressed_to=person,
        patient=replace(
            PATIENT,
            name=HOSTILE,
            birth_name=HOSTILE,
            used_name=HOSTILE,
            given_names=HOSTILE,
            birth_place=HOSTILE,
        ),
        service=Service(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        question=HOSTILE,
        consent=Consent("impossible", HOSTILE, None, HOSTILE),
        sections=(Section(HOSTILE, (line, table)),),
        answer=answer,
        earlier_answers=(replace(answer, version=1),),
        documents=(Document("k", 1, HOSTILE, "PDF", "0" * 64, 10, SENT, HOSTILE, HOSTILE),),
        exchange=(Message(SENT, HOSTILE, "message", HOSTILE),),
        notices=(Notice(HOSTILE, HOSTILE),),
        journal=(JournalLine(SENT, HOSTILE, HOSTILE, HOSTILE),),
        incidents=(HOSTILE,),
        made_by=HOSTILE,
    )


FOREIGN = "Œdème, É majuscule, l’œil; e\u0301 décomposé; ≤ 7 µmol/L; CO₂; 🙂 👩‍⚕️ 👍🏽; Жук; αβγ; ½"
RIGHT_TO_LEFT = "مرحبا"
UNDRAWABLE = "日\ue000\x07\u202e\ud800\ufffd"


def odd_texts() -> Report:
    long_word = "anticonstitutionnellement" * 8
    action = Action(long_word, long_word, "demain", long_word)
    answer = replace(ANSWER, actions=(action,), short_answer=f"{FOREIGN} {long_word}")
    lines = (
        Line("a", "Texte étranger", FOREIGN),
        Line("b", "De droite à gauche", RIGHT_TO_LEFT),
        Line("c", "Sans glyphe", UNDRAWABLE),
        Line("d", "Mot long", long_word),
        Line("e", long_word, "réponse"),
    )
    return report(
        question=long_word,
        answer=answer,
        sections=(Section("Textes", lines),),
        patient=replace(PATIENT, name="ŒUVRARD-D’ÉTÉ Noëlle-Zoë", birth_place="Saint-Cyr-sur-le-Rhône"),
    )


def long_one(pages: int = 40) -> Report:
    """About that number of pages, each paragraph numbered so that none can be lost unseen."""
    paragraphs = [f"Paragraphe {number}. {LOREM}" for number in range(pages * 12)]
    lines = tuple(Line(f"l{number}", f"Question {number}", text) for number, text in enumerate(paragraphs))
    middle = len(lines) // 2
    exchange = tuple(
        Message(SENT, "Dr Claire Marchandeau", "message", f"Message {n}. {LOREM}") for n in range(40)
    )
    return report(
        sections=(Section("Première partie", lines[:middle]), Section("Seconde partie", lines[middle:])),
        exchange=exchange,
    )


def corrected() -> Report:
    second = replace(
        ANSWER,
        version=2,
        signed_at=SENT + timedelta(days=3),
        decision="urgent < 24 h",
        short_answer="Après relecture du compte rendu, exérèse à avancer: appeler le service ce jour.",
        correction_reason="Compte rendu de biopsie reçu après le premier avis.",
    )
    return report(answer=second, earlier_answers=(ANSWER,), made_at=SENT + timedelta(days=4))


def in_error() -> Report:
    return report(
        is_in_error=True,
        state="Saisie par erreur",
        notices=(
            Notice(
                "Saisie par erreur",
                "Déclarée le 4 mars 2026 à 8 h par Dr Hélène Roux-Œuvrard. Motif: erreur de patient. Ne pas utiliser pour les soins.",
                is_alarm=True,
            ),
        ),
    )


def all_cases() -> dict[str, tuple[Report, Files]]:
    plain = {
        "plain": report(),
        "unanswered": unanswered(),
        "hostile": hostile(),
        "odd": odd_texts(),
        "long": long_one(),
        "corrected": corrected(),
        "in-error": in_error(),
    }
    return {"photographs": with_photographs(), **{name: (each, Files()) for name, each in plain.items()}}
