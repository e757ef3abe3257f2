"""A browser without script: it keeps cookies, reads pages, and sends their forms as they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx


@dataclass
class Sendable:
    """A form of a page: where it goes and what its fields hold."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    words: str = ""


class Page(HTMLParser):
    """An answer, with its forms, links and visible words."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(convert_charrefs=True)
        self.response = response
        self.status = response.status_code
        self.forms: list[Sendable] = []
        self.links: list[tuple[str, str]] = []
        self.language = ""
        self._open: Sendable | None = None
        self._href: str | None = None
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._words: list[str] = []
        self.feed(response.text)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._words).split())

    def form(self, action: str) -> Sendable:
        """The form that goes to `action`; the page must have it."""
        found = [form for form in self.forms if form.action == action]
        assert found, f"no form to {action}, only to {[form.action for form in self.forms]}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "form":
            self._open = Sendable(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._open)
        elif tag == "a":
            self._href = given.get("href", "")
        elif self._open is not None:
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "a":
            self._href = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area and self._open:
            name, text = self._area
            self._open.values.setdefault(name, []).append("".join(text).removeprefix("\n"))
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area[1].append(data)
        if data.strip():
            self._words.append(data.strip())
            if self._href is not None:
                self.links.append((self._href, data.strip()))
            if self._open:
                self._open.words += data

    def _field(self, tag: str, given: dict[str, str]) -> None:
        assert self._open is not None
        name = given.get("name", "")
        values = self._open.values
        if tag == "input" and name:
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                values.setdefault(name, []).append(given.get("value", ""))
        elif tag == "textarea":
            self._area = (name, [])
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in values):
            values[self._select] = [given.get("value", "")]


class Browser:
    """Walks through pages. The page in view is `page`."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.page: Page

    def get(self, address: str, **headers: str) -> Page:
        response = self.client.get(address, headers=_named(headers), follow_redirects=True)
        self.page = Page(response)
        return self.page

    def send(self, action: str, /, *, follow: bool = True, headers: Any = None, **values: Any) -> Page:
        """Fill in the form of this page that goes to `action`, and send it."""
        form = self.page.form(action)
        filled: dict[str, Any] = {**form.values, **values}
        response = self.client.post(action, data=filled, headers=headers, follow_redirects=follow)
        self.page = Page(response)
        return self.page


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
