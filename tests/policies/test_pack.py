"""A pack loads whole or not at all, and every error has its file, line, field and nearest word."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from policies.documents import BadDocument
from policies.pack import Pack, load_pack, loading, shipped
from policies.pack.loading import PACKS
from policies.pack.model import digest
from policies.source import Source
from policies.text import Text


@pytest.fixture(autouse=True)
def _unchanged_files_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "parse", PARSED)


PARSED = lru_cache(maxsize=256)(loading.parse)
FOLDER = PACKS / "fr-action-sociale" / "2026.1"


def files() -> dict[str, str]:
    return dict(shipped().files)


def refused(changed: Mapping[str, str]) -> list[str]:
    with pytest.raises(BadDocument) as bad:
        Pack.from_files(changed)
    return [str(finding) for finding in bad.value.findings]


def with_change(file: str, old: str, new: str) -> dict[str, str]:
    changed = files()
    assert old in changed[file], f"{old!r} is not in {file}"
    changed[file] = changed[file].replace(old, new, 1)
    return changed


class TestLoading:
    def test_a_pack_is_the_same_from_its_folder_and_from_its_texts(self) -> None:
        pack = load_pack(FOLDER)
        again = Pack.from_files(pack.files)
        assert again == pack
        assert again.digest == pack.digest == shipped().digest

    def test_the_shipped_one_is_loaded_once(self) -> None:
        assert shipped() is shipped()

    def test_the_digest_is_of_the_canonical_json(self) -> None:
        assert shipped().digest == hashlib.sha256(rfc8785.dumps(files())).hexdigest()

    @given(
        st.dictionaries(
            st.text(st.characters(max_codepoint=127)), st.text(st.characters(exclude_categories=["Cs"]))
        )
    )
    def test_the_digest_is_canonical_for_any_texts(self, texts: dict[str, str]) -> None:
        assert digest(texts) == hashlib.sha256(rfc8785.dumps(texts)).hexdigest()

    def test_one_character_more_is_another_pack(self) -> None:
        changed = with_change("pack.yaml", "name: fr-action-sociale", "name: fr-action-sociale ")
        assert Pack.from_files(changed).digest != shipped().digest

    def test_a_folder_without_a_pack_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(BadDocument, match="there is no pack in this folder"):
            load_pack(tmp_path)

    def test_a_pack_that_is_not_shipped_says_so(self) -> None:
        with pytest.raises(BadDocument, match=r"1999\.1"):
            shipped(version="1999.1")

    def test_a_file_that_is_not_text_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "pack.yaml").write_bytes(b"name: \xff\n")
        with pytest.raises(BadDocument, match=r"pack\.yaml: this file cannot be read as UTF-8 text"):
            load_pack(tmp_path)

    def test_findings_of_a_folder_name_its_files(self, tmp_path: Path) -> None:
        for name, text in with_change("pack.yaml", "territory: FR", "teritory: FR").items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with pytest.raises(BadDocument) as bad:
            load_pack(tmp_path)
        assert bad.value.findings[0].file == f"{tmp_path.as_posix()}/pack.yaml"


class TestWhatDoesNotLoad:
    def test_a_missing_file_and_a_strange_one_are_both_said(self) -> None:
        changed = files()
        changed["requirments.yaml"] = changed.pop("requirements.yaml")
        assert refused(changed) == [
            "requirments.yaml: a pack has no such file; did you mean 'requirements.yaml'?",
            "requirements.yaml: this file is missing",
        ]

    def test_a_stray_file_without_a_near_name_is_said_plainly(self) -> None:
        assert refused({**files(), "zz.yml": ""}) == ["zz.yml: a pack has no such file"]

    def test_errors_of_several_files_are_said_together(self) -> None:
        changed = with_change("pack.yaml", "concerned: true", "concernd: true")
        changed["review.yaml"] = changed["review.yaml"].replace("conditional: true", "conditional: maybe")
        changed["lifecycle.yaml"] = changed["lifecycle.yaml"].replace("to: suspended", "to: suspnded")
        found = "\n".join(refused(changed))
        assert re.search(r"^pack\.yaml:\d+:\d+: .*unknown key; did you mean 'concerned'\?", found, re.M)
        assert re.search(
            r"^review\.yaml:\d+:\d+: opinions\.favourable_with_conditions\.conditional", found, re.M
        )
        assert re.search(r"^lifecycle\.yaml:\d+:\d+: .*unknown state 'suspnded'", found, re.M)

    def test_a_text_in_one_language_only_does_not_load(self) -> None:
        changed = with_change(
            "pack.yaml", "text: {fr: Entreprises, en: Companies}", "text: {fr: Entreprises}"
        )
        assert any("colleges.companies.text.en" in line for line in refused(changed))

    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            (
                "pack.yaml",
                "    concerned: true\n",
                "",
                "exactly one college has 'concerned: true'; here: none",
            ),
            (
                "pack.yaml",
                "    who: {fr: le secr",
                "    creates: true\n    who: {fr: le secr",
                "here: facilitator, secretary",
            ),
            (
                "pack.yaml",
                "kinds: [public]",
                "kinds: [publik]",
                "unknown kind 'publik'; did you mean 'public'?",
            ),
            (
                "lifecycle.yaml",
                "rule: clearance",
                "rule: clearence",
                "unknown rule 'clearence'; did you mean 'clearance'?",
            ),
            (
                "lifecycle.yaml",
                "role: reviewer",
                "role: revewer",
                "unknown role 'revewer'; did you mean 'reviewer'?",
            ),
            (
                "lifecycle.yaml",
                "prompt: give-opinion",
                "prompt: zzz",
                "states.ethical_review.waits_for.prompt: unknown prompt 'zzz'",
            ),
            ("lifecycle.yaml", "by: facilitator", "by: facilitater", "unknown role 'facilitater'"),
            (
                "lifecycle.yaml",
                "need-described]",
                "need-describd]",
                "unknown requirement 'need-describd'; did you mean 'need-described'?",
            ),
            (
                "requirements.yaml",
                "on: [open_consultation]",
                "on: [open_consult]",
                "did you mean 'open_consultation'?",
            ),
            ("requirements.yaml", "by: helper", "by: helpr", "unknown role 'helpr'; did you mean 'helper'?"),
            (
                "requirements.yaml",
                "id: partners-named",
                "id: dossier-complete",
                "there twice: dossier-complete",
            ),
            (
                "prompts.yaml",
                "states: [active]",
                "states: [activ]",
                "unknown state 'activ'; did you mean 'active'?",
            ),
            ("prompts.yaml", "{to: chair,", "{to: chaire,", "unknown role 'chaire'; did you mean 'chair'?"),
            ("prompts.yaml", "asked: reviewer", "asked: reviwer", "unknown role 'reviwer'"),
            (
                "prompts.yaml",
                "    within: {weeks: 3}\n",
                "",
                "a recurring prompt has every, states and within",
            ),
            ("dossier.yaml", "voice: beneficiaries", "voice: beneficiary", "unknown college 'beneficiary'"),
            (
                "consultation.yaml",
                "opens_in: [evaluation]",
                "opens_in: [evaluate]",
                "unknown state 'evaluate'",
            ),
            ("review.yaml", "opens_in: [ethical_review]", "opens_in: [review]", "unknown state 'review'"),
            ("consultation.yaml", "minimum_days: 14", "minimum_days: 0", "settings.minimum_days"),
            ("evaluation.yaml", "transition: close", "transition: closed", "unknown transition 'closed'"),
            ("access.yaml", "roles: [evaluator]", "roles: [evaluater]", "unknown role 'evaluater'"),
            ("access.yaml", "offices: [administrator]}", "offices: [admin]}", "unknown office 'admin'"),
            ("access.yaml", "states: [evaluation]", "states: [evaluating]", "unknown state 'evaluating'"),
            (
                "access.yaml",
                "ballot.cast:",
                "ballot.cats:",
                "unknown action 'ballot.cats'; did you mean 'ballot.cast'?",
            ),
            ("access.yaml", "ballot.cast:", "ballot.cats:", "nobody is named for 'ballot.cast'"),
            (
                "templates/digital.yaml",
                "form: digital",
                "form: digitl",
                "unknown form 'digitl'; did you mean 'digital'?",
            ),
            ("templates/digital.yaml", "kind: company", "kind: firm", "unknown kind 'firm'"),
            ("templates/digital.yaml", "college: public", "college: publics", "unknown college 'publics'"),
            (
                "templates/digital.yaml",
                "contributes: [skills]",
                "contributes: [skill]",
                "unknown contribution 'skill'",
            ),
            (
                "templates/digital.yaml",
                "  need:",
                "  needs:",
                "unknown section 'needs'; did you mean 'need'?",
            ),
            ("templates/digital.yaml", "nature: human", "nature: humane", "unknown nature 'humane'"),
            ("templates/digital.yaml", "type: result", "type: results", "unknown indicator type 'results'"),
            (
                "templates/digital.yaml",
                "responsible: startup",
                "responsible: start",
                "not one of the parties: start",
            ),
            ("rules.yaml", "beneficiaries: 3/10", "beneficiairies: 3/10", "unknown college 'beneficiairies'"),
        ],
    )
    def test_a_name_that_stands_for_nothing_is_said(self, file: str, old: str, new: str, said: str) -> None:
        found = [line for line in refused(with_change(file, old, new)) if said in line]
        assert found
        assert re.match(rf"{re.escape(file)}:\d+:\d+: ", found[0])

    def test_every_wrong_name_is_said_at_once(self) -> None:
        changed = with_change("lifecycle.yaml", "rule: clearance", "rule: zzz")
        changed["dossier.yaml"] = changed["dossier.yaml"].replace("voice: beneficiaries", "voice: yyy")
        found = refused(changed)
        assert any("unknown rule 'zzz'" in line for line in found)
        assert any("unknown college 'yyy'" in line for line in found)


class TestContradictions:
    def test_a_requirement_that_no_transition_asks_for_is_said(self) -> None:
        changed = with_change("lifecycle.yaml", "requires: [consultation-ready]\n", "requires: []\n")
        assert refused(changed) == [
            line
            for line in refused(changed)
            if "no transition 'open_consultation' requires 'consultation-ready' in lifecycle.yaml" in line
        ]

    def test_a_transition_that_asks_more_than_the_requirement_names_is_said(self) -> None:
        changed = with_change(
            "lifecycle.yaml",
            "requires: [consultation-ready]",
            "requires: [consultation-ready, joint-training]",
        )
        [line] = refused(changed)
        assert "'joint-training' does not name 'open_consultation' under 'on'" in line

    def test_a_transition_without_a_rule_needs_somebody_to_make_it(self) -> None:
        [line] = refused(with_change("lifecycle.yaml", "    by: facilitator\n", ""))
        assert "without a rule, 'by' names the role that makes it" in line

    def test_a_transition_has_words(self) -> None:
        [line] = refused(with_change("lifecycle.yaml", "    text: {fr: Suspendre, en: Suspend}\n", ""))
        assert "a transition has a text" in line

    def test_nothing_leaves_an_end(self) -> None:
        [line] = refused(
            with_change("lifecycle.yaml", "from: [active, suspended]", "from: [active, suspended, closed]")
        )
        assert line.endswith("from: 'closed' is an end")

    def test_a_lifecycle_that_breaks_the_charter_does_not_load(self) -> None:
        changed = with_change(
            "lifecycle.yaml",
            "    to: role_agreement\n    rule: clearance",
            "    to: active\n    rule: clearance",
        )
        found = refused(changed)
        assert all(line.startswith("lifecycle.yaml:") for line in found)
        assert any("transitions.5: passes-before: “Active” can be reached without" in line for line in found)

    def test_a_state_that_breaks_the_charter_is_said_at_the_state(self) -> None:
        changed = with_change(
            "lifecycle.yaml",
            "    waits_for: {role: reviewer, within: {weeks: 6}, prompt: give-opinion}\n",
            "",
        )
        found = refused(changed)
        assert any("states.ethical_review: never-stuck" in line for line in found)
        assert any("prompts.give-opinion: a prompt recurs, or belongs to a state" in line for line in found)

    def test_a_charter_of_its_own_may_not_be_weaker(self) -> None:
        changed = files()
        changed["lifecycle.yaml"] += (
            "charter: {passes_before: [{state: active, passes: [consultation, ethical_review]}]}\n"
        )
        [line] = refused(changed)
        assert "charter: charter-weakened" in line

    def test_the_one_asked_is_the_one_awaited(self) -> None:
        [line] = refused(with_change("prompts.yaml", "asked: evaluator", "asked: facilitator"))
        assert "the state that waits for it awaits 'evaluator'" in line

    def test_a_prompt_does_not_both_recur_and_wait(self) -> None:
        [line] = refused(
            with_change(
                "prompts.yaml",
                "    asked: evaluator\n",
                "    asked: evaluator\n    every: {days: 9}\n    states: [active]\n    within: {days: 1}\n",
            )
        )
        assert "not both, not neither" in line

    def test_a_rule_says_when_its_vote_closes(self) -> None:
        changed = files()
        changed["rules.yaml"] = re.sub(r"(?m)^ +closes: .*\n", "", changed["rules.yaml"])
        assert all("a rule says when its vote closes" in line for line in refused(changed))

    def test_a_vote_that_may_close_early_has_a_deadline_all_the_same(self) -> None:
        changed = files()
        changed["rules.yaml"] = re.sub(
            r"(?m)^( +closes: ).*\n", r"\1{early: when_certain}\n", changed["rules.yaml"]
        )
        assert all("a rule says when its vote closes" in line for line in refused(changed))


class TestExpressionsInTheirFile:
    """An error in an expression is placed in the file, not in the expression."""

    @pytest.mark.parametrize(
        ("written", "column"),
        [
            ("facts.seats.beneficiares >= 2", 23),
            ('"facts.seats.beneficiares >= 2"', 24),
            ("'facts.seats.beneficiares >= 2'", 24),
            ("|\n      facts.seats.beneficiares >= 2", 19),
            ("|\n      facts.partnership.recorded ||\n      facts.seats.beneficiares >= 2", 19),
        ],
    )
    def test_line_and_column_are_the_files_own(self, written: str, column: int) -> None:
        changed = with_change("requirements.yaml", "when: facts.seats.beneficiaries >= 2", f"when: {written}")
        line = (
            changed["requirements.yaml"][: changed["requirements.yaml"].index("beneficiares")].count("\n") + 1
        )
        assert refused(changed) == [
            f"requirements.yaml:{line}:{column}: requirements.0.when: "
            "unknown fact 'beneficiares' in 'facts.seats'; did you mean 'beneficiaries'?"
        ]

    def test_a_college_of_this_pack_is_a_fact_and_another_is_not(self) -> None:
        old = "when: facts.seats.beneficiaries >= 2"
        Pack.from_files(with_change("requirements.yaml", old, "when: facts.seats.public >= 2"))
        assert (
            "unknown fact 'states'"
            in refused(with_change("requirements.yaml", old, "when: facts.seats.states >= 2"))[0]
        )

    def test_an_opinion_that_nobody_can_give_is_refused(self) -> None:
        changed = with_change("requirements.yaml", '["favourable",', '["favorable",')
        assert "it is never 'favorable'; did you mean 'favourable'?" in refused(changed)[0]


class TestWhatItHolds:
    def test_code_asks_by_flag_and_never_by_name(self) -> None:
        pack = shipped()
        assert pack.concerned == "beneficiaries"
        assert pack.roles_with("votes") == ("member",)
        assert pack.roles_with("creates") == ("facilitator",)
        assert pack.offices_with("reads_log") == ("auditor",)

    def test_its_heading(self) -> None:
        pack = shipped()
        assert (pack.name, pack.version, pack.territory) == ("fr-action-sociale", "2026.1", "FR")
        assert (pack.time_zone, pack.valid_from.isoformat(), pack.held.unit) == (
            "Europe/Paris",
            "2026-01-01",
            "business_days",
        )
        assert pack.text.fr == "Action sociale en France"
        assert list(pack.tracks) == [pack.lifecycle.lifecycle]

    def test_the_five_forms_have_one_template_each(self) -> None:
        pack = shipped()
        assert sorted(template.form for template in pack.templates.values()) == sorted(pack.forms)

    def test_a_template_seats_those_concerned_and_measures_more_than_money(self) -> None:
        pack = shipped()
        for template in pack.templates.values():
            assert pack.concerned in {party.college for party in template.parties.values()}
            assert any(not pack.agreement.natures[i.nature].financial for i in template.indicators.values())
            assert any(pack.agreement.indicator_types[i.type].result for i in template.indicators.values())
            assert all(party.not_replaced for party in template.parties.values())

    def test_a_party_of_a_template_may_sit_where_it_is_put(self) -> None:
        pack = shipped()
        for template in pack.templates.values():
            for party in template.parties.values():
                assert party.kind in pack.colleges[party.college].kinds

    def test_one_list_is_closed_what_an_evaluation_may_recommend(self) -> None:
        leaving = {t.name for t in shipped().lifecycle.leaving("evaluation") if t.name != "abandon"}
        assert {r.transition for r in shipped().evaluation.recommendations.values()} == leaving

    def test_every_rule_that_is_there_is_used(self) -> None:
        pack = shipped()
        assert set(pack.rules) == {t.rule for t in pack.lifecycle.transitions if t.rule}


def texts(part: object, path: str = "pack") -> Iterator[tuple[str, Text]]:
    """Every text in a tree of models, with its path."""
    if isinstance(part, Text):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, Mapping):
        for key, item in part.items():
            yield from texts(item, f"{path}.{key}")
    elif isinstance(part, tuple | list):
        for key, item in enumerate(part):
            yield from texts(item, f"{path}.{key}")


def all_texts() -> list[tuple[str, Text]]:
    pack = shipped()
    parts = [
        pack.heading,
        pack.lifecycle,
        pack.requirements.by_id,
        pack.prompts,
        pack.dossier,
        pack.consultation,
    ]
    parts += [pack.review, pack.agreement, pack.evaluation, pack.access.actions, pack.templates]
    return [found for part in parts for found in texts(part)]


class TestTexts:
    def test_every_text_is_written_in_both_languages(self) -> None:
        found = all_texts()
        assert len(found) > 400
        assert [path for path, text in found if not text.fr.strip() or not text.en.strip()] == []

    def test_french_has_its_apostrophe_and_its_spaces(self) -> None:
        wrong = re.compile(r"'|\"|\w[?!;:](\s|$)|«\S|\S»")
        assert [(path, text.fr) for path, text in all_texts() if wrong.search(text.fr)] == []

    def test_english_has_its_apostrophe(self) -> None:
        assert [(path, text.en) for path, text in all_texts() if re.search("['\"]", text.en)] == []

    def test_nobody_is_called_a_beneficiary_a_user_or_a_case(self) -> None:
        words = re.compile(
            r"bénéficiaire|usager|public cible|prise en charge|\bassisté|beneficiar|\busers?\b", re.I
        )
        assert [(path, text) for path, text in all_texts() if words.search(text.fr + text.en)] == []


class TestSources:
    def test_a_source_may_be_a_line_of_the_article_a_text_or_both(self) -> None:
        assert Source(seed=108).shown.en == "article “Partenariats privés en action sociale”, line 108"
        assert Source(text="CRPA L131-1").shown.fr == "CRPA L131-1"
        both = "article « Partenariats privés en action sociale », ligne 108 ; CRPA L131-1"
        assert Source(seed=108, text="CRPA L131-1").shown.fr == both

    def test_a_source_that_says_nothing_does_not_load(self) -> None:
        changed = with_change("dossier.yaml", "source: {seed: 37}", "source: {}")
        assert any(
            "a source names a line of the article (seed) or a text" in line for line in refused(changed)
        )

    def test_a_source_may_be_a_plain_string(self) -> None:
        pack = Pack.from_files(with_change("dossier.yaml", "source: {seed: 37}", "source: Statuts, art. 2"))
        source = pack.dossier.sections["objectives"].source
        assert source is not None
        assert source.shown.en == "Statuts, art. 2"
