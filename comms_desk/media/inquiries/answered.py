"""What the City said to those who asked: the answers that left, to be found again."""

from collections.abc import Iterable, Iterator

from comms_desk.media.inquiries.moments import Moment, What
from comms_desk.storage.sayings import NewSaying


def said(
    title: str, questions: Iterable[str], dossier: int | None, happened: Iterable[Moment]
) -> Iterator[NewSaying]:
    """Yield each answer that left and was not taken back, by the moment at which it did."""
    from comms_desk.text.markdown import read_markdown, write_plain

    asked = "\n".join(questions)
    for each in happened:
        if each.what is What.ANSWERED and each.taken_back_at is None:
            yield NewSaying(
                part=each.id,
                title=title,
                asked=asked,
                text=write_plain(read_markdown(each.text)),
                at=each.at,
                dossier=dossier,
            )
