"""What the page of the press review says in a few words."""

from comms_desk.ui.review import words


def test_what_leaves_is_not_called_the_review_where_it_is_an_addendum() -> None:
    assert words.was_sent(1) == "On its way to 1 reader"
    assert words.was_sent(58) == "On its way to 58 readers"
