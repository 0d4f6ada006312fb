#!/usr/bin/env python
"""Write docs/domain/journey.md from the table of steps, so that the drawing never tells another story."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "domain" / "journey.md"
HEAD = """# The life of a request

Made by `python tools/draw_journey.py` from `telavis/service_requests/workflow.py` and `permissions.py`; a test
compares. The words are those of the screens.

```mermaid
stateDiagram-v2
    [*] --> draft
"""
RULES = """
## Rules

1. The row tells the present, the journal (`Transition`) tells the past and is append-only.
2. A verb locks the row, checks the permission (else 403), checks the table (else a sentence), writes its line of
   the journal, and tells the persons concerned, in one transaction. The same verb twice is refused the second time.
3. `send` commits at once; the service sees the request thirty seconds later, or at once when it is wanted within
   24 hours or the requester says so. Until the service has opened it, `recall` makes it a draft again.
4. From `sent` until it ends a request has an owner: the one who took it, else the member on duty today, else the
   coordinator (or their substitute), else the referent of the establishment; who no longer works there, or whose
   account is closed, is given none. The database refuses an open request without owner.
5. `reply` goes back to the state in which the complement was asked.
6. Only a physician, a midwife or a dental surgeon of the service signs; a correction is a new version, the former
   stays readable, and all who could read it are told.
7. Deadlines are columns; the sweep meets each exactly once: announce, remind, escalate, close after thirty days,
   erase a draft after thirty days in the bin. One that fails is logged, tried again, and holds no other back.
8. Nobody signs over what they have not read: news that came since the page was shown (a message, a complement, a
   reopening, another opinion) is shown first, the text kept. Whoever was writing when the request went to another
   service gets their text back, and nothing of the file.
9. A request can be reopened within thirty days of its end. It goes back to the one who had it or, when they have left
   the service, to whoever answers for it today.
10. Nobody answers their own question, nor one that they prepare: it is neither addressed nor assigned to them, and never
    theirs to answer for, on duty, as coordinator or in somebody's place. Whoever asks their own service reads as the requester,
    and neither takes it back from the expert nor chooses one.
11. While the sending can be undone, nobody but the asking side sees the request, hears of it, or has it transferred.
12. Who had a request, or had signed its opinion, is told when somebody else moves it. Of what is said in a request that was taken,
    those hear to whom it is open; a referent who answers for one is told so, by a mail without a link. When nobody of them
    is there any more, whoever answers for the service today hears instead.
13. Asking for more, an expert may tick questions of the form that have no answer («Demander ceci»); the requester answers these
    very questions in the reply, as the form draws them, or joins the document that answers. What was sent stays as it was sent:
    the file tells beside it what has come, and the list of the service counts it as missing no more. Still unavailable, with a
    reason, stays waited for. Each is a fact (`AskedItem`: request, service, version of the form, question, asked, given), no answer.
14. Each month ends at midnight in Paris. Then each service to which something was given has one report (`statistics`): by version
    of the form, how often each question was asked for and given. Figures only; its coordinators are told by a mail, and read it
    under «Vue activité».
"""


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")


def page() -> str:
    """The whole document."""
    return HEAD + "\n".join(_arrows()) + "\n```\n\n" + "\n".join(_table()) + "\n" + RULES


def _arrows() -> list[str]:
    from telavis.service_requests.workflow import JOURNEY, State, States, Verb

    arrows = []
    for verb, step in JOURNEY.items():
        for source in (state for state in State if state in step.sources):
            targets = [step.to] if step.to else [State.SENT, State.TAKEN] if verb == Verb.REPLY else [source]
            arrows += [f"    {source.value} --> {target.value}: {verb.value}" for target in targets]
    return [*arrows, *(f"    {state.value} --> [*]" for state in States.ENDED)]


def _table() -> list[str]:
    from telavis.service_requests.permissions import MAY
    from telavis.service_requests.workflow import JOURNEY, State

    rows = ["| Verb | Button | From | To | Permission |", "|---|---|---|---|---|"]
    for verb, step in JOURNEY.items():
        sources = ", ".join(state.value for state in State if state in step.sources)
        target = step.to.value if step.to else "where it came from" if verb.value == "reply" else "same"
        rows.append(f"| `{verb.value}` | {verb.label} | {sources} | {target} | `{MAY[verb].__name__}` |")
    states = ["", "| State | On the screens | FHIR status |", "|---|---|---|"]
    from telavis.service_requests.workflow import FHIR_STATUS

    states += [
        f"| `{state.value}` | {state.label} | {FHIR_STATUS[state] or 'not exposed'} |" for state in State
    ]
    return rows + states


if __name__ == "__main__":
    main()
