"""What went wrong with a letter or an account, kept as facts and worded when it is read.

The sentence is written in the reader's language by `wording.say`, long after the worker
met the error; so its class and its facts are stored, never its sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from comms_desk import keys
from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail import errors
from comms_desk.mail.errors import Overtaking, Stage


class WorkerStopped(errors.MailError):
    """The worker stopped, or was killed, while the letter was on its way."""

    what = N_("Sending was cut short while this e-mail was leaving: it may have left, or not.")
    way_out = N_("Check whether it arrived, then send it again or do not.")


class RestoredSince(errors.MailError):
    """The desk was restored from a backup; the letter may have left after that was taken."""

    what = N_("The desk was restored from a backup; this e-mail may have left since.")
    way_out = N_("Check with the recipient whether it arrived, then send it again or do not.")


class Unexplained(errors.MailError):
    """Something that nobody foresaw went wrong; *kind* is in the worker's log."""

    what = N_(
        "An unexpected error happened as this e-mail was sent ({kind}): it may have left, or not."
    )
    way_out = N_("Check whether it arrived; the details are in the log of feeds and e-mail.")

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
            error.stored_name(),
            {
                name: value if isinstance(value, int | float | bool | None) else str(value)
                for name, value in facts.items()
            },
        )

    def to_error(self) -> CommsDeskError:
        """Return the error again, for `wording.say`."""
        known = {each.stored_name(): each for each in _kinds()}.get(self.error)
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
    yield from errors.MailError.kinds()
