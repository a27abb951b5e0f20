"""Random queries and documents over a small vocabulary, so that they often meet."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from comms_desk.text.fold import fold, surface
from comms_desk.text.matching import MatchedDocument
from comms_desk.text.query import (
    And,
    In,
    InLanguage,
    Near,
    Not,
    Or,
    Since,
    TextField,
    Tree,
    Until,
    Words,
    all_of,
    any_of,
)

WRITTEN = ("Ville", "ville", "Montréal", "MONTRÉAL", "l’hôtel", "SIM", "sim", "C-18", "maire", "de")
"""As written in documents."""

_TOKENS = ("ville", "montreal", "l", "hotel", "sim", "c", "18", "maire", "de", "absent")
_EXACT = ("Ville", "ville", "Montréal", "SIM", "maire", "MONTRÉAL")
_FIRST_DAY = date(2026, 11, 20)


def documents(most_words: int = 60) -> st.SearchStrategy[MatchedDocument]:
    """Documents of up to *most_words* words."""
    words = st.lists(st.sampled_from(WRITTEN), max_size=most_words).map(" ".join)
    short = st.lists(st.sampled_from(WRITTEN), max_size=4).map(" ".join)
    moments = st.integers(0, 9 * 24).map(
        lambda hours: datetime(2026, 11, 18, tzinfo=UTC) + timedelta(hours=hours)
    )
    return st.builds(
        MatchedDocument,
        title=short,
        text=words,
        outlet=short,
        author=short,
        language=st.sampled_from(("fr", "en", "fr-CA", "")),
        moment=moments,
    )


def _exact(text: str, prefix: bool) -> Words:
    folded = fold(text)
    forms = (surface(text[a:b]) for a, b in zip(folded.starts, folded.ends, strict=True))
    return Words(folded.tokens, prefix, tuple(forms))


def terms() -> st.SearchStrategy[Tree]:
    """Words, phrases, beginnings, exact forms."""
    tokens = st.lists(st.sampled_from(_TOKENS), min_size=1, max_size=3).map(tuple)
    plain = st.builds(Words, tokens, st.just(False))
    beginnings = st.builds(
        lambda words, length: Words((*words[:-1], words[-1][:length]), True),
        tokens,
        st.integers(1, 4),
    )
    exact = st.builds(
        _exact,
        st.lists(st.sampled_from(_EXACT), min_size=1, max_size=2).map(" ".join),
        st.booleans(),
    )
    return plain | beginnings | exact


def _spanned() -> st.SearchStrategy[Tree]:
    return st.recursive(
        terms(),
        lambda inner: (
            st.builds(Near, inner, inner, st.integers(0, 6), st.booleans())
            | st.lists(inner, min_size=2, max_size=3).map(any_of)
        ),
        max_leaves=4,
    )


def _joined(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(inner, min_size=2, max_size=4)
    return several.map(all_of) | several.map(any_of) | inner.map(Not)


def trees() -> st.SearchStrategy[Tree]:
    """Any query."""
    text = st.recursive(_spanned(), _joined, max_leaves=6)
    fields = st.builds(In, st.sampled_from(TextField), text)
    about = (
        st.sampled_from(("fr", "en")).map(InLanguage)
        | st.integers(0, 7).map(lambda days: Since(_FIRST_DAY + timedelta(days=days)))
        | st.integers(0, 7).map(lambda days: Until(_FIRST_DAY + timedelta(days=days)))
    )
    return st.recursive(text | fields | about, _joined, max_leaves=8)


__all__ = ["WRITTEN", "And", "Or", "documents", "terms", "trees"]
