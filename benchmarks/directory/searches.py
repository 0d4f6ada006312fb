"""Searches of the directory as people type them, timed inside one database: `python -m benchmarks.directory.searches`."""

import argparse
import json
import time
from collections.abc import Callable
from itertools import islice
from random import Random
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 models exist once Django is set up
from django.db.models import Value  # noqa: E402
from django.db.models.functions import Concat  # noqa: E402

from telavis.accounts.models import User  # noqa: E402
from telavis.directory.models import (  # noqa: E402
    Practitioner,
    PublishedEstablishment,
    PublishedProfessional,
)
from telavis.directory.queries import (  # noqa: E402
    search_colleagues,
    search_establishments,
    search_professionals,
)
from telavis.values.names import normalise  # noqa: E402
from telavis.values.professions import profession_label, specialty_label  # noqa: E402

WARM_UP = 20
BATCH = 5000


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--count", type=int, default=500, help="searches of each kind")
    words.add_argument("--accounts", type=int, default=50_000, help="professionals who have an account here")
    words.add_argument("--seed", type=int, default=2026)
    chosen = words.parse_args()
    random = Random(chosen.seed)  # noqa: S311 the same seed types the same words
    make_accounts(chosen.accounts)
    people = typed_for_people(drawn(PublishedProfessional, random, chosen.count), random)
    sites = typed_for_sites(random, chosen.count)
    colleagues = (
        Practitioner.objects.values("rpps").annotate(number=Concat(Value("8"), "rpps")).values("number")
    )
    known = PublishedProfessional.objects.filter(pk__in=colleagues)[: chosen.count]
    found = {
        "professional: name, town, specialty": timed(search_professionals, people["three words"]),
        "professional: name and town": timed(search_professionals, people["name and town"]),
        "professional: beginning of a name": timed(search_professionals, people["beginning"]),
        "professional: common words only": timed(search_professionals, people["common"]),
        "colleague with an account: name, town, specialty": timed(
            search_colleagues, typed_for_people(list(known), random)["three words"]
        ),
        "establishment: words of its name and town": timed(search_establishments, sites["name and town"]),
        "establishment: abbreviated otherwise": timed(search_establishments, sites["abbreviated"]),
        "establishment: town alone": timed(search_establishments, sites["town"]),
        "establishment: common words only": timed(search_establishments, sites["common"]),
        "establishment: a slip in its name": timed(search_establishments, sites["slip"]),
        "establishment: FINESS": timed(search_establishments, sites["number"]),
    }
    print(json.dumps(found))


def make_accounts(count: int) -> None:
    """Some of those who are published have an account here."""
    published = PublishedProfessional.objects.order_by("fingerprint")[:count].iterator(BATCH)
    while batch := list(islice(published, BATCH)):
        users = User.objects.bulk_create(User(username=each.pk, full_name=each.family_name) for each in batch)
        Practitioner.objects.bulk_create(
            Practitioner(
                user=user,
                rpps=each.pk[1:],
                family_name=each.family_name,
                given_name=each.given_name,
                profession=each.profession,
                specialty=each.specialty,
                sort_key=each.sort_key,
                search_text=" ".join(
                    normalise(text)
                    for text in (
                        *(each.family_name, each.given_name, profession_label(each.profession)),
                        *(
                            specialty_label(each.profession, each.specialty),
                            str(each.activities.first() or ""),
                        ),
                    )
                ),
            )
            for each, user in zip(batch, users, strict=True)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user, directory_practitioner")


def timed(search: Callable[[str], Any], typed: list[str]) -> dict[str, float]:
    """Milliseconds of each search, the first ones aside; the share that found something."""
    for text in typed[:WARM_UP]:
        search(text)
    taken, found = [], 0
    for text in typed:
        started = time.perf_counter()
        found += bool(search(text).rows)
        taken.append((time.perf_counter() - started) * 1000)
    taken.sort()
    return {
        "count": len(taken),
        "p50": taken[len(taken) // 2],
        "p95": taken[len(taken) * 95 // 100],
        "found": found / len(taken),
    }


def typed_for_people(people: list[PublishedProfessional], random: Random) -> dict[str, list[str]]:
    """The name, the town, the beginning of what they do."""
    three, two, one = [], [], []
    for person in people:
        activity = person.activities.first()
        town = activity.town if activity else ""
        label = specialty_label(person.profession, person.specialty) or profession_label(person.profession)
        three.append(f"{person.family_name} {town} {label[:6]}")
        two.append(f"{person.given_name[:3]} {person.family_name} {town}")
        one.append(person.family_name[: random.randint(2, 4)])
    common = ["medecin paris", "infirmier", "medecin", "ch", "saint", "cabinet", "pharmacien lyon", "la"]
    return {
        "three words": three,
        "name and town": two,
        "beginning": one,
        "common": random.choices(common, k=len(people)),
    }


def typed_for_sites(random: Random, count: int) -> dict[str, list[str]]:
    """Of establishments drawn from the register, as they are written, abbreviated otherwise, or misspelt."""
    others = {
        "EHPAD": "maison de retraite",
        "CH": "centre hospitalier",
        "CHU": "c.h.r.u.",
        "SMR": "ssr",
        "SAINT": "st",
    }
    chosen = drawn(PublishedEstablishment, random, count)
    return {
        "name and town": [f"{site.name} {site.town}" for site in chosen],
        "abbreviated": [
            " ".join([*(others.get(word, word.lower()) for word in site.name_key.split()), site.town])
            for site in chosen
        ],
        "town": [site.town[: max(3, len(site.town) - 2)] for site in chosen],
        "common": random.choices(
            ["ehpad", "saint", "ch", "hôpital", "pharmacie", "paris", "centre"], k=count
        ),
        "slip": [f"{_with_slip(site.name_key, random)} {site.town}" for site in chosen],
        "number": [site.finess for site in chosen],
    }


def drawn(model: Any, random: Random, count: int) -> list[Any]:
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True)[: 200 * count])
    return list(
        model.objects.filter(pk__in=random.sample(keys, min(count, len(keys)))).order_by("fingerprint")
    )


def _with_slip(name: str, random: Random) -> str:
    """One letter of the longest word is another."""
    longest = max(name.split(), key=len, default=name)
    place = random.randrange(1, max(2, len(longest)))
    return name.replace(longest, f"{longest[:place]}X{longest[place + 1 :]}")


if __name__ == "__main__":
    main()
