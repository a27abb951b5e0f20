"""Every expected error as a sentence and a way out, once, for window, worker and commands.

The tables name many errors, and so import most of the desk: they are there once one is said.
"""

from comms_desk.errors import CommsDeskError
from comms_desk.wording.sentence import Sentence


def say(error: CommsDeskError) -> Sentence:
    """Return the sentence and the way out for *error*, in the process's language.

    What *error* knows of a secret, as in an address that was typed, is not in them.  Each ends
    with a full stop, even where a server's own words end it: they are read one after the other.

    Raises:
        LookupError: Nobody has written a sentence for this kind of error: a bug.
    """
    from comms_desk.wording import sentences

    return sentences.say(error)


def say_at_the_prompt(error: CommsDeskError) -> Sentence:
    """Return what `say` does, with the way out that a command offers where there is another.

    Raises:
        LookupError: As `say` does.
    """
    from comms_desk.wording import sentences

    return sentences.say_at_the_prompt(error)
