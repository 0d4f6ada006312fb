"""How well the patient search finds: queries of known answer through the code of the page, class by class."""

import gc
import json
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from telavis.cli.search_population import uuid_of
from telavis.patients import queries
from telavis.patients.candidates import Search
from telavis.patients.date_slips import compare_dates
from telavis.patients.models import Patient
from telavis.patients.search_keys import words_of_names
from telavis.patients.terms import SearchTerms, SearchTooVague
from telavis.values.names import glued, tokens
from telavis.values.nir import NIR
from telavis.values.phonetics.codes import coarse_codes

WARMING_UP = 300
"""Queries run before the clock starts, so that neither caches nor plans are what is measured."""
BY_NUMBER_EACH = 3
"""One query in so many is followed by a look-up by number."""
CERTAIN, LIKELY = 33 / 34, 30 / 34
"""Shares of the best score: whoever is first has all that was typed, be it as a used or second name; one trait may be misspelt."""
SLOW = 0.05
"""Seconds that no search should last."""
ASKED_AGAIN = 2
"""Times that a slow query is asked again, at once: what is slow by itself is slow each time, what met a busy machine is not."""
CONFIDENCE = 1.96
HOMOPHONES = "hom_"
"""How the classes of homophones begin."""


@dataclass(frozen=True)
class Query:
    """One line of the kit: what is typed, and who is meant."""

    kind: str
    person: int
    last: str
    given: str
    birth_date: date

    def terms(self, *, with_date: bool) -> SearchTerms | None:
        """Nothing when a slip left so few letters that the page asks for more."""
        try:
            return SearchTerms(
                last=self.last, given=self.given, birth_date=self.birth_date if with_date else None
            )
        except SearchTooVague:
            return None


@dataclass
class Tally:
    """What is counted of a class of queries."""

    ranks: list[int] = field(default_factory=list)
    """The place of the one meant, from 1; 0 when not among those shown."""
    times: list[float] = field(default_factory=list)
    always_slow: int = 0
    """Queries that were slow each time they were asked."""
    wrong: list[float] = field(default_factory=list)
    """The shares of the best score of those who came first, were not meant and have not all that was typed."""
    tied: int = 0
    """Those meant who stand after a namesake whose birth date differs from the one typed in the same way."""
    sound_alike: list[bool] = field(default_factory=list)
    """Whether both names share a phonetic code with those of the one meant, with nothing else to help."""

    def figures(self) -> dict[str, Any]:
        found = [rank for rank in self.ranks if rank]
        return {
            "queries": len(self.ranks),
            "recall@1": share(sum(rank == 1 for rank in found), len(self.ranks)),
            "recall@10": share(len(found), len(self.ranks)),
            "behind a namesake as likely": self.tied,
            "mean rank": round(statistics.fmean(found), 3) if found else None,
            "wrong person first, certain": sum(each >= CERTAIN for each in self.wrong),
            "wrong person first, likely": sum(each >= LIKELY for each in self.wrong),
            **(
                {"by sound alone": share(sum(self.sound_alike), len(self.sound_alike))}
                if self.sound_alike
                else {}
            ),
            **percentiles(self.times),
            "above 50 ms": sum(each > SLOW for each in self.times),
            "above 50 ms each time": self.always_slow,
        }


def read_queries(path: Path) -> list[Query]:
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return [
        Query(each["cls"], each["id"], each["last"], each["first"], date.fromisoformat(each["dob"]))
        for each in lines
    ]


def evaluate(
    wanted: list[Query], *, with_date: bool, progress: Callable[[float, int], None] = lambda share, done: None
) -> dict[str, Any]:
    """Each query, and now and then between two of them a look-up by number, so that both know the same machine.

    What is in memory before is set apart, as the web server does (`telavis/wsgi.py`): else this program's own lists,
    looked through for garbage, would be taken for a slow search.
    """
    people = Patient.objects.filter(pk__in={uuid_of(query.person) for query in wanted})
    meant = {pk: rest for pk, *rest in people.values_list("pk", "billing_nir", "search_last", "search_given")}
    classes: dict[str, Tally] = {}
    by_number: list[float] = []
    for query in wanted[:WARMING_UP]:
        if terms := query.terms(with_date=with_date):
            queries.search(terms)
    gc.freeze()
    for done, query in enumerate(wanted, start=1):
        tally, (number, last, given) = classes.setdefault(query.kind, Tally()), meant[uuid_of(query.person)]
        _ask(query, tally, with_date=with_date)
        if query.kind.startswith(HOMOPHONES):
            tally.sound_alike.append(_sound_alike(query.last, last) and _sound_alike(query.given, given))
        if done % BY_NUMBER_EACH == 1:
            by_number.append(_time_by_number(number))
        progress(done / len(wanted), done)
    gc.unfreeze()
    return {
        "with dates": with_date,
        "classes": {kind: tally.figures() for kind, tally in classes.items()},
        "all": _together(classes.values()).figures(),
        "by number": percentiles(by_number),
    }


