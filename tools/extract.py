"""Refresh the catalogues of the pages' words: python tools/extract.py [AREA …]

The words of web/pages/<area>.py and web/templates/<area>/ stand in web/locale/fr/<area>.po, all others in
shell.po; what shell.po holds is not repeated elsewhere. New words come with an empty translation, words no
longer used go. `--check` writes nothing and exits 1 where a word has no translation or a file is not fresh.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
LOCALE = WEB / "locale" / "fr"
SHELL = "shell"
SHELL_PARTS = {"macros", "errors", "sign_in", "account", "home", "health", "__init__"}
KEYWORDS: dict[str, Any] = DEFAULT_KEYWORDS | {"N_": None}
HEADER = """# The pages' words in French; refreshed by tools/extract.py.
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def area_of(path: Path) -> str:
    """The catalogue that holds the words of a source file."""
    parts = path.relative_to(WEB).parts
    if parts[0] in ("pages", "templates") and len(parts) > 1:
        name = parts[1].removesuffix(".py")
        if name not in SHELL_PARTS and not name.endswith(".html"):
            return name
    return SHELL


def words() -> dict[str, Catalog]:
    """The words of each area, without translations."""
    found: dict[str, Catalog] = {SHELL: Catalog()}
    for path in sorted([*WEB.rglob("*.py"), *(WEB / "templates").rglob("*.html")]):
        catalogue = found.setdefault(area_of(path), Catalog())
        for message, comments, context in _messages(path):
            place = (path.relative_to(ROOT).as_posix(), 0)
            catalogue.add(message, None, [place], auto_comments=comments, context=context)
    shared = {(message.id, message.context) for message in found[SHELL] if message.id}
    for area, catalogue in found.items():
        if area != SHELL:
            for identifier, context in shared:
                catalogue.delete(identifier, context)
    return found


def refreshed(area: str, template: Catalog) -> tuple[str, list[str]]:
    """The text of an area's file as it should be, and the words that have no good translation."""
    path = LOCALE / f"{area}.po"
    catalogue = Catalog(locale="fr")
    if path.exists():
        with path.open("rb") as source:
            catalogue = read_po(source, locale="fr")
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    gaps = [str(m.id) for m in catalogue if m.id and (m.fuzzy or not _is_translated(m.string))]
    out = BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + out.getvalue().decode(), gaps


def findings() -> list[str]:
    """What keeps the catalogues from being complete and fresh."""
    found = []
    areas = words()
    for area, template in areas.items():
        path = LOCALE / f"{area}.po"
        text, gaps = refreshed(area, template)
        found += [f"{path.name}: no translation of {gap!r}" for gap in gaps]
        if _has_words(template) and (not path.exists() or path.read_text(encoding="utf-8") != text):
            found.append(f"{path.name}: not fresh, run tools/extract.py")
    unused = {path.stem for path in LOCALE.glob("*.po")} - {a for a, t in areas.items() if _has_words(t)}
    return found + [f"{area}.po: nothing uses it any more" for area in sorted(unused)]


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        found = findings()
        print("\n".join(found) or "all words are translated")
        return 1 if found else 0
    for area, template in words().items():
        if _has_words(template) and (not arguments or area in arguments):
            text, gaps = refreshed(area, template)
            (LOCALE / f"{area}.po").write_text(text, encoding="utf-8")
            print(f"{area}.po: {len(gaps)} without translation")
    return 0


def _messages(path: Path) -> Iterator[tuple[Any, list[str], str | None]]:
    if path.suffix == ".py":
        found = extract_from_file("python", path, keywords=KEYWORDS, comment_tags=("Translators:",))
    else:
        found = extract_from_file(
            "jinja2.ext:babel_extract",
            path,
            keywords=KEYWORDS,
            options={"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"},
        )
    for _line, message, comments, context in found:
        yield message, comments, context


def _is_translated(string: Any) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


def _has_words(catalogue: Catalog) -> bool:
    return any(message.id for message in catalogue)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
