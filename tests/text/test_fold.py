"""What folding keeps, joins, splits and drops: the cases a press office meets."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.text import fold as folding
from comms_desk.text.fold import fold, surface, tokens

CASES = {
    # case, accents, ligatures
    "Montréal": "montreal",
    "MONTRÉAL": "montreal",
    "Montre\u0301al": "montreal",
    "Cœur de l'Île": "coeur de l ile",
    "ŒUVRE, Æsir, Straße, ﬁnance": "oeuvre aesir strasse finance",
    "Ｖｉｌｌｅ ²": "ville 2",
    "Łódź, Øresund": "lodz oresund",
    "Αθήνας": "αθηνασ",
    "МОНРЕАЛЬ": "монреаль",
    # what is not seen
    "Mont\u00adréal": "montreal",
    "Mont\u200bréal \ufeffici": "montreal ici",
    # dashes, hyphens and no-break spaces are breaks
    "Mercier–Hochelaga-Maisonneuve": "mercier hochelaga maisonneuve",
    "Côte\u2011des\u2010Neiges—NDG": "cote des neiges ndg",
    "14\u00a0h\u00a030": "14 h 30",
    "12\u202f500\u00a0$": "12 500",
    # apostrophes
    "l'hôtel de ville": "l hotel de ville",
    "L’hôtel d‘ici mʼa dit": "l hotel d ici m a dit",
    "jusqu’à, lorsqu'il, puisqu'on": "jusqu a lorsqu il puisqu on",
    "quoiqu'elle, qu’un": "quoiqu elle qu un",
    "n's'c't'j'": "n s c t j",
    "d'aujourd'hui": "d aujourdhui",
    "aujourd’hui": "aujourdhui",
    "prud'homme": "prudhomme",
    "presqu'île": "presquile",
    "c'qu'il": "c qu il",
    "‘l’hôtel’": "l hotel",
    "rock'n'roll": "rocknroll",
    "Montreal's mayor": "montreal mayor",
    "the mayors' plan": "the mayors plan",
    "'Montreal's'": "montreal",
    # names and numbers
    "N'Djamena": "n djamena",
    "O'Brien": "obrien",
    "O’Brien’s": "obrien",
    "B-204": "b 204",
    "C-18": "c 18",
    "311": "311",
    "4,5 M$": "4 5 m",
    "7,7\u00a0G$": "7 7 g",
    "S.A.A.Q.": "saaq",
    "l'A.R.T.M": "l artm",
    "J.-R. Tremblay": "j r tremblay",
    "U.S.": "us",
    "Fin. Début": "fin debut",
    "#PolMtl": "polmtl",
    "presse@montreal.ca": "presse montreal ca",
    "Ｓ．Ａ．Ａ．Ｑ．": "saaq",
    "à l’aube… l․h": "a l aube lh",
    "ŉ": "n",
    "snake_case": "snake case",
    "": "",
    " – … « » ' . ": "",
}

TYPED = st.text(
    st.one_of(
        st.sampled_from(
            list("abcdlnqsu éÉœŒæßçñ'’‘ʼ.-–—\u00a0\u00ad\u200b\u0301\u202f«»“”…0123456789")
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=60,
)

SIGNS_OF_THE_QUICK_WAY = [
    sign
    for sign in map(chr, range(0x20000))
    if not folding._BEYOND_ACCENTS.search(unicodedata.normalize("NFKD", sign))
]


@pytest.mark.parametrize(("text", "expected"), CASES.items(), ids=range(len(CASES)))
def test_a_text_folds_into_the_words_that_a_reader_would_look_for(text: str, expected: str) -> None:
    assert tokens(text) == expected.split()


def test_a_match_is_shown_in_the_text_as_it_was_written() -> None:
    text = "Le maire de l’Île\u2011Bizard et la S.A.A.Q. de Montre\u0301al’s"

    folded = fold(text)

    assert [text[start:end] for start, end in zip(folded.starts, folded.ends, strict=True)] == [
        "Le", "maire", "de", "l", "Île", "Bizard", "et", "la", "S.A.A.Q", "de", "Montre\u0301al",
    ]  # fmt: skip
    assert text[slice(*folded.span(3, 5))] == "l’Île\u2011Bizard"


@given(TYPED)
def test_the_quick_way_and_the_way_with_a_map_agree(text: str) -> None:
    assert list(fold(text).tokens) == tokens(text)


@given(st.text(SIGNS_OF_THE_QUICK_WAY, max_size=60))
def test_the_ascii_short_cut_and_the_table_agree(text: str) -> None:
    assert folding._flat(text) == text.translate(folding._TABLE)


@pytest.mark.parametrize("around", ["{}", "l{}h", "x.{}"])
def test_every_sign_folds_alike_by_either_way_and_to_itself(around: str) -> None:
    for sign in filter(str.isprintable, map(chr, range(0x20000))):
        text = around.replace("{}", sign)
        found = tokens(text)

        assert folding._flat(text) == text.translate(folding._TABLE), hex(ord(sign))
        assert tokens(" ".join(found)) == found, hex(ord(sign))


@given(TYPED)
def test_tokens_hold_letters_and_digits_only_and_fold_to_themselves(text: str) -> None:
    found = tokens(text)

    assert all(token.isalnum() for token in found)
    assert tokens(" ".join(found)) == found


@given(TYPED)
def test_places_in_the_original_are_in_order(text: str) -> None:
    folded = fold(text)

    places = [*zip(folded.starts, folded.ends, strict=True)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places), "only the halves of a sign such as ¼ share a place"


def test_the_surface_of_a_word_keeps_its_case_and_accents_only() -> None:
    assert surface("S.I.M.") == "SIM"
    assert surface("Montre\u0301al") == "Montréal"
    assert surface("O’Brien") == "OBrien"


@pytest.mark.parametrize("elided", ["l'", "qu’", "jusqu'l'a ", "l'l"])
def test_elisions_that_never_end_are_folded_quickly(elided: str) -> None:
    text = elided * (200_000 // len(elided))
    started = process_time()

    assert tokens(text) == list(fold(text).tokens)

    assert process_time() - started < 5


@given(TYPED, TYPED)
def test_a_space_ends_all_that_folding_looks_at(before: str, after: str) -> None:
    whole, alone = fold(f"{before} {after}"), fold(before)

    count = len(alone.tokens)
    assert whole.tokens == alone.tokens + fold(after).tokens
    assert (whole.starts[:count], whole.ends[:count]) == (alone.starts, alone.ends)
