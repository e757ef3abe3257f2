"""The Merkle tree of the log (RFC 9162 §2.1): hashes, proofs, their checks, and the frontier it grows by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256(0x00 ‖ leaf)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """The roots of the perfect subtrees of a log of `size` leaves, left (largest) to right.

    One for each bit that is set in `size`; enough to append without the leaves. The constructor trusts
    its arguments, `from_bytes` does not.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> Frontier:
        """The frontier with one more leaf, given as its leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier with more leaves, given as their leaf hashes, in order."""
        size, hashes = self.size, list(self.hashes)
        for node in leaves:
            level = size
            while level & 1:  # a perfect subtree of this height is complete: join it with the new one
                node = node_hash(hashes.pop(), node)
                level >>= 1
            hashes.append(node)
            size += 1
        return Frontier(size, tuple(hashes))

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        *lefts, node = self.hashes
        for left in reversed(lefts):
            node = node_hash(left, node)
        return node

    def to_bytes(self) -> bytes:
        """The hashes end to end, 32 bytes each."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """The reverse of `to_bytes`. Raises ValueError where `data` cannot be that of `size` leaves."""
        if size < 0 or len(data) != HASH_SIZE * size.bit_count():
            raise ValueError(f"{len(data)} bytes are not the frontier of {size} leaves")
        return cls(size, tuple(data[i : i + HASH_SIZE] for i in range(0, len(data), HASH_SIZE)))


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root of the tree over `leaf_hashes`."""
    return Frontier().extend(leaf_hashes).root()


def inclusion_proof(index: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The audit path of the leaf at `index` (from 0), lowest node first. Raises IndexError."""
    if not 0 <= index < len(leaf_hashes):
        raise IndexError(f"no leaf {index} in a tree of {len(leaf_hashes)}")
    proof: list[bytes] = []
    first, size = 0, len(leaf_hashes)
    while size > 1:  # from the top: at each split the path takes the root of the other side
        split = _split(size)
        if index - first < split:
            proof.append(root(leaf_hashes[first + split : first + size]))
            size = split
        else:
            proof.append(root(leaf_hashes[first : first + split]))
            first, size = first + split, size - split
    return tuple(reversed(proof))


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that the leaf hash `leaf` is at `index` in the tree of `size` leaves with `root`.

    RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(sibling, node)
            at, last = _up_to_right_child(at, last)
        else:
            node = node_hash(node, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def consistency_proof(old: int, leaf_hashes: Sequence[bytes]) -> tuple[bytes, ...]:
    """The proof that the tree of the first `old` leaves is a beginning of the whole.

    Empty where `old` is 0 or the whole. Raises IndexError where `old` is beyond the tree.
    """
    if not 0 <= old <= len(leaf_hashes):
        raise IndexError(f"no older tree of {old} in a tree of {len(leaf_hashes)}")
    if old == 0:
        return ()
    proof: list[bytes] = []
    first, size, whole = 0, len(leaf_hashes), True
    while old - first != size:
        split = _split(size)
        if old - first <= split:
            proof.append(root(leaf_hashes[first + split : first + size]))
            size = split
        else:
            proof.append(root(leaf_hashes[first : first + split]))
            first, size, whole = first + split, size - split, False
    if not whole:  # the old tree is no subtree of the new one: its last perfect part is given too
        proof.append(root(leaf_hashes[first : first + size]))
    return tuple(reversed(proof))


def check_consistency(old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `size` leaves with `root` begins with the older tree.

    RFC 9162 §2.1.4.2; the empty tree is the beginning of every tree, with an empty proof.
    """
    if not 0 <= old_size <= size:
        return False
    if old_size == size:
        return not proof and old_root == root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    path = list(proof)
    if old_size & (old_size - 1) == 0:  # a perfect old tree is itself the first node of the path
        path.insert(0, old_root)
    return bool(path) and _climb(old_size, size, path) == (old_root, root)


def _climb(old_size: int, size: int, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The old and the new root that `path` leads to; None where it has the wrong length."""
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = path[0]
    for node in path[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(node, old), node_hash(node, new)
            at, last = _up_to_right_child(at, last)
        else:
            new = node_hash(new, node)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _up_to_right_child(at: int, last: int) -> tuple[int, int]:
    """Climb past the levels where the node is the last one and has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def _split(size: int) -> int:
    """The largest power of two below `size` (at least 2): the size of the left subtree."""
    return 1 << (size - 1).bit_length() - 1
