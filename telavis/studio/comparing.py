"""What differs between two versions of a form, in words; and which versions there are to choose from."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from telavis.questionnaires.definition import Definition, Item
from telavis.questionnaires.models import Questionnaire
from telavis.questionnaires.queries import definition_of
from telavis.studio.alarms import alarms_in_words
from telavis.studio.checking import readable
from telavis.studio.conditions import conditions_in_words
from telavis.studio.models import FormWork
from telavis.studio.queries import kind_words

THIS_WORK = "travail"


@dataclass(frozen=True)
class Version:
    """One that may be compared: the work itself, or a version that was published."""

    key: str
    words: str
    questionnaire_id: UUID | None = None

    def definition(self, work: FormWork) -> Definition:
        return definition_of(self.questionnaire_id) if self.questionnaire_id else readable(work.definition)


def versions_of(work: FormWork) -> list[Version]:
    """The work first, then every version of the form of the service and of the common one, the newest first."""
    own = work.definition["url"]
    others = [each.url for each in (work.base, work.request_type and work.request_type.questionnaire) if each]
    found = Questionnaire.objects.filter(url__in=[own, *others], published_at__isnull=False)
    rows = found.defer("definition", "original").order_by("-published_at", "-pk")
    published = [
        Version(
            str(each.pk),
            f"Version {each.version} {'du service' if each.url == own else 'commune'}, {each.validation}",
            each.pk,
        )
        for each in rows
        if each.pk != work.published_id  # it is the work, which stands above
    ]
    return [Version(THIS_WORK, f"Ce travail, {work.get_state_display()}"), *published]


def pair_of(
    work: FormWork, versions: list[Version], before: str, after: str
) -> tuple[Version, Version] | None:
    """The two that were asked for; else what the work began with, and the work. None where there is but one."""
    by_key = {each.key: each for each in versions}
    former = work.replaced_id or work.base_id
    first = by_key.get(before) or by_key.get(str(former))
    return (first, by_key.get(after) or by_key[THIS_WORK]) if first else None


@dataclass(frozen=True)
class Difference:
    """One item that two versions say otherwise."""

    what: str
    """added, removed, changed."""
    label: str
    details: tuple[str, ...] = ()


def compare(before: Definition, after: Definition) -> list[Difference]:
    """Item by item, in the order of the newer one, then what has gone."""
    found = [
        difference
        for item in after.walk()
        if (difference := _difference(before, after, before.by_id.get(item.link_id), item))
    ]
    gone = [item for item in before.walk() if item.link_id not in after.by_id]
    return [*found, *(Difference("removed", item.text or item.link_id, (kind_words(item),)) for item in gone)]


def _difference(before: Definition, after: Definition, old: Item | None, new: Item) -> Difference | None:
    label = new.text or new.link_id
    if old is None:
        return Difference("added", label, (kind_words(new),))
    was, now = dict(_said(before, old)), dict(_said(after, new))
    details = tuple(
        f"{what} : {was.get(what) or 'rien'} → {now.get(what) or 'rien'}"
        for what in {**was, **now}
        if was.get(what) != now.get(what)
    )
    return Difference("changed", label, details) if details else None


def _said(definition: Definition, item: Item) -> Iterator[tuple[str, str]]:
    """All that a reader would call the question, by the words that a page has for it."""
    yield "libellé", item.text
    yield "libellé court", item.short_text
    yield "aide", item.hint
    yield "nature", kind_words(item)
    yield "obligatoire", "oui" if item.is_required else "non"
    yield "unité", item.unit
    yield (
        "plus petite valeur",
        "" if item.minimum is None else f"{item.minimum.normalize():f}".replace(".", ","),
    )
    yield (
        "plus grande valeur",
        "" if item.maximum is None else f"{item.maximum.normalize():f}".replace(".", ","),
    )
    yield "caractères au plus", str(item.max_length or "")
    yield "documents au moins", str(item.min_count or "")
    yield "réponses", ", ".join(option.label for option in item.options)
    yield "réponses qui excluent", ", ".join(option.label for option in item.options if option.is_exclusive)
    yield "alarmes", " / ".join(_alarm_sentences(definition, item))
    link = " et " if item.needs_all_conditions else " ou "
    yield "posée quand", link.join(conditions_in_words(definition, item)) or "toujours"
    yield "calcul", item.calculation.text if item.calculation else ""
    parent = definition.parents.get(item.link_id)
    yield "place", definition.by_id[parent].text if parent else ""


def _alarm_sentences(definition: Definition, item: Item) -> Iterator[str]:
    for option in item.options:
        if option.red_flag:
            yield f"{option.label} : {option.red_flag}"
    for alarm in alarms_in_words(definition, item):
        yield f"{alarm.sentence} ({alarm.at_least} parmi : {', '.join(alarm.conditions)})"
