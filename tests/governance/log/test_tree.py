"""The tree against the vectors of Certificate Transparency and against the recursion of RFC 9162's text."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.log import tree

LEAVES = [
    bytes.fromhex(text)
    for text in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LARGEST = 64
HASHES = [tree.leaf_hash(str(number).encode()) for number in range(LARGEST)]
PREFIX_ROOTS = [tree.root(HASHES[:size]) for size in range(LARGEST + 1)]


def split(size: int) -> int:
    """The RFC's k: the largest power of two smaller than n."""
    k = 1
    while k * 2 < size:
        k *= 2
    return k


def slow_root(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) of RFC 9162 §2.1.1, on the leaves themselves."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def slow_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 9162 §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*slow_path(m, leaves[:k]), slow_root(leaves[k:])]
    return [*slow_path(m - k, leaves[k:]), slow_root(leaves[:k])]


def slow_subproof(m: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 9162 §2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [slow_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*slow_subproof(m, leaves[:k], whole), slow_root(leaves[k:])]
    return [*slow_subproof(m - k, leaves[k:], False), slow_root(leaves[:k])]


def altered(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """Proofs that are wrong: a bit flipped in each place, one hash less, one more, and two exchanged."""
    wrong = [(*proof[:i], flipped(node), *proof[i + 1 :]) for i, node in enumerate(proof)]
    wrong += [(*proof, tree.EMPTY_ROOT), (tree.EMPTY_ROOT, *proof)]
    if proof:
        wrong += [proof[1:], proof[:-1]]
    if len(proof) > 1:
        wrong.append((proof[1], proof[0], *proof[2:]))
    return wrong


def flipped(node: bytes) -> bytes:
    return node[:-1] + bytes([node[-1] ^ 1])


class TestRoots:
    @pytest.mark.parametrize("size", range(9))
    def test_the_roots_of_certificate_transparency_come_out(self, size: int) -> None:
        leaves = LEAVES[:size]
        assert tree.root([tree.leaf_hash(leaf) for leaf in leaves]).hex() == ROOTS[size]
        assert slow_root(leaves).hex() == ROOTS[size]

    def test_the_empty_tree_has_the_hash_of_nothing(self) -> None:
        assert tree.EMPTY_ROOT.hex() == ROOTS[0]
        assert tree.Frontier().root() == tree.EMPTY_ROOT

    def test_a_leaf_cannot_pass_for_a_node(self) -> None:
        left, right = HASHES[:2]
        assert tree.leaf_hash(left + right) != tree.node_hash(left, right)

    @given(st.lists(st.binary(max_size=8), max_size=150))
    def test_every_root_is_the_one_of_the_recursion(self, leaves: list[bytes]) -> None:
        assert tree.root([tree.leaf_hash(leaf) for leaf in leaves]) == slow_root(leaves)


class TestFrontier:
    @given(st.lists(st.binary(max_size=4), max_size=80), st.integers(0, 80))
    def test_appending_one_by_one_extending_and_reading_back_agree(
        self, leaves: list[bytes], cut: int
    ) -> None:
        hashes = [tree.leaf_hash(leaf) for leaf in leaves]
        one_by_one = tree.Frontier()
        for node in hashes:
            one_by_one = one_by_one.append(node)
        first = tree.Frontier().extend(hashes[:cut])
        stored = tree.Frontier.from_bytes(first.size, first.to_bytes())
        assert stored == first
        assert stored.extend(hashes[cut:]) == one_by_one
        assert one_by_one.size == len(leaves)
        assert one_by_one.root() == slow_root(leaves)

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 21, 64])
    def test_it_holds_the_roots_of_the_perfect_subtrees_from_left_to_right(self, size: int) -> None:
        parts, first = [], 0
        for bit in reversed(range(7)):
            if size >> bit & 1:
                parts.append(tree.root(HASHES[first : first + (1 << bit)]))
                first += 1 << bit
        assert tree.Frontier().extend(HASHES[:size]).hashes == tuple(parts)

    def test_appending_leaves_the_older_one_as_it_was(self) -> None:
        old = tree.Frontier().extend(HASHES[:3])
        old.append(HASHES[3])
        assert (old.size, old.root()) == (3, PREFIX_ROOTS[3])

    @pytest.mark.parametrize(("size", "length"), [(3, 32), (3, 63), (4, 64), (0, 32), (-1, 32)])
    def test_bytes_that_do_not_fit_the_size_are_refused(self, size: int, length: int) -> None:
        with pytest.raises(ValueError, match="are not the frontier"):
            tree.Frontier.from_bytes(size, bytes(length))


