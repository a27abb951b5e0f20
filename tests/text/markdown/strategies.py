"""Random texts of the subset, with what press officers and Word put in them."""

from hypothesis import strategies as st

from comms_desk.text.markdown import Block, BlockKind, Document, Run

SPECIAL = "\\`*_{}[]()<>#+-=.!|~&;:\"'/?@^$%"
FRENCH = "éÉœŒçàùîôÀ«»’–—…€°ᵉ"
SPACES = " \u00a0\u202f\u2009\u200b\u00ad"
OTHERS = "🎉👩🏽\u200d🚒e\u0301ﷺ漢\u0660²½©™☃"
WORDS = (
    "Montréal",
    "le 24\u00a0novembre 2026.\u00a0–\u00a0",
    "«\u00a0Nous agissons\u00a0»",
    "- 30 -",
    "1. ",
    "2026. Une année",
    "12\u00a0500",
    "14\u00a0h\u00a030",
    "&nbsp;",
    "&#160;",
    "&amp",
    "<b>gras</b>",
    "**",
    "__",
    "***",
    "![image](x)",
    "[lien](x)",
    "[ref]: x",
    "---",
    "===",
    "> ",
    "| a | b |",
    "~~~",
    "```",
    "    ",
    "snake_case_name",
    "R&D",
    "5 * 4 * 3",
    "https://montreal.ca/a_b_c",
    "a\\",
)

characters = st.one_of(
    st.sampled_from(SPECIAL + FRENCH + SPACES + OTHERS),
    st.sampled_from("abcXYZ019"),
    st.characters(codec="utf-8"),
)
texts = st.lists(
    st.one_of(characters, st.sampled_from(WORDS), st.just("\n"), st.just(" ")), max_size=8
).map("".join)
links = st.one_of(
    st.none(),
    st.none(),
    st.sampled_from(
        (
            "https://montreal.ca/arrondissements/verdun",
            "https://exemple.example/a_(b)_c?x=1&copy=2&amp;y=*z*#é",
            "mailto:presse@exemple.example",
            "tel:+15145550100",
            "https://exemple.example/[1]",
            "https://exemple.example/)",
        )
    ),
)
runs = st.builds(Run, texts, st.booleans(), st.booleans(), links)
blocks = st.builds(
    Block,
    st.sampled_from(BlockKind),
    st.lists(runs, min_size=1, max_size=6).map(tuple),
    st.integers(min_value=1, max_value=3),
)
documents = st.lists(blocks, max_size=8).map(lambda made: Document(tuple(made)))
