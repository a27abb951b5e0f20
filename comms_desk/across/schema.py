"""Every table of the desk, known at once.

A door imports this before the database opens: a foreign key to a table whose store nobody
imported fails at the flush, and migrations compare all tables.  One import a store.
"""

from comms_desk.embargo import store as embargo_store  # noqa: F401
from comms_desk.imports import store as imports_store  # noqa: F401
from comms_desk.internal.audience import store as audience_store  # noqa: F401
from comms_desk.internal.bulletins import store as bulletins_store  # noqa: F401
from comms_desk.jobs import store as jobs_store  # noqa: F401
from comms_desk.mail import store as mail_store  # noqa: F401
from comms_desk.media.articles import store as articles_store  # noqa: F401
from comms_desk.media.clips import store as clips_store  # noqa: F401
from comms_desk.media.contacts import store as contacts_store  # noqa: F401
from comms_desk.media.dispatches import store as dispatches_store  # noqa: F401
from comms_desk.media.drafting import store as drafting_store  # noqa: F401
from comms_desk.media.feeds import store as feeds_store  # noqa: F401
from comms_desk.media.inquiries import store as inquiries_store  # noqa: F401
from comms_desk.media.inquiries.case import at_work as at_work_store  # noqa: F401
from comms_desk.media.inquiries.case import mails_to_sort as mails_to_sort_store  # noqa: F401
from comms_desk.media.lists import store as lists_store  # noqa: F401
from comms_desk.media.outlets import store as outlets_store  # noqa: F401
from comms_desk.media.reviews import store as reviews_store  # noqa: F401
from comms_desk.media.stories import store as stories_store  # noqa: F401
from comms_desk.media.themes import (
    example_rows,  # noqa: F401
    saved_view_rows,  # noqa: F401
)
from comms_desk.media.themes import store as watches_store  # noqa: F401
from comms_desk.media.themes import word_lists as word_lists_store  # noqa: F401
from comms_desk.media.verbatims import store as verbatims_store  # noqa: F401
from comms_desk.planning.dossiers import store as dossiers_store  # noqa: F401
from comms_desk.planning.people import store as people_store  # noqa: F401
from comms_desk.storage import (  # noqa: F401
    blobs,
    desk_settings,
    edits,
    forms,
    holds,
    links,
    retention,
    sayings,
)
