"""What the City said to those who asked: the answers that left, to be found again."""

from collections.abc import Iterable, Iterator

from comms_desk.changes import Ref
from comms_desk.mail import letter_outcomes
from comms_desk.media.inquiries.moments import Attribution, Moment, MomentKind
from comms_desk.media.inquiries.rows import MomentRow
from comms_desk.storage.database import Snapshot
from comms_desk.storage.sayings import NewSaying


def said(
    title: str, questions: Iterable[str], dossier: int | None, happened: Iterable[Moment]
) -> Iterator[NewSaying]:
    """Yield each answer that left and was not taken back, by the moment at which it did.

    What is not to be quoted is proposed to nobody as what to quote.
    """
    from comms_desk.text.markdown import read_markdown, write_plain

    asked = "\n".join(questions)
    for each in happened:
        is_said = (
            each.what is MomentKind.ANSWERED and each.attribution is not Attribution.BACKGROUND
        )
        if is_said and each.taken_back_at is None:
            yield NewSaying(
                part=each.id,
                title=title,
                asked=asked,
                text=write_plain(read_markdown(each.text)),
                at=each.at,
                dossier=dossier,
            )


def has_left(snapshot: Snapshot, inquiry: Ref, moment: int) -> bool:
    """Whether the answer of that *moment* left, or may have; one that was read by phone has."""
    row = snapshot.session.get(MomentRow, moment)
    if row is None or row.letter is None:
        return True
    theirs = {
        int(letter): fate for letter, fate in letter_outcomes.fates(snapshot, inquiry).items()
    }
    return row.letter in theirs and theirs[row.letter].may_have_left
