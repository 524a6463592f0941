"""The SMTP server that the site sends to: what it does with a mail is told by the recipient's address."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.serving import free_port

REFUSED_AT_RCPT = {
    "nobody": "550 5.1.1 <{address}>: Recipient address rejected: User unknown in virtual mailbox table",
    "full": "452 4.2.2 <{address}>: Mailbox full, over quota",
    "busy": "451 4.3.0 <{address}>: Temporary lookup failure",
}
REFUSED_AT_DATA = {"listed": "554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org"}
DROPPED = "dropped"


@dataclass
class Mailbox:
    """What was accepted; whoever is named in `cured` is no longer refused."""

    accepted: list[EmailMessage] = field(default_factory=list)
    cured: set[str] = field(default_factory=set)

    async def handle_RCPT(  # noqa: N802  # the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        refusal = REFUSED_AT_RCPT.get(self._behaviour(address))
        if refusal:
            return refusal.format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        behaviours = [self._behaviour(address) for address in envelope.rcpt_tos]
        if DROPPED in behaviours and server.transport is not None:
            server.transport.close()
        for behaviour in behaviours:
            if behaviour in REFUSED_AT_DATA:
                return REFUSED_AT_DATA[behaviour]
        content = envelope.original_content or b""
        self.accepted.append(message_from_bytes(content, policy=policy.default))
        return "250 2.0.0 OK"

    def _behaviour(self, address: str) -> str:
        name = address.partition("@")[0]
        return "" if name in self.cured else name


@dataclass(frozen=True)
class MailServer:
    """A running server."""

    port: int
    mailbox: Mailbox


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """An SMTP server on a free port of 127.0.0.1."""
    mailbox = Mailbox()
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer(port, mailbox)
    finally:
        controller.stop()
