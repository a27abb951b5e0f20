"""What went to the bin is named, in both languages, in few words."""

from comms_desk import i18n
from comms_desk.ui import binned


def test_what_was_done_is_no_verb_to_press() -> None:
    i18n.use("fr")

    assert binned.somebody("Zoé Çelik") == "Zoé Çelik est à la corbeille"
    assert binned.titled("Entre nous") == "«\u00a0Entre nous\u00a0» est à la corbeille"


def test_a_long_title_is_cut_and_a_missing_one_is_said() -> None:
    said = binned.titled("La Ville dépose un budget équilibré pour la septième année de suite")

    assert said == "“La Ville dépose un budget équilibré pour la…” is in the bin"
    assert binned.titled("") == "“Untitled” is in the bin"
