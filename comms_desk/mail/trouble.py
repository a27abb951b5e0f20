"""What went wrong with a letter or an account, kept as facts and worded when it is read.

The sentence is written in the reader's language by `wording.say`, long after the worker
met the error; so its class and its facts are stored, never its sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from comms_desk import keys
from comms_desk.errors import CommsDeskError
from comms_desk.mail import errors
from comms_desk.mail.errors import Overtaking, Stage


class WorkerStopped(errors.MailError):
    """The worker stopped, or was killed, while the letter was on its way."""


class RestoredSince(errors.MailError):
    """The desk was restored from a backup; the letter may have left after that was taken."""


class Unexplained(errors.MailError):
    """Something that nobody foresaw went wrong; *kind* is in the worker's log."""

    kind: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as it is stored: the name of its class and its facts."""

    error: str
    facts: dict[str, Any]

    @classmethod
    def of(cls, error: CommsDeskError) -> "Trouble":
        """Keep the facts of *error*, a dataclass as all expected errors are."""
        facts = {
            fact.name: getattr(error, fact.name)
            for fact in fields(error)  # type: ignore[arg-type]
        }
        return cls(
            type(error).__name__,
            {
                name: value if isinstance(value, int | float | bool | None) else str(value)
                for name, value in facts.items()
            },
        )

    def to_error(self) -> CommsDeskError:
        """Return the error again, for `wording.say`."""
        known = {each.__name__: each for each in _kinds()}.get(self.error)
        if known is None:
            return Unexplained(self.error)
        facts = dict(self.facts)
        try:
            if "stage" in facts:
                facts["stage"] = Stage(facts["stage"])
            if "why" in facts:
                facts["why"] = Overtaking(facts["why"])
            if "path" in facts:
                facts["path"] = Path(facts["path"])
            return known(**facts)
        except (TypeError, ValueError):
            return Unexplained(self.error)


def _kinds() -> Iterator[type[CommsDeskError]]:
    yield from (keys.SecretMissing, keys.SecretFileUnreadable, keys.SecretStoreRefused)
    waiting: list[type[CommsDeskError]] = [errors.MailError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting.extend(kind.__subclasses__())
