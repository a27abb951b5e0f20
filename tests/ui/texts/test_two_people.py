"""Two people on one text: told, never overwritten."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.planning.people.model import NewPerson
from comms_desk.ui.texts.page import TextsPage
from tests.support.databases import held
from tests.ui.keys import click, type_words
from tests.ui.texts.pages import NEW, all_written, opened


def test_two_people_on_one_text_are_told_and_choose(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    other = office.people.add(NewPerson(name="Amélie")).id
    draft = office.drafts.add(NEW)
    base = office.drafts.open(draft.id).base
    opened(page, qtbot, draft)
    type_words(page.card.editor, " Moi.")
    office.database.act_as(other)
    office.drafts.revise(draft.id, "Amélie.\n", base=base, sitting=new_sitting(NEW.text))
    office.database.act_as(None)

    page.leaving()
    qtbot.waitUntil(page.card.head.aside.isVisible)
    assert page.card.editor.text().text == "Amélie."
    page.card.compare()
    qtbot.waitUntil(page.card.choice.isVisible)
    click(page.card.choice.keep_both)

    qtbot.waitUntil(page.card.head.aside.isHidden)
    assert office.drafts.text(draft.id) == "Amélie.\n\nLa Ville **agit**. Moi.\n"
    qtbot.waitUntil(lambda: "Moi" in page.card.editor.text().text)


def test_what_was_typed_last_is_in_the_choice_between_two_texts(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    base = office.drafts.open(draft.id).base
    for text in ("Amélie.\n", "Bakary.\n"):
        office.drafts.revise(draft.id, text, base=base, sitting=new_sitting(NEW.text))
    opened(page, qtbot, draft)
    qtbot.waitUntil(page.card.head.aside.isVisible)

    type_words(page.card.editor, " Encore.")
    page.card.compare()
    qtbot.waitUntil(page.card.choice.isVisible)
    click(page.card.choice.keep_current)
    qtbot.waitUntil(page.card.head.aside.isHidden)

    assert office.drafts.text(draft.id) == "Amélie. Encore.\n"
    assert page.card.editor.text().text == "Amélie. Encore."


@pytest.mark.impatient
def test_a_choice_that_could_not_be_kept_says_why_and_can_be_made_again(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    base = office.drafts.open(draft.id).base
    for text in ("Amélie.\n", "Bakary.\n"):
        office.drafts.revise(draft.id, text, base=base, sitting=new_sitting(NEW.text))
    opened(page, qtbot, draft)
    qtbot.waitUntil(page.card.head.aside.isVisible)
    page.card.compare()
    choice = page.card.choice
    qtbot.waitUntil(choice.isVisible)

    with held(office.database):
        click(choice.keep_other)
        qtbot.waitUntil(choice.error.isVisible)
    assert choice.isVisible()
    assert "nothing was saved" in choice.error.words
    assert "Try again in a moment" in choice.error.accessibleName()
    assert office.drafts.text(draft.id) == "Amélie.\n"
    click(choice.keep_other)

    qtbot.waitUntil(page.card.head.aside.isHidden)
    assert choice.error.isHidden()
    assert office.drafts.text(draft.id) == "Bakary.\n"


def test_another_s_revision_does_not_touch_what_is_being_typed(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    other = office.people.add(NewPerson(name="Amélie")).id
    draft = office.drafts.add(NEW)
    base = office.drafts.open(draft.id).base
    opened(page, qtbot, draft)
    type_words(page.card.editor, " Moi.")
    office.database.act_as(other)
    office.drafts.revise(draft.id, "Amélie.\n", base=base, sitting=new_sitting(NEW.text))
    office.database.act_as(None)

    qtbot.waitUntil(page.card.head.overtaken.isVisible)

    assert page.card.editor.text().text == "La Ville agit. Moi."


def test_a_text_that_a_colleague_removes_takes_what_was_typed_along(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    draft = office.drafts.add(NEW)
    opened(page, qtbot, draft)
    type_words(page.card.editor, " Encore.")

    with qtbot.waitSignal(page.undoable) as said:
        office.drafts.put_in_bin(draft.id)
    all_written(page, qtbot)

    assert page.card.draft is None
    assert "bin" in said.args[0]
    page.take_out_of_bin(draft.id)
    qtbot.waitUntil(lambda: page.card.draft is not None)
    assert page.card.editor.text().text == "La Ville agit. Encore."
    assert office.drafts.text(draft.id) == "La Ville **agit**. Encore.\n"
