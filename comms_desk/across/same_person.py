"""A colleague who was named before they signed in, and who now says that it is them.

What was given them under the name that others wrote is theirs from then on; the login by which
they sign in is known by that name.  Nobody is taken for somebody else by their name alone: who
signs in says it.
"""

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries import within as inquiries
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.people import within as people
from comms_desk.planning.people.model import Person, PersonId, meant
from comms_desk.storage import holds


def may_be(office: Office, said: str = "") -> tuple[Person, ...]:
    """Return whom, of those who never signed in, the person signed in may be.

    *said* is what they say they are called, or their address; else their logins are compared.
    """
    person = signed_in(office)
    if person is None:
        return ()
    awaited = [each for each in office.people.every() if not each.logins]
    told = (said,) if said.strip() else person.logins
    found = {each.id: each for one in told for each in meant(awaited, one)}
    return tuple(found.values())


def signed_in(office: Office) -> Person | None:
    """Return who is signed in; None: this desk can only be read."""
    actor = office.database.actor
    return None if actor is None else office.people.get(PersonId(actor))


def is_me(office: Office, colleague: PersonId) -> Person:
    """Have the person signed in be that *colleague*, all or nothing; return them.

    Raises:
        NotFound: There is no such colleague any more, or nobody is signed in.
        SignedInBefore: They are somebody who signs in with a login of their own.
    """
    with office.database.transaction() as transaction:
        me = PersonId(transaction.actor or 0)
        named = people.get(transaction, colleague)
        people.get(transaction, me)
        dossiers.pass_on(transaction, colleague, me)
        inquiries.pass_on(transaction, colleague, me)
        holds.pass_on(transaction, Ref(Subject.PERSON, colleague), Ref(Subject.PERSON, me))
        people.remove(transaction, colleague)
        people.take_name(transaction, me, named)
        return people.get(transaction, me)
