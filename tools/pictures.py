"""Make the pictures of the README from the running program: python tools/pictures.py

A demo is built in a temporary folder and served; a Chromium signs in and looks. Writes docs/pictures/.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
WIDE, PHONE = 1100, 390


@dataclass(frozen=True)
class Picture:
    """Who looks, following which links by their words, how wide."""

    name: str
    person: str
    follow: tuple[str, ...] = ()
    width: int = WIDE
    longest: int = 1500  # a picture is a glance, not a scroll


ALL = (
    Picture("my-table", "Aïcha Benmoussa", longest=1700),
    Picture("partnership", "Hélène Marchand", ("Vers l’emploi, ensemble",)),
    Picture("vote", "Tesfay Berhane", ("Engager le partenariat",), PHONE, 1800),
)


@contextmanager
def served() -> Iterator[str]:
    """The address of a server on a fresh demo."""
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(sys.executable).with_name("tablee"))
        command = [program, "run", "--demo", "--json", "--port", "0"]
        record = f"sqlite:///{Path(folder) / 'demo.sqlite'}"
        server = subprocess.Popen([*command, "--database", record], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout
            yield json.loads(server.stdout.readline())["address"]
        finally:
            server.terminate()
            server.wait(timeout=20)


def take(browser: Browser, address: str, picture: Picture) -> None:
    context = browser.new_context(
        locale="fr-FR", viewport={"width": picture.width, "height": 800}, device_scale_factor=1
    )
    page = context.new_page()
    sign_in(page, address, picture.person)
    for words in picture.follow:
        page.get_by_role("main").get_by_role("link", name=words).first.click()
        page.wait_for_load_state("load")
    page.wait_for_load_state("load")
    height = min(page.evaluate("document.documentElement.scrollHeight"), picture.longest)
    page.set_viewport_size({"width": picture.width, "height": height})
    page.screenshot(path=PICTURES / f"{picture.name}.png", animations="disabled")
    context.close()
    print(f"docs/pictures/{picture.name}.png")


def sign_in(page: Page, address: str, person: str) -> None:
    page.goto(urljoin(address, "/sign-in/demo"))
    page.get_by_role("button", name=person).click()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in ALL:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main()
