"""The house holds its own figures, and its documents tell the truth about the tree."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

import pytest

from policies.phrases import keys

ROOT = Path(__file__).parent.parent
FLOORS = ("policies", "governance", "workflows", "web")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
BETTER_WHOLE: dict[str, str] = {}  # file: why it is longer than the ceiling


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in path.parts:  # migrations are written by Alembic
                yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def committed() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_files_and_functions_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    files = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources(*FLOORS)}
    lengths = [length(node) for path in files for node in functions(path)]
    tests = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources("tests"))
    with capsys.disabled():
        print(
            f"\nhouse figures: files {len(files)}, lines median {median(files.values()):.0f}, "
            f"90th {quantiles(files.values(), n=10)[-1]:.0f}, most {max(files.values())}; functions median "
            f"{median(lengths):.0f}, 90th {quantiles(lengths, n=10)[-1]:.0f}, most {max(lengths)}; "
            f"test lines per code line {tests / sum(files.values()):.2f}"
        )
    long_files = [p.relative_to(ROOT).as_posix() for p, n in files.items() if n > LONGEST_FILE]
    assert [name for name in long_files if name not in BETTER_WHOLE] == []
    long_functions = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in files
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    ]
    assert long_functions == []


def test_every_module_opens_with_what_it_is_for() -> None:
    empty = [
        path.relative_to(ROOT).as_posix()
        for path in sources(*FLOORS)
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert empty == []


def test_no_import_hides_in_a_function() -> None:
    """Two are lazy on purpose: commands load their modules, and the demo, only when they are called."""
    hidden = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in sources(*FLOORS)
        for node in functions(path)
        if any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node))
    ]
    assert [name for name in hidden if not name.startswith("web/cli/")] == []


def test_only_the_record_writes_governed_tables() -> None:
    writers = [
        path.relative_to(ROOT).as_posix()
        for path in sources(*FLOORS)
        if re.search(r"\.write_(put|set)\(", path.read_text(encoding="utf-8"))
    ]
    assert writers == ["governance/record.py", "governance/transaction.py"]


def test_every_phrase_that_code_says_is_there_and_none_is_idle() -> None:
    """A key stands in the code as a string, whole, or with its subject put before a computed end."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources(*FLOORS))
    strings = set(re.findall(r'"([a-z_]+\.[a-z0-9_]+)"', text))
    subjects = {key.partition(".")[0] for key in keys()}
    raised = set(
        re.findall(
            r'(?:phrase|Refused|NotEntitled|NotFound|add)\(\s*(?:"\w+", )?"([a-z_]+\.[a-z0-9_]+)"',
            text,
        )
    )
    assert {key for key in raised if key.partition(".")[0] in subjects} - set(keys()) == set()
    computed = set(re.findall(r'f"([a-z_]+)\.[a-z0-9_]*\{', text))
    idle = {key for key in keys() if key not in strings and key.partition(".")[0] not in computed}
    assert idle == set()


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine() -> None:
    places = re.compile(r"(pypi\.org|pythonhosted\.org|registry\.npmjs|/root/|/home/\w+/|/tmp/\w)")
    guilty = [
        path.relative_to(ROOT).as_posix()
        for path in committed()
        if path.suffix not in {".png"}
        and path != Path(__file__)
        and places.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert guilty == []


def test_the_documents_name_files_that_exist() -> None:
    named = re.compile(r"`((?:policies|governance|workflows|web|tests|docs|bench|tools)/[\w./-]*\w)`")
    missing = [
        f"{document.relative_to(ROOT)}: {name}"
        for document in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
        for name in named.findall(document.read_text(encoding="utf-8"))
        if not (ROOT / name).exists()
    ]
    assert missing == []


def test_the_locks_hold_every_dependency_with_hashes_and_no_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "requirements.lock": [*project["dependencies"], *extras["build"]],
        "requirements-dev.lock": [*project["dependencies"], *extras["build"], *extras["dev"]],
    }
    for lock, names in wanted.items():
        text = (ROOT / lock).read_text(encoding="utf-8")
        pinned = {name.lower() for name in re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)}
        bare = {re.split(r"[\[<>=~,;]", name)[0].lower().replace("ruamel.", "ruamel-") for name in names}
        assert bare - pinned == set()
        assert "://" not in text
        assert "--index-url" not in text
        assert text.count("==") <= text.count("--hash=sha256:")
