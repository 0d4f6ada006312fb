"""What is missing, unavailable, alarming; the line for lists; what is sent."""

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import to_json
from telavis.questionnaires.completeness import Completeness, MissingItem, UnavailableItem
from telavis.questionnaires.form import JoinedDocument
from tests.questionnaires.forms import choice, definition, extension, filled, item, option, when

VITAL = item(
    "constantes",
    "group",
    "Constantes",
    required=True,
    item=[item("pas", "integer", "PAS", required=True), item("fr", "integer", "FR", required=True)],
)


def test_only_mandatory_and_shown_items_are_missing():
    form = filled(
        definition(
            item("a", "string", "Alpha", required=True),
            item("b", "string", required=True, enableWhen=[when("c", code="x")]),
            choice("c", "x"),
        )
    )
    assert form.missing() == [MissingItem("a", "Alpha")]
    assert form.completeness() == Completeness(0, 1, (MissingItem("a", "Alpha"),))


def test_a_reason_settles_an_item_and_is_told():
    form = filled(definition(item("a", "string", "Alpha", required=True)), a="", a__unavailable="non mesuré")
    assert form.missing() == []
    assert form.unavailable() == [UnavailableItem("a", "Alpha", "non mesuré")]
    assert form.completeness().is_complete


def test_an_answer_wins_over_a_reason():
    form = filled(definition(item("a", "string", required=True)), a="oui", a__unavailable="non mesuré")
    assert form.unavailable() == []


def test_an_answer_that_does_not_fit_is_missing_and_a_problem():
    form = filled(definition(item("a", "integer", required=True), item("b", "integer")), a="un", b="deux")
    assert [each.link_id for each in form.missing()] == ["a"]
    assert [each.link_id for each in form.problems()] == ["a", "b"]


def test_a_group_is_one_item_and_names_what_it_lacks():
    assert filled(definition(VITAL)).missing() == [MissingItem("constantes", "Constantes")]
    assert filled(definition(VITAL), pas="120").missing() == [MissingItem("constantes", "Constantes (FR)")]
    assert filled(definition(VITAL), pas="120", fr="18").missing() == []
    assert filled(definition(VITAL), constantes__unavailable="patient absent").missing() == []


def test_nothing_tried_settles_a_list():
    tried = item(
        "essais",
        "group",
        required=True,
        item=[
            item("rien", "boolean"),
            item(
                "lignes",
                "group",
                repeats=True,
                item=[item("produit", "string")],
                enableWhen=[when("rien", "!=", answerBoolean=True)],
            ),
        ],
    )
    assert len(filled(definition(tried)).missing()) == 1
    assert filled(definition(tried), rien="true").missing() == []
    assert filled(definition(tried), lignes="", lignes__0__produit="crème").missing() == []
    sent = filled(definition(tried), rien="true", lignes="", lignes__0__produit="crème").sent_answers()
    assert to_json(sent) == {"rien": {"value": True}}


def test_documents_answer_by_tick_or_by_the_question_they_were_added_for():
    form = definition(
        item(
            "photo",
            "attachment",
            required=True,
            repeats=True,
            extension=[extension(fhir.MIN_OCCURS, valueInteger=1)],
        )
    )
    added = JoinedDocument("d1", "Photo", question="photo")
    other = JoinedDocument("d2", "Compte rendu")
    assert len(filled(form, {"documents": [other]}).missing()) == 1
    assert filled(form, {"documents": [added]}).missing() == []
    assert filled(form, {"documents": [other]}, photo=["d2"]).missing() == []
    assert len(filled(form, {"documents": []}, photo=["d2"]).missing()) == 1


def test_what_is_stored_elsewhere_is_read_from_the_context():
    elsewhere = [extension(fhir.STORED_ELSEWHERE, valueBoolean=True)]
    form = definition(
        choice("delai", "within_24_hours", "not_urgent", required=True, extension=elsewhere),
        item("appel", "string", enableWhen=[when("delai", code="within_24_hours")]),
    )
    assert len(filled(form, {"delai": None}).missing()) == 1
    urgent = filled(form, {"delai": "within_24_hours"})
    assert urgent.missing() == []
    assert urgent.shows(form.by_id["appel"])


def test_a_ticked_option_raises_its_flag_once():
    bad = option("bulles", extension(fhir.RED_FLAG, valueString="Appelez le 15."))
    form = definition(choice("a", bad, "x", repeats=True), choice("b", bad))
    assert [flag.link_id for flag in filled(form, a=["bulles"], b="bulles").red_flags()] == ["a"]
    assert filled(form, a=["x"]).red_flags() == []


def part(question, operator, **value):
    return extension(
        "when",
        extension=[
            extension("question", valueString=question),
            extension("operator", valueString=operator),
            extension("answer", **value),
        ],
    )


