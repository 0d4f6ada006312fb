"""Two pages meet on one text: what each is told, what is drawn again, and what a person has chosen."""

from django.template.loader import render_to_string

from telavis.documents.names import clean_text
from telavis.questionnaires.form import Form
from telavis.questionnaires.merging import Choice, Settlement
from telavis.questionnaires.pages import Page, Saved
from telavis.values.french import join_words, typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.form_fields import FormPage
from telavis.web.pieces.questionnaire import anchor

FIELD, RIVALS = "components/form/item.html", "components/form/rivals.html"


TAB_LENGTH = 36


def page_in(request: ActorRequest) -> Page:
    """What the page that was sent says of itself; one that says no revision knew nothing."""
    return Page(
        revision=_number(request.POST.get("revision", "")) or 0,
        tab=clean_text(request.POST.get("tab", ""))[:TAB_LENGTH],
        turn=_number(request.POST.get("turn", "")),
    )


def _number(text: str) -> int | None:
    """What the page counts; None when it does not, or when it is no number of ours."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def settlement_of(request: ActorRequest) -> Settlement | None:
    """The button of a rival: «choice:mark:linkId»."""
    choice, _, rest = request.POST.get("choose", "").partition(":")
    mark, _, link_id = rest.partition(":")
    return Settlement(link_id, mark, Choice(choice)) if link_id and choice in set(Choice) else None


def news_of(result: Saved, form: Form) -> list[str]:
    """What another page has changed meanwhile, one sentence for what was taken over and one for what is to be chosen."""
    taken = _labels(form, [each for each in result.changed_elsewhere if each not in result.disputed])
    disputed = _labels(form, result.disputed)
    found = []
    if taken:
        found.append(f"Ce brouillon a été modifié ailleurs. Repris ici : {taken}.")
    if disputed:
        found.append(f"Écrit à deux endroits : {disputed}. Les deux textes sont gardés, choisissez.")
    return [typographic(sentence) for sentence in found]


def _labels(form: Form, link_ids: list[str] | tuple[str, ...]) -> str:
    asked = [form.definition.by_id[each] for each in link_ids if each in form.definition.by_id]
    return join_words([f"« {item.label} »" for item in asked])


def replaced(result: Saved, page: FormPage, *, consent_href: str) -> dict[str, str]:
    """The questions that another page has answered, drawn again."""
    return {
        anchor(field.link_id): render_to_string(FIELD, {"field": field, "consent_href": consent_href})
        for field in page.fields
        if field.link_id in result.changed_elsewhere
    }


def rivals(page: FormPage) -> dict[str, str]:
    """Every question with more than one text, and what to choose from."""
    return {
        anchor(field.link_id): render_to_string(RIVALS, {"field": field})
        for field in page.fields
        if field.rivals
    }