class TestInclusion:
    def test_a_path_of_certificate_transparency_comes_out(self) -> None:
        proof = tree.inclusion_proof(0, [tree.leaf_hash(leaf) for leaf in LEAVES])
        assert [node.hex() for node in proof] == [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]

    @pytest.mark.parametrize("size", range(1, LARGEST + 1))
    def test_every_leaf_of_every_tree_is_proved_and_no_altered_proof_passes(self, size: int) -> None:
        root = PREFIX_ROOTS[size]
        for index in range(size):
            proof = tree.inclusion_proof(index, HASHES[:size])
            assert tree.check_inclusion(HASHES[index], index, size, proof, root)
            assert not tree.check_inclusion(flipped(HASHES[index]), index, size, proof, root)
            assert not tree.check_inclusion(HASHES[index], index, size, proof, flipped(root))
            assert not any(
                tree.check_inclusion(HASHES[index], index, size, wrong, root) for wrong in altered(proof)
            )
            others = {index - 1, index + 1, index ^ 2, size - 1 - index} - {index}
            assert not any(tree.check_inclusion(HASHES[index], at, size, proof, root) for at in others)

    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13, 31])
    def test_paths_are_those_of_the_recursion(self, size: int) -> None:
        leaves = [str(number).encode() for number in range(size)]
        for index in range(size):
            assert list(tree.inclusion_proof(index, HASHES[:size])) == slow_path(index, leaves)

    @pytest.mark.parametrize("index", [-1, 4])
    def test_a_leaf_outside_the_tree_has_no_proof(self, index: int) -> None:
        with pytest.raises(IndexError, match="no leaf"):
            tree.inclusion_proof(index, HASHES[:4])
        assert not tree.check_inclusion(HASHES[0], index, 4, (), PREFIX_ROOTS[4])


class TestConsistency:
    def test_a_proof_of_certificate_transparency_comes_out(self) -> None:
        proof = tree.consistency_proof(6, [tree.leaf_hash(leaf) for leaf in LEAVES])
        assert [node.hex() for node in proof] == [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]

    @pytest.mark.parametrize("size", range(1, LARGEST + 1))
    def test_every_tree_is_consistent_with_its_beginnings_and_no_altered_proof_passes(
        self, size: int
    ) -> None:
        root = PREFIX_ROOTS[size]
        for old in range(size + 1):
            old_root = PREFIX_ROOTS[old]
            proof = tree.consistency_proof(old, HASHES[:size])
            assert tree.check_consistency(old, old_root, size, root, proof)
            assert not tree.check_consistency(old, flipped(old_root), size, root, proof)
            assert not tree.check_consistency(old, old_root, size, flipped(root), proof) or old == 0
            assert not any(
                tree.check_consistency(old, old_root, size, root, wrong) for wrong in altered(proof)
            )

    @pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8, 13, 31])
    def test_proofs_are_those_of_the_recursion(self, size: int) -> None:
        leaves = [str(number).encode() for number in range(size)]
        for old in range(1, size + 1):
            assert list(tree.consistency_proof(old, HASHES[:size])) == slow_subproof(old, leaves, True)

    @pytest.mark.parametrize("old", range(1, 33))
    def test_a_tree_in_which_a_leaf_was_changed_is_not_consistent(self, old: int) -> None:
        forged = [flipped(HASHES[0]), *HASHES[1:33]]
        proof = tree.consistency_proof(old, forged)
        assert not tree.check_consistency(old, PREFIX_ROOTS[old], 33, tree.root(forged), proof)

    @pytest.mark.parametrize("old", [-1, 5])
    def test_an_older_tree_that_is_larger_has_no_proof(self, old: int) -> None:
        with pytest.raises(IndexError, match="no older tree"):
            tree.consistency_proof(old, HASHES[:4])
        assert not tree.check_consistency(old, PREFIX_ROOTS[4], 4, PREFIX_ROOTS[4], ())
