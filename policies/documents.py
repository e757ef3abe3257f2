"""Reading YAML into models, so that each error names its file, line, column and field."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

M = TypeVar("M", bound=BaseModel)

DEEPEST = 200  # no document of ours comes near; a deeper one would exhaust the stack

# Where pydantic would name our classes, or Python's.
_IN_PLAIN_WORDS = {
    "model_type": "keys with their values are needed here",
    "dict_type": "keys with their values are needed here",
    "tuple_type": "a list is needed here",
}


class Entry(BaseModel):
    """Base of every model read from YAML: frozen, strict, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


@dataclass(frozen=True)
class Finding:
    """One thing wrong in a document. `line` and `column` start at 1; 0 where there is no place."""

    file: str
    line: int
    column: int
    field: str
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.field}: {self.text}" if self.field else f"{place}: {self.text}"


class BadDocument(Exception):
    """A document that does not load; `findings` says all that is wrong with it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


@dataclass(frozen=True)
class Document:
    """A YAML text, its plain value, and where each of its fields stands."""

    file: str
    value: Any
    tree: Any

    def place(self, path: Iterable[str | int]) -> tuple[int, int]:
        """Line and column (from 1) of the deepest part of `path` that the text holds."""
        node, line, column = self.tree, 1, 1
        for step in path:
            if isinstance(node, CommentedMap) and step in node:
                row, col = node.lc.key(step)
            elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
                row, col = node.lc.item(step)
            else:
                break
            line, column, node = row + 1, col + 1, node[step]
        return line, column

    def finding(self, path: Iterable[str | int], text: str) -> Finding:
        steps = tuple(path)
        line, column = self.place(steps)
        return Finding(self.file, line, column, ".".join(str(step) for step in steps), text)


class _Constructor(RoundTripConstructor):
    """Says where a scalar stands that cannot be read: a number too long, a day that does not exist."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
        except ValueError:
            text = "this is no number or day that can be read"
            raise ConstructorError(problem=text, problem_mark=node.start_mark) from None
        if isinstance(value, str) and not _is_text(value):
            raise ConstructorError(problem="half a character is no text", problem_mark=node.start_mark)
        return value


def _is_text(value: str) -> bool:
    """YAML's escapes can write a lone surrogate, which nothing can print or store."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def parse(text: str, file: str) -> Document:
    """Parse YAML 1.2 (so `no` is a word). Raises BadDocument for text that is not YAML."""
    yaml = YAML(typ="rt")
    yaml.version = (1, 2)
    yaml.Constructor = _Constructor
    try:
        tree = yaml.load(text)
        return Document(file, _plain(tree), tree)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise BadDocument([Finding(file, line, column, "", str(error.problem))]) from None
    except YAMLError as error:
        raise BadDocument([Finding(file, 0, 0, "", str(error).splitlines()[0])]) from None
    except RecursionError:
        raise BadDocument([Finding(file, 0, 0, "", "it is nested too deeply")]) from None


def read(path: Path, name: str | None = None) -> Document:
    """Read a YAML file. Raises BadDocument where it is missing, unreadable or not YAML."""
    try:
        return parse(path.read_text(encoding="utf-8"), name or str(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the text is not UTF-8"
        raise BadDocument([Finding(name or str(path), 0, 0, "", str(reason))]) from None


def validate(document: Document, model: type[M], at: tuple[str | int, ...] = ()) -> M:
    """The document (or its part at `at`) as `model`. Raises BadDocument with every finding."""
    value = document.value
    for step in at:
        value = value[step]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise BadDocument(_findings(document, model, at, error)) from None


def load(path: Path, model: type[M]) -> M:
    return validate(read(path), model)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word that is spelled most like `word`, if any is close."""
    close = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return close[0] if close else None


def _findings(
    document: Document, model: type[BaseModel], at: tuple[str | int, ...], error: ValidationError
) -> list[Finding]:
    found = []
    for problem in error.errors(include_url=False):
        deeper = problem.get("ctx", {}).get("at", ())  # a check of the whole may point inside it
        path = (*at, *_steps(document.value, at, problem["loc"]), *deeper)
        text = _IN_PLAIN_WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
        words: list[str] = []
        if problem["type"] == "extra_forbidden":
            text, words = "unknown key", _keys(model, problem["loc"][:-1])
        elif problem["type"] == "literal_error":
            words = re.findall("'([^']+)'", problem["ctx"]["expected"])
        unknown = path[-1] if problem["type"] == "extra_forbidden" else problem["input"]
        guess = nearest(str(unknown), words)
        found.append(document.finding(path, f"{text}; did you mean '{guess}'?" if guess else text))
    return found


def _keys(model: type[BaseModel], loc: tuple[str | int, ...]) -> list[str]:
    """The keys that may stand at `loc`, which is a place in `model`."""
    for step in loc:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if step in fields:
            model = _model_in(fields[str(step)].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that `annotation` is, or holds: `X | None`, `tuple[X, ...]`, `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _steps(value: Any, at: tuple[str | int, ...], loc: tuple[str | int, ...]) -> list[str | int]:
    """The part of pydantic's location that is in the document (it adds names of union members)."""
    for step in at:
        value = value[step]
    steps: list[str | int] = []
    for position, step in enumerate(loc):
        if _has(value, step):
            value = value[step]
        elif position < len(loc) - 1:
            continue
        steps.append(step)
    return steps


def _has(value: Any, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and step < len(value)
    return isinstance(value, Mapping) and step in value


def _plain(node: Any, depth: int = 0) -> Any:
    """Plain dictionaries, lists and scalars: what models and CEL expect. Raises RecursionError."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(node, Mapping):
        return {key: _plain(item, depth + 1) for key, item in node.items()}
    if isinstance(node, list):
        return [_plain(item, depth + 1) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node