def share(found: int, of: int) -> dict[str, float]:
    """The share with its interval of 95 % (Wilson)."""
    value, square = found / of, CONFIDENCE**2
    middle = (value + square / (2 * of)) / (1 + square / of)
    half = CONFIDENCE * ((value * (1 - value) + square / (4 * of)) / of) ** 0.5 / (1 + square / of)
    return {
        "value": round(value, 4),
        "from": round(max(middle - half, 0), 4),
        "to": round(min(middle + half, 1), 4),
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """In milliseconds; 0 where nothing was timed."""
    timed = seconds or [0.0]
    cuts = statistics.quantiles(timed * 2 if len(timed) == 1 else timed, n=100, method="inclusive")
    return {f"p{rank} ms": round(cuts[rank - 1] * 1000, 2) for rank in (50, 95, 99)} | {
        "max ms": round(max(timed) * 1000, 2)
    }


def _ask(query: Query, tally: Tally, *, with_date: bool) -> None:
    terms, meant = query.terms(with_date=with_date), uuid_of(query.person)
    if terms is None:
        tally.ranks.append(0)
        return
    lasted, shown = _search(terms)
    tally.times.append(lasted)
    if lasted > SLOW:
        tally.always_slow += all(_search(terms)[0] > SLOW for _ in range(ASKED_AGAIN))
    places = [place for place, row in enumerate(shown, start=1) if row.id == meant]
    tally.ranks.append(places[0] if places else 0)
    if terms.birth_date and tally.ranks[-1] > 1:
        tally.tied += _are_equally_likely(shown[0].id, meant, terms.birth_date)
    if terms.birth_date and shown and shown[0].id != meant and not _is_who_was_typed(shown[0].id, terms):
        search = Search(terms)
        tally.wrong.append(search.run()[0].score / search.ranking.most)


def _search(terms: SearchTerms) -> tuple[float, list[queries.PatientRow]]:
    """How long the page would have waited, and what it would show."""
    started = perf_counter()
    shown = queries.search(terms).rows
    return perf_counter() - started, shown


def _are_equally_likely(one: Any, other: Any, typed: date) -> bool:
    """The same birth name, the same first name, and a birth date that differs from the one typed in the same way:
    nothing that was typed tells which of the two is meant, and no order could.
    """
    versions = (
        person.identity for person in Patient.objects.select_related("current").filter(pk__in=(one, other))
    )
    traits = {
        (glued(each.birth_name), glued(each.first_given_name), compare_dates(typed, each.birth_date))
        for each in versions
    }
    return len(traits) == 1


def _is_who_was_typed(pk: Any, terms: SearchTerms) -> bool:
    """All strict traits that were typed are this person's: another of that name, born that day."""
    version = Patient.objects.select_related("current").get(pk=pk).identity
    theirs = (glued(version.birth_name), glued(version.first_given_name), version.birth_date)
    return theirs == (glued(terms.last), glued(terms.given), terms.birth_date)


def _sound_alike(typed: str, stored: str) -> bool:
    """Some word of one has a code in common with some word of the other, as the dictionary finds it."""
    theirs = {code for word in words_of_names(stored) for code in coarse_codes(word)}
    return any(theirs & coarse_codes(word) for word in tokens(typed))


def _time_by_number(number: str) -> float:
    started = perf_counter()
    queries.search(SearchTerms(number=NIR(number)))
    return perf_counter() - started


def _together(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        whole.ranks += tally.ranks
        whole.times += tally.times
        whole.always_slow += tally.always_slow
        whole.wrong += tally.wrong
        whole.tied += tally.tied
        whole.sound_alike += tally.sound_alike
    return whole
