"""What a form sent is read with care; what was typed is kept; sent twice, it has one effect."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from litestar import Request

from governance.clock import SimulatedClock
from governance.database import Database
from governance.tables.identity import IdempotencyKey
from policies.refusal import BadField, Invalid, Refused
from policies.text import Text
from web.forms import Form
from web.idempotency import forget, once
from web.identity.visitor import Visitor


def _asked(path: str = "/x", person: str | None = None) -> Request[Any, Any, Any]:
    scope: Any = {"type": "http", "path": path, "headers": [], "state": {"visitor": Visitor(person=person)}}
    return Request(scope)


def test_a_text_comes_without_blanks_around_it_and_with_plain_line_ends() -> None:
    assert Form({"aim": "  a\r\nb \x00 "}).text("aim") == "a\nb"


@pytest.mark.parametrize(
    ("read", "typed", "expected"),
    [
        (lambda form: form.text("f", required=False), "", ""),
        (lambda form: form.choice("f", ["for", "against"]), "for", "for"),
        (lambda form: form.day("f"), "2026-11-23", date(2026, 11, 23)),
        (lambda form: form.day("f", required=False), "", None),
        (lambda form: form.whole("f"), "1 234", 1234),
        (lambda form: form.whole("f"), "1\u202f234", 1234),
        (lambda form: form.whole("f"), "-3", -3),
        (lambda form: form.amount("f"), "1 234,50", Decimal("1234.50")),
        (lambda form: form.amount("f"), "12", Decimal("12.00")),
        (lambda form: form.amount("f", required=False), "", None),
        (lambda form: form.choices("f", ["a", "b"]), ["a", "b"], ["a", "b"]),
        (lambda form: form.checked("f"), "yes", True),
        (lambda form: form.checked("f"), "", False),
    ],
)
def test_what_is_well_typed_is_read(read: Callable[[Form], object], typed: object, expected: object) -> None:
    form = Form({"f": typed})
    assert read(form) == expected
    form.check()


@pytest.mark.parametrize(
    ("read", "typed", "words"),
    [
        (lambda form: form.text("f"), "  ", "à remplir"),
        (lambda form: form.text("f", most=3), "abcd", "3 caractères"),
        (lambda form: form.choice("f", ["for"]), "maybe", "« maybe »"),
        (lambda form: form.choices("f", ["a"]), ["a", "z"], "« z »"),
        (lambda form: form.choices("f", ["a"]), [], "à remplir"),
        (lambda form: form.day("f"), "2026-02-30", "n’existe pas"),
        (lambda form: form.day("f"), "23/11/2026", "n’existe pas"),
        (lambda form: form.whole("f"), "1,5", "entier"),
        (lambda form: form.whole("f"), "٣", "entier"),
        (lambda form: form.amount("f"), "1.234", "deux décimales"),
        (lambda form: form.amount("f"), "1e3", "deux décimales"),
        (lambda form: form.amount("f"), "NaN", "deux décimales"),
        (lambda form: form.amount("f"), "Infinity", "deux décimales"),
        (lambda form: form.amount("f"), "beaucoup", "deux décimales"),
        (lambda form: form.amount("f"), "9" * 39, "deux décimales"),
    ],
)
def test_what_cannot_be_taken_is_complained_about(
    read: Callable[[Form], object], typed: object, words: str
) -> None:
    form = Form({"f": typed})
    read(form)
    error = form.error("f")
    assert error
    assert words in error.fr
    with pytest.raises(Invalid):
        form.check()


def test_complaints_of_a_command_join_those_of_the_form() -> None:
    form = Form({"a": "", "b": "x"})
    form.text("a")
    bad = BadField("b", Text(fr="non", en="no"))
    form.blame(Invalid((bad, *form.complaints.fields)))
    assert form.error("b") == bad.text
    assert list(form.errors) == ["a", "b"]  # in the order of the page
    assert len(form.complaints.fields) == 2


class TestOnce:
    """`once` on both databases."""

    def test_a_form_sent_twice_has_one_effect_and_the_same_answer(self, database: Database) -> None:
        done: list[str] = []

        def work() -> str:
            done.append("done")
            return f"/result/{len(done)}"

        form = Form({"key": "k1"})
        for _ in range(2):
            with database.transaction() as tx:
                assert once(tx, _asked(), form, work) == "/result/1"
        assert len(done) == 1

    def test_another_person_address_or_key_is_another_form(self, database: Database) -> None:
        results = iter("abcd")
        for path, person, key in (("/x", None, "k"), ("/y", None, "k"), ("/x", "p", "k"), ("/x", None, "k2")):
            expected = next(results)
            with database.transaction() as tx:
                found = once(tx, _asked(path, person), Form({"key": key}), lambda e=expected: e)
            assert found == expected

    def test_a_refused_form_may_be_sent_again(self, database: Database) -> None:
        def refuse() -> str:
            raise Refused("common.required")

        def first() -> None:
            with database.transaction() as tx:
                once(tx, _asked(), Form({"key": "k"}), refuse)

        with pytest.raises(Refused):
            first()
        with database.transaction() as tx:
            assert once(tx, _asked(), Form({"key": "k"}), lambda: "/done") == "/done"

    def test_two_sendings_at_the_same_moment_have_one_effect(self, database: Database) -> None:
        inside, go_on = threading.Event(), threading.Event()
        answers: list[str] = []

        def slow() -> str:
            inside.set()
            go_on.wait(10)
            return "/first"

        def send(work: Callable[[], str]) -> None:
            with database.transaction() as tx:
                answers.append(once(tx, _asked(), Form({"key": "k"}), work))

        first = threading.Thread(target=send, args=(slow,))
        first.start()
        assert inside.wait(10)
        second = threading.Thread(target=send, args=(lambda: "/second",))
        second.start()
        go_on.set()
        first.join()
        second.join()
        assert answers == ["/first", "/first"]

    def test_a_form_without_key_is_simply_done(self, database: Database) -> None:
        with database.transaction() as tx:
            assert once(tx, _asked(), Form(), lambda: "/a") == "/a"
            assert once(tx, _asked(), Form(), lambda: "/b") == "/b"
            assert tx.all(IdempotencyKey) == []

    def test_old_keys_are_forgotten(self, database: Database, clock: SimulatedClock) -> None:
        with database.transaction() as tx:
            once(tx, _asked(), Form({"key": "k"}), lambda: "/a")
        clock.forward(days=1)
        with database.transaction() as tx:
            assert forget(tx) == 0
        clock.forward(days=1, seconds=1)
        with database.transaction() as tx:
            assert forget(tx) == 1
