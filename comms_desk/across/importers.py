"""The kinds of which files are brought in."""

from comms_desk.internal.audience.merging import EMPLOYEES
from comms_desk.media.contacts.applying import CONTACTS
from comms_desk.media.outlets.importing import OUTLETS

IMPORTERS = (CONTACTS, OUTLETS, EMPLOYEES)