def rule(sentence, *parts):
    return extension(fhir.RED_FLAG, extension=[extension("sentence", valueString=sentence), *parts])


def test_a_rule_needs_enough_of_its_conditions():
    sepsis = rule(
        "Sepsis possible.",
        part("pas", "<=", valueInteger=100),
        part("fr", ">=", valueInteger=22),
        part("conscience", "=", valueCoding={"code": "alteree"}),
        extension("atLeast", valueInteger=2),
    )
    pas = item("pas", "integer", extension=[extension(fhir.MIN_VALUE, valueInteger=30)])
    form = definition(pas, item("fr", "integer"), choice("conscience", "alteree", extension=[sepsis]))
    assert filled(form, pas="100", fr="20").red_flags() == []
    assert [flag.sentence for flag in filled(form, pas="100", fr="22").red_flags()] == ["Sepsis possible."]
    assert filled(form, pas="3", fr="22").red_flags() == [], "a value out of bounds is no alarm but a problem"
    assert len(filled(form, fr="30", conscience="alteree").red_flags()) == 1


def test_a_rule_of_what_is_not_is_silent_until_somebody_has_answered():
    tired = rule("Conscience altérée.", part("conscience", "!=", valueCoding={"code": "normale"}))
    form = definition(choice("conscience", "normale", "alteree", extension=[tired]))
    assert filled(form).red_flags() == []
    assert filled(form, conscience="normale").red_flags() == []
    assert len(filled(form, conscience="alteree").red_flags()) == 1


def test_what_is_not_guards_another_condition_also_before_it_is_answered():
    """A rate that low alarms, unless somebody said that there is a dialysis."""
    low = rule(
        "DFG très bas.",
        part("dfg", "<", valueInteger=15),
        part("motif", "!=", valueCoding={"code": "dialyse"}),
    )
    form = definition(item("dfg", "integer", extension=[low]), choice("motif", "dialyse", "autre"))
    assert len(filled(form, dfg="14").red_flags()) == 1
    assert len(filled(form, dfg="14", motif="autre").red_flags()) == 1
    assert filled(form, dfg="14", motif="dialyse").red_flags() == []


def test_a_list_raises_the_flags_of_its_rows():
    flag = extension(fhir.RED_FLAG, valueString="Appelez le 15.")
    cells = [
        choice("a", option("x", flag), "y"),
        item("n", "integer", extension=[rule("Trop.", part("n", ">", valueInteger=5))]),
    ]
    form = definition(item("list", "group", repeats=True, item=cells))
    raised = filled(form, list="", list__0__a="y", list__0__n="1", list__1__a="x", list__1__n="9")
    assert [(each.link_id, each.sentence) for each in raised.red_flags()] == [
        ("list", "Appelez le 15."),
        ("list", "Trop."),
    ]
    assert filled(form, list="", list__0__a="y", list__0__n="1").red_flags() == []


def test_a_cell_that_is_not_asked_in_its_row_holds_nothing_up():
    cells = [
        choice("a", "x", "y"),
        item("b", "integer", required=True, enableWhen=[when("a", code="x")]),
        item("c", "string", required=True, extension=[extension(fhir.HIDDEN, valueBoolean=True)]),
    ]
    form = definition(item("list", "group", repeats=True, item=cells))
    quiet = filled(form, list="", list__0__a="y", list__0__b="douze")
    assert quiet.problems() == []
    assert quiet.sections()[0].lines[0].rows == (("y",),)
    assert "il manque" in filled(form, list="", list__0__a="x").problems()[0].sentence


def test_a_hidden_alarm_is_silent():
    bad = option("oui", extension(fhir.RED_FLAG, valueString="Appelez."))
    form = definition(choice("c", "x", "y"), choice("a", bad, enableWhen=[when("c", code="x")]))
    assert filled(form, c="y", a="oui").red_flags() == []


def test_the_headline_takes_what_is_marked_else_the_first_answer():
    marked = [extension(fhir.HEADLINE, valueBoolean=True)]
    form = definition(
        item("question", "text"), choice("a", option("p", label="lésion pigmentée"), extension=marked)
    )
    assert filled(form, question="Que faire ?", a="p").headline() == "lésion pigmentée"
    assert filled(form, question="Que\nfaire ?").headline() == "Que faire\u202f?"
    assert filled(form).headline() == ""


def test_the_headline_is_cut_at_a_word():
    long = filled(definition(item("question", "text")), question="mot " * 100).headline()
    assert len(long) <= 200
    assert long.endswith("mot…")


def test_hidden_answers_are_kept_in_the_draft_and_not_sent():
    form = filled(
        definition(choice("c", "x", "y"), item("a", "string", enableWhen=[when("c", code="x")])), c="y", a="s"
    )
    assert "a" in to_json(form.stored)
    assert to_json(form.sent_answers()) == {"c": {"codes": ["y"]}}
