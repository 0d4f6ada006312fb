"""The log: one JSON object a line, a request's lines share its id, and nothing that a person typed."""

import logging
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger


def configuration(*, level: str) -> dict[str, Any]:
    """Django's LOGGING: everything goes to standard error as JSON; refusals are told by our own request line."""
    structlog.configure(
        processors=[*_common(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": _formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.db.backends": {"level": "WARNING"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
        },
    }


def where_it_broke(exc_info: ExcInfo) -> dict[str, Any]:
    """An exception without its message: a message may quote what was typed, a place in the code cannot."""
    kind, _, trace = exc_info
    frames = traceback.extract_tb(trace)
    return {
        "type": kind.__name__,
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _without_messages(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    exc_info = event.pop("exc_info", None)
    if isinstance(exc_info, BaseException):
        exc_info = (type(exc_info), exc_info, exc_info.__traceback__)
    if isinstance(exc_info, tuple) and exc_info[0] is not None:
        event["exception"] = where_it_broke(exc_info)
    return event


def _common() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.PositionalArgumentsFormatter(), *_common()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_messages,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
