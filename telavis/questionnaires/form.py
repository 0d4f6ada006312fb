"""A form and its answers: what is shown, what is missing, what alarms, what it says in one line and in full."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from telavis.questionnaires import unreadable
from telavis.questionnaires.answers import NOTHING, Answer, Answers, Chosen, Content, Joined, Rows, Written
from telavis.questionnaires.checking import fault
from telavis.questionnaires.completeness import Completeness, MissingItem, UnavailableItem, completeness
from telavis.questionnaires.conditions import Visibility
from telavis.questionnaires.definition import Condition, Definition, Item, Kind, Operator, RedFlagRule
from telavis.questionnaires.merging import Rivals
from telavis.questionnaires.parts import Parts, parts_of
from telavis.questionnaires.sections import Section, sections
from telavis.questionnaires.trends import Trend, trends_of
from telavis.questionnaires.wording import one_line
from telavis.values.french import join_words, typographic

HEADLINE_MAX = 200


@dataclass(frozen=True)
class JoinedDocument:
    """A document of the request's folder, as far as a form needs to know it."""

    id: str
    title: str
    question: str = ""
    """The linkId it was added for, if any."""
    media_type: str = ""


@dataclass(frozen=True)
class Context:
    """What the form shows and does not keep: answers stored in the request's columns, and its documents."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """linkId → code of an option, text or date; for items «stored elsewhere»."""
    documents: Sequence[JoinedDocument] = ()
    day: date | None = None
    """Of the request: when it was sent, else today."""
    patient: Callable[[], Mapping[str, str]] | None = None
    """What calculations may know of them, as a FHIR Patient says it: `birthDate`, `gender`. Asked only by a form that
    calculates; None once it has been sent."""

    @classmethod
    def of(cls, plain: Mapping[str, Any] | None) -> "Context":
        """From the plain mapping that other rooms hand over: linkIds, `documents` and `patient`."""
        values = dict(plain or {})
        documents, patient = values.pop("documents", ()), values.pop("patient", None)
        return cls(values, tuple(documents), day=values.pop("day", None), patient=patient)


@dataclass(frozen=True)
class RedFlag:
    """An answer that should make one call rather than wait."""

    link_id: str
    sentence: str


@dataclass(frozen=True)
class Problem:
    """An answer that does not fit its item, and how to correct it."""

    link_id: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Form:
    """One definition with one set of answers. Nothing here writes."""

    definition: Definition
    stored: Answers
    context: Context = field(default_factory=Context)
    calculated: Mapping[str, Answer] | None = None
    """linkId → the value as it follows from the other answers now; None: those that were sent stand."""
    rivals: Rivals = field(default_factory=dict)
    """linkId → the answers of another page, which wait for somebody to choose."""
    carried: Mapping[str, date] = field(default_factory=dict)
    """linkId → the day of the earlier request that the answer was taken from, while it stands."""

    @cached_property
    def answers(self) -> Answers:
        """The stored answers, those of the context, the documents that still exist, and what is calculated."""
        changes = {
            item.link_id: self._from_context(item)
            for item in self.definition.walk()
            if item.is_stored_elsewhere or item.kind is Kind.ATTACHMENT
        }
        return self.stored.with_answers(changes | self._calculated())

    @cached_property
    def visibility(self) -> Visibility:
        return Visibility(self.definition, self.answers)

    def shows(self, item: Item) -> bool:
        return self.visibility.shows(item)

    def content(self, item: Item) -> Content | None:
        return self.answers.content(item.link_id)

    def fault(self, item: Item) -> str:
        """What is wrong with the answer to this item, in one sentence; empty when nothing is."""
        parts = self.parts(item)
        return parts.fault if parts else fault(item, self.content(item), self.visibility.shows)

    def parts(self, group: Item) -> Parts | None:
        """The shares that make a whole together, where the group has one."""
        return parts_of(group, self.answers)

    def trends(self, item: Item) -> tuple[Trend, ...]:
        """The curves of the values that an item holds over time."""
        return trends_of(self, item)

    def dispute(self, item: Item) -> str:
        """Two pages have answered it, in one sentence; empty when only one has."""
        if item.link_id not in self.rivals:
            return ""
        return typographic(f"« {item.label} » a été rempli à deux endroits : choisissez ce qui est gardé.")

    def is_answered(self, item: Item) -> bool:
        """Answered rightly; for a group, all that it requires and at least one thing."""
        if item.kind is Kind.GROUP:
            return self._is_group_answered(item)
        return self.content(item) is not None and not self.fault(item)

    def is_settled(self, item: Item) -> bool:
        """Answered, or said to be unavailable."""
        return self.is_answered(item) or bool(self.answers.at(item.link_id).unavailable)

    def mandatory(self) -> list[Item]:
        """The entries that must be answered here and now."""
        return [item for entry in self.definition.entries() for item in self._mandatory_in(entry)]

    def missing(self) -> list[MissingItem]:
        unsettled = [item for item in self.mandatory() if not self.is_settled(item)]
        return [MissingItem(item.link_id, self._missing_label(item)) for item in unsettled]

    def unavailable(self) -> list[UnavailableItem]:
        return [
            UnavailableItem(item.link_id, item.label, self.answers.at(item.link_id).unavailable)
            for item in self.mandatory()
            if not self.is_answered(item) and self.answers.at(item.link_id).unavailable
        ]

    def completeness(self) -> Completeness:
        mandatory = self.mandatory()
        return completeness(
            [item.weight for item in mandatory if self.is_settled(item)],
            [item.weight for item in mandatory],
            missing=self.missing(),
            unavailable=self.unavailable(),
        )

    def problems(self) -> list[Problem]:
        """Every shown answer that does not fit, or is not the only one: it must be settled before sending."""
        if self.definition.is_unreadable:
            return [Problem("", "Formulaire", unreadable.SENTENCE)]
        return [
            Problem(item.link_id, item.label, sentence)
            for item in self.definition.walk()
            if not self.definition.row_of(item.link_id)
            and self.shows(item)
            and (sentence := self.dispute(item) or self.fault(item))
        ]

    def red_flags(self) -> list[RedFlag]:
        """Alarms, in the order of the page; each sentence once."""
        first: dict[str, RedFlag] = {}
        for item in self.definition.walk():
            for flag in self.red_flags_of(item) if self.shows(item) else ():
                first.setdefault(flag.sentence, flag)
        return list(first.values())

    def red_flags_of(self, item: Item) -> list[RedFlag]:
        """A list tells those of its cells, whichever row raises them."""
        if self.definition.row_of(item.link_id) is not None:
            return []
        sentences = self._raised_by(item)
        for row in self.visibility.rows(item) if item.kind is Kind.ROWS else ():
            shown = (cell for cell in item.cells if self.visibility.shows(cell, row))
            sentences += [sentence for cell in shown for sentence in self._raised_by(cell, row)]
        return [RedFlag(item.link_id, sentence) for sentence in dict.fromkeys(sentences)]

    def headline(self) -> str:
        """One line for lists: what the form says matters most, else the beginning of its first answer."""
        marked = [item for item in self.definition.walk() if item.is_headline]
        parts = [self._words(item) for item in marked if self.shows(item)]
        spoken = [part for part in parts if part]
        if not spoken:
            first = next((item for item in self.definition.entries() if self.is_answered(item)), None)
            spoken = [self._words(first)] if first else []
        return shortened(" · ".join(spoken), HEADLINE_MAX)

    def sections(self) -> list[Section]:
        """Labels and readable answers, in the order of the page."""
        if self.definition.is_unreadable:
            return unreadable.sections_of(self.stored)
        return sections(self)

    def sent_answers(self) -> Answers:
        """The stored answers without those of hidden items, and what is calculated: it is never calculated again."""
        kept: dict[str, Answer] = {}
        for link_id, answer in self.stored.with_answers(self._calculated()).by_id.items():
            item = self.definition.by_id.get(link_id)
            if item is not None and self.visibility.enables(item):
                kept[link_id] = self._without_hidden_cells(item, answer)
        return Answers(kept)

    def shown_children(self, item: Item) -> Iterator[Item]:
        return (child for child in item.children if self.shows(child))

    def _mandatory_in(self, item: Item) -> Iterator[Item]:
        """A group that must be answered counts once; one that need not be may hold questions that must."""
        if item.is_required and self.shows(item):
            yield item
        elif item.kind is Kind.GROUP and not item.is_required:
            yield from (found for child in item.children for found in self._mandatory_in(child))

    def _calculated(self) -> dict[str, Answer]:
        """Every calculated item; without a value, it has none of before either."""
        if self.calculated is None:
            return {}
        found = self.calculated
        return {
            each.item.link_id: found.get(each.item.link_id, NOTHING) for each in self.definition.calculations
        }

    def _asked_in(self, group: Item) -> list[Item]:
        """What a group asks here: neither its lines of help, nor what is calculated from its answers."""
        return [child for child in self.shown_children(group) if child.is_asked]

    def _words(self, item: Item) -> str:
        return one_line(item, self.content(item), self.context.documents) if not self.fault(item) else ""

    def _raised_by(self, item: Item, row: Answers | None = None) -> list[str]:
        content = (self.answers if row is None else row).content(item.link_id)
        codes = content.codes if isinstance(content, Chosen) else ()
        sentences = [option.red_flag for option in item.options if option.red_flag and option.code in codes]
        return [
            *sentences,
            *(rule.sentence for rule in item.red_flags if self._is_raised(rule, item, row)),
        ]

    def _is_raised(self, rule: RedFlagRule, item: Item, row: Answers | None) -> bool:
        """Do enough of its conditions hold, on answers that are right? «N’est pas» alone says nothing of a blank form."""
        held = [each for each in rule.when if self.visibility.holds(each, item, row)]
        if not any(self._is_said(each, item, row) for each in held):
            return False
        return sum(not self._is_wrong(each.question, row) for each in held) >= rule.at_least

    def _is_said(self, condition: Condition, item: Item, row: Answers | None) -> bool:
        return condition.operator is not Operator.DIFFERS or self.visibility.is_given(condition, item, row)

    def _is_wrong(self, link_id: str, row: Answers | None) -> bool:
        question = self.definition.by_id[link_id]
        if row is not None and self.definition.row_of(link_id) is not None:
            return bool(fault(question, row.content(link_id)))
        return bool(self.fault(question))

    def _missing_label(self, item: Item) -> str:
        """«Constantes (FR)» when only a part of a group is missing."""
        inside = self._asked_in(item) if item.kind is Kind.GROUP else []
        if not any(self.is_answered(child) for child in inside):
            return item.label
        lacking = [child.label for child in inside if child.is_required and not self.is_settled(child)]
        return f"{item.label} ({join_words(lacking)})" if lacking else item.label

    def _is_group_answered(self, group: Item) -> bool:
        inside = self._asked_in(group)
        if any(child.is_required and not self.is_settled(child) for child in inside):
            return False
        if self.fault(group) or any(self.fault(child) for child in inside):
            return False
        return any(self.is_answered(child) for child in inside)

    def _from_context(self, item: Item) -> Answer:
        before = self.stored.at(item.link_id)
        if item.kind is Kind.ATTACHMENT:
            return replace(before, content=self._documents_of(item, before.content))
        value = self.context.values.get(item.link_id)
        if value is None or value == "":
            return NOTHING
        if item.options:
            return Answer(Chosen((str(value),)))
        return Answer(Written(value))

    def _documents_of(self, item: Item, ticked: Any) -> Joined | None:
        wanted = ticked.documents if isinstance(ticked, Joined) else ()
        found = [
            each.id for each in self.context.documents if each.id in wanted or each.question == item.link_id
        ]
        return Joined(tuple(found)) if found else None

    def _without_hidden_cells(self, item: Item, answer: Answer) -> Answer:
        if not isinstance(answer.content, Rows):
            return answer
        rows = []
        for row in answer.content.rows:
            shown = {child.link_id for child in item.cells if self.visibility.enables(child, row)}
            rows.append(Answers({link_id: cell for link_id, cell in row.by_id.items() if link_id in shown}))
        return replace(answer, content=Rows(tuple(rows)))


def shortened(text: str, longest: int) -> str:
    """On one line, and cut at a word with «…» when it is too long."""
    line = typographic(" ".join(text.split()))
    if len(line) <= longest:
        return line
    return line[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,;:·") + "…"
