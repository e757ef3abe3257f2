"""A real SMTP server that keeps what it is sent."""

from __future__ import annotations

import re
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """`with Mailbox() as box`: mails to `box.url` arrive in `box.mails`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusals: list[str] = []  # answers to give instead of taking the next mails
        with socket.socket() as free:  # the controller cannot take port 0
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 taken"

    def __enter__(self) -> Mailbox:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def link_and_code(mail: EmailMessage) -> tuple[str, str]:
    text = text_of(mail)
    link = re.search(r"https?://\S+/sign-in/link/\S+", text)
    code = re.search(r"^(\d{3} \d{3})$", text, re.MULTILINE)
    assert link
    assert code
    return link[0], code[1]
