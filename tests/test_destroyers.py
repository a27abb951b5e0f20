"""Every place of the code that destroys something is known here, with why a hold need not stop it.

A row of a thing is refused at the root (`storage.holds`), whoever deletes it.  Anything else that
is deleted is told of here: a part that is edited, which history knows; what is derived from
what stays; what only helps somebody work.  Who adds a destroyer says what it destroys.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import comms_desk
import comms_desk.across.schema
from comms_desk.storage import holds
from comms_desk.storage.rows import Base

ROOT = Path(comms_desk.__file__).parent
KEPT = "its row is refused at the root"
AFTER = "goes with a thing that was destroyed in the same transaction, which a hold refused before"
EDITED = "a part that a person edits; the history says what stood there"
DERIVED = "derived from what stays, and made again"
WORKING = "what helps somebody work now, and says nothing of a thing"
NOTHING = "asks `holds.running` before: nobody knows of whom it speaks"
LIFTED = "a bar or a lock that is lifted: who, when and why stay noted"
OWN = "a file that the desk has just made, or that waits: no record"

DESTROYERS: Mapping[tuple[str, str], str] = {
    # ── Things ────────────────────────────────────────────────────────────────────────────
    ("storage/bin.py", "delete(kind)"): KEPT,
    ("storage/untouched.py", "delete(table)"): KEPT,
    ("media/articles/store.py", "delete(ArticleRow)"): KEPT,
    ("media/articles/full/full_text_rows.py", "delete(FullTextRow)"): KEPT,
    ("media/drafting/store.py", "delete(DraftRow)"): KEPT,
    ("media/inquiries/rows.py", "delete(InquiryRow)"): KEPT,
    ("media/reviews/store.py", "delete(ReviewRow)"): KEPT,
    ("internal/bulletins/store.py", "delete(BulletinRow)"): KEPT,
    ("media/inquiries/case/mails_to_sort.py", "delete(MailToSortRow)"): NOTHING,
    # ── What goes with them ───────────────────────────────────────────────────────────────
    ("internal/bulletins/store.py", "delete(IssueRow)"): AFTER,
    ("mail/within.py", "delete(letter)"): AFTER,
    ("mail/within.py", "delete(store.MessageRow)"): AFTER,
    ("storage/edits.py", "delete(EditRow)"): AFTER,
    ("storage/blobs.py", "delete(AttachmentRow)"): AFTER,
    ("storage/blobs.py", "delete(BlobRow)"): AFTER,
    ("embargo/within.py", "session.delete(row)"): AFTER,
    # ── Parts ─────────────────────────────────────────────────────────────────────────────
    ("media/contacts/store.py", "session.delete(position)"): EDITED,
    ("media/contacts/bylines.py", "delete(row)"): EDITED,
    ("media/lists/store.py", "delete(MemberRow)"): EDITED,
    ("media/inquiries/store.py", "delete(ReporterRow)"): EDITED,
    ("media/dispatches/english.py", "session.delete(row)"): EDITED,
    ("media/drafting/desk.py", "session.delete(each)"): "a number that a text gives up unsent",
    ("media/drafting/working_text.py", "session.delete(row)"): "typing, as it becomes a revision",
    ("internal/bulletins/blocks.py", "session.delete(row)"): EDITED,
    ("planning/people/store.py", "session.delete(row)"): "two rows of one person, joined with all",
    ("storage/links.py", "delete(LinkRow)"): "a tie that a person undoes, or of what is gone",
    ("media/themes/store.py", "delete(CodingRow)"): EDITED,
    ("media/themes/store.py", "delete(kind)"): "a star, a note or a mark that a person takes back",
    ("media/articles/store.py", "delete(SignedRow)"): "who signed a clip, as its speaker is edited",
    # ── What is derived ───────────────────────────────────────────────────────────────────
    ("media/contacts/store.py", "delete(ContactAddressRow)"): DERIVED,
    ("media/dispatches/store.py", "delete(row)"): "of letters that never left, and go again",
    ("media/stories/store.py", "delete(StoryRow)"): DERIVED,
    ("media/stories/store.py", "delete(StorySplitRow)"): DERIVED,
    ("media/stories/store.py", "delete(StoryArticleRow)"): DERIVED,
    ("media/themes/store.py", "delete(MentionRow)"): "found anew by the query as it is now",
    ("storage/fulltext.py", "DELETE FROM"): DERIVED,
    ("storage/sayings.py", "DELETE FROM"): DERIVED,
    ("storage/sayings.py", "delete(SayingRow)"): DERIVED,
    ("storage/word_index.py", "DELETE FROM"): DERIVED,
    ("storage/revisions.py", "DELETE FROM"): "deletes no row: it tries to write",
    # ── Work, bars, files ─────────────────────────────────────────────────────────────────
    ("media/articles/store.py", "delete(ReadingRow)"): WORKING,
    ("media/inquiries/case/at_work.py", "delete(AtWorkRow)"): WORKING,
    ("storage/forms.py", "delete(FormRow)"): WORKING,
    ("mail/stops.py", "delete(SendingStopRow)"): WORKING,
    ("mail/exclusions.py", "delete(store.BarredRow)"): LIFTED,
    ("mail/desk.py", "session.delete(row)"): LIFTED,
    ("mail/bounces/desk.py", "session.delete(listed)"): LIFTED,
    ("jobs/installation.py", "unlink"): OWN,
    ("storage/parts.py", "unlink"): OWN,
    ("storage/backup.py", "unlink"): OWN,
    ("documents/files.py", "unlink"): OWN,
    ("own_files.py", "unlink"): OWN,
    ("across/handover.py", "unlink"): OWN,
}

EMPTIED: Mapping[tuple[str, str], str] = {
    ("imports/store.py", "left_out"): "asks `holds.is_over_somebody` and `holds.over` before",
}
"""Columns that are emptied by a time that has come: no row goes, and the root cannot know."""


def found() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOT.rglob("*.py")):
        place = file.relative_to(ROOT).as_posix()
        if "migrations" not in file.parts:
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                yield from ((place, what) for what in _destroys(node))


def _destroys(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value.startswith("DELETE FROM"):
            yield "DELETE FROM"
        return
    if not isinstance(node, ast.Call):
        return
    called = node.func
    if isinstance(called, ast.Name) and called.id == "delete" and node.args:
        yield f"delete({ast.unparse(node.args[0])})"
    elif isinstance(called, ast.Attribute):
        whose = ast.unparse(called.value)
        if called.attr == "delete" and whose.endswith("session"):
            yield f"session.delete({ast.unparse(node.args[0])})"
        elif called.attr == "rmtree" or (called.attr == "unlink" and not _ties(whose)):
            yield called.attr


def _ties(whose: str) -> bool:
    """Whether it is a desk or `links` that unties two things, and no file."""
    return whose.endswith((".dossiers", ".themes", "links"))


def test_whatever_destroys_is_known_with_why_no_hold_is_forgotten() -> None:
    assert set(found()) == set(DESTROYERS)


def test_the_rows_of_which_it_is_said_are_refused_at_the_root() -> None:
    rows = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    kept = holds.kept_tables()
    for (place, what), why in DESTROYERS.items():
        name = what.removeprefix("delete(").removesuffix(")")
        if why == KEPT and name in rows:
            assert rows[name].__tablename__ in kept, (place, what)


def test_what_the_worker_lets_go_of_by_time_is_what_is_tried_under_a_hold() -> None:
    """Each has a test that a hold stops it: of the bin, full texts, and what imports left out."""
    source = ast.parse((ROOT / "worker" / "main.py").read_text("utf-8"))
    (purge,) = (
        each
        for each in ast.walk(source)
        if isinstance(each, ast.FunctionDef) and each.name == "_purge"
    )
    called = {ast.unparse(each.func) for each in ast.walk(purge) if isinstance(each, ast.Call)}

    assert called == {
        "self.office.bin.purge",
        "self.office.articles.forget_full_texts",
        "self.office.imports.forget_left_out",
    }


def test_what_the_root_cannot_know_asks() -> None:
    for place, column in EMPTIED:
        source = (ROOT / place).read_text("utf-8")
        assert column in source
        assert "holds.over(" in source
    for (place, _what), why in DESTROYERS.items():
        assert why != NOTHING or "holds.running(" in (ROOT / place).read_text("utf-8")
