"""Days in the answers of the demonstration: so many before the request, never a day of the calendar."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any


def days_before(count: int) -> dict[str, Any]:
    """The answer to a question on a date, until `dated` knows the day of the request."""
    return {"days_before": count}


def dated(answers: Any, day: date) -> Any:
    """The same answers, in rows too, with the days that they mean in a request of this day."""
    match answers:
        case {"days_before": int(count)}:
            return {"date": (day - timedelta(days=count)).isoformat()}
        case Mapping():
            return {name: dated(each, day) for name, each in answers.items()}
        case list():
            return [dated(each, day) for each in answers]
    return answers
