"""A real SMTP server on loopback, which can be down, refuse, and say what it took."""

import asyncio
import logging
import socket
from collections.abc import Coroutine
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import TypeVar

from aiosmtpd.smtp import SMTP, Envelope, Session

Answer = TypeVar("Answer")


class SmtpServer:
    """Takes mail on 127.0.0.1; `start` and `stop` as often as one likes, always on the same port."""

    def __init__(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self.taken: list[EmailMessage] = []
        self.receivers: list[str] = []
        self.answer_to_receiver = "250 OK"
        self._server: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    async def handle_RCPT(  # noqa: N802 the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_receiver.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_receiver

    async def handle_DATA(  # noqa: N802 the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.taken.append(parsed)
        self.receivers += envelope.rcpt_tos
        return "250 taken"

    def start(self) -> None:
        """Listen; the loop has a thread of its own, as that of the test may belong to a browser's driver."""
        loop = self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=loop.run_forever)
        self._thread.start()
        self._server = self._in_the_loop(
            loop.create_server(lambda: SMTP(self, hostname="loopback", loop=loop), "127.0.0.1", self.port)
        )

    def stop(self) -> None:
        """Hang up on everybody, as a machine that loses its power."""
        if self._loop is None or self._thread is None:
            return
        self._in_the_loop(self._hang_up())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = self._server = None

    def _in_the_loop(self, work: Coroutine[None, None, Answer]) -> Answer:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
        conversations = asyncio.all_tasks() - {asyncio.current_task()}
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_asyncgens()


def body_of(message: EmailMessage, kind: str) -> str:
    """The plain or HTML text of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
