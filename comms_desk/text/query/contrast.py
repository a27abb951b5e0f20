"""Where two queries may differ: what an index is asked, so that little has to be looked at.

A query is asked of a document without its ignored phrases, and an index knows the words with
them: so whatever says that a word does *not* stand there is left out where a phrase that is
ignored does.  What is given here may be true of too much, never of too little.
"""

from collections.abc import Iterable, Sequence

from comms_desk.text.query.tree import And, In, Meant, Not, Or, Tree, Words, all_of, any_of, walk

MOST_COMPARED = 200_000
"""So many pairs of parts are compared in a quarter of a second."""

type Asked = tuple[Tree, tuple[Words, ...]]
"""A query and the phrases that it ignores, understood."""


def contrast(old: Asked, new: Asked) -> Tree | None:
    """Return what is true of each document, ignored phrases and all, that only one answers.

    None: they say the same.
    """
    (old_tree, old_ignored), (new_tree, new_ignored) = old, new
    apart = [each for each in (but_not(new_tree, old_tree), but_not(old_tree, new_tree)) if each]
    alike = [phrase for phrase in new_ignored if phrase in old_ignored]
    other = {*old_ignored} ^ {*new_ignored}
    there = [*apart, *_holding(alike, apart)]
    there += _holding(sorted(other, key=repr), dict.fromkeys((old_tree, new_tree)))
    return any_of(there) if there else None


def sought(asked: Asked) -> Tree:
    """Return what is true of each document, ignored phrases and all, that answers *asked*."""
    tree, ignored = asked
    if positive(tree) == tree:
        return tree
    return any_of([tree, *_holding(ignored, [tree])])


def but_not(wanted: Tree, unwanted: Tree) -> Tree | None:
    """Return what is true where *wanted* is and *unwanted* is not; None: that is nowhere.

    What follows from the other side is left out of each, so that little else is asked; of
    queries too long for that, only the alternatives that both have.
    """
    if isinstance(wanted, Or) and isinstance(unwanted, Or):
        shared = {*unwanted.parts}
        left = [part for part in wanted.parts if part not in shared]
        if not left:
            return None
        wanted = any_of(left)
    if _size(wanted) * _size(unwanted) > MOST_COMPARED:
        return all_of([wanted, Not(unwanted)])
    plainly = _Plainly()
    if plainly.follows(unwanted, wanted):
        return None
    rest = plainly.given(unwanted, wanted)
    kept = plainly.pruned(wanted, rest)
    if kept is None or kept != wanted:
        return None if kept is None else but_not(kept, rest)
    return all_of([kept, rest.part if isinstance(rest, Not) else Not(rest)])


def _size(tree: Tree) -> int:
    return sum(1 for _ in walk(tree))


class _Plainly:
    """What follows from what, as the parts of two queries show; each pair is compared once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}
        """By the ids of trees, all of which are held by whoever asks."""

    def follows(self, tree: Tree, other: Tree) -> bool:
        """Say whether *tree* is plainly true wherever *other* is."""
        pair = id(tree), id(other)
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = tree == other or self._does_follow(tree, other)
        return known

    def pruned(self, tree: Tree, met: Tree) -> Tree | None:
        """*tree* without the alternatives of which *met* follows; None where none is left."""
        if self.follows(met, tree):
            return None
        match tree:
            case Or(parts):
                return any_of(part for part in parts if not self.follows(met, part))
            case And(parts):
                pruned = [self.pruned(part, met) for part in parts]
                return all_of(part for part in pruned if part is not None)
        return tree

    def given(self, tree: Tree, known: Tree) -> Tree:
        """*tree* without what must be so wherever *known* is; that is not all of it."""
        match tree:
            case Or(parts):
                return any_of([self.given(part, known) for part in parts])
            case And(parts):
                return all_of([part for part in parts if not self.follows(part, known)])
        return tree

    def _does_follow(self, tree: Tree, other: Tree) -> bool:
        match other, tree:
            case Or(parts), _:
                return all(self.follows(tree, part) for part in parts)
            case _, And(parts):
                return all(self.follows(part, other) for part in parts)
            case Not(part), Not(of):
                return self.follows(part, of)
            case And(mine), _ if any(self.follows(tree, part) for part in mine):
                return True
            case _, Or(parts):
                return any(self.follows(part, other) for part in parts)
        return False


def positive(tree: Tree) -> Tree | None:
    """Return *tree* without what must not be so; None where nothing is left: anything may be."""
    match tree:
        case Not():
            return None
        case And(parts):
            kept = [part for each in parts if (part := positive(each)) is not None]
            return all_of(kept) if kept else None
        case Or(parts):
            each_of = [positive(part) for part in parts]
            kept = [part for part in each_of if part is not None]
            return any_of(kept) if len(kept) == len(each_of) else None
        case In(field, part):
            inner = positive(part)
            return None if inner is None else In(field, inner)
        case Meant(part):
            inner = positive(part)
            return tree if inner == part else inner
        case _:
            return tree


def _holding(phrases: Sequence[Words], trees: Iterable[Tree]) -> list[Tree]:
    """What is true of documents that hold one of *phrases* and may answer one of *trees*."""
    if not phrases:
        return []
    held = any_of(phrases)
    kept = [positive(tree) for tree in trees]
    return [held if each is None else all_of([held, each]) for each in kept]
