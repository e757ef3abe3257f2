"""What an operator may set, from the environment, with defaults that suit a first try on loopback."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

TICK_SECONDS = 10  # unless the environment says otherwise


@dataclass(frozen=True)
class Settings:
    """The settings of one running server.

    `base_url` is the address people see (links in mails start with it; `https` makes cookies secure);
    `smtp_url` is `smtp://user:password@host:port` or `smtps://…`, None where no mail can be sent;
    `tick_seconds` is how often this node does what time has made due, 0 for never.
    """

    base_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    smtp_url: str | None = None
    mail_from: str = "tablee@localhost"
    threads: int = 16
    tick_seconds: int = 0
    session_idle: timedelta = timedelta(days=7)
    session_absolute: timedelta = timedelta(days=30)

    @property
    def https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    @property
    def on_loopback(self) -> bool:
        """Whether only this very machine can reach the server."""
        return is_loopback(self.host)

    def cookie(self, name: str) -> str:
        """A cookie's name; over https its prefix keeps neighbouring subdomains from planting one."""
        return f"__Host-tablee-{name}" if self.https else f"tablee-{name}"


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address, with or without a port) is this very machine."""
    name = urlsplit(f"//{host}").hostname or "" if not host.count(":") > 1 or host.startswith("[") else host
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def from_environment(environment: Mapping[str, str] = os.environ, *, host: str, port: int) -> Settings:
    """The settings of a server on `host` and `port`, from the variables TABLEE_*."""
    name = f"[{host}]" if ":" in host else host
    return Settings(
        base_url=environment.get("TABLEE_BASE_URL", f"http://{name}:{port}").rstrip("/"),
        host=host,
        smtp_url=environment.get("TABLEE_SMTP_URL") or None,
        mail_from=environment.get("TABLEE_MAIL_FROM", Settings.mail_from),
        threads=int(environment.get("TABLEE_THREADS", str(Settings.threads))),
        tick_seconds=int(environment.get("TABLEE_TICK_SECONDS", str(TICK_SECONDS))),
    )
