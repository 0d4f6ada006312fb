"""A real SMTP server on loopback, which can be down, refuse, and say what it took."""

import asyncio
import logging
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread

from aiosmtpd.smtp import SMTP, Envelope, Session


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
        loop = self._loop = asyncio.new_event_loop()
        self._server = loop.run_until_complete(
            loop.create_server(lambda: SMTP(self, hostname="loopback", loop=loop), "127.0.0.1", self.port)
        )
        self._thread = Thread(target=loop.run_forever)
        self._thread.start()

    def stop(self) -> None:
        if self._loop is None or self._thread is None or self._server is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
            self._loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._loop = self._thread = None


def body_of(message: EmailMessage, kind: str) -> str:
    """The plain or HTML text of a mail."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())
