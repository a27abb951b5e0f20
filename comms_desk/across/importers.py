"""The kinds that files are imported into."""

from comms_desk.internal.audience.merging import EMPLOYEES
from comms_desk.media.contacts.applying import CONTACTS
from comms_desk.media.outlets.importing import OUTLETS

IMPORTERS = (CONTACTS, OUTLETS, EMPLOYEES)
