"""The inquiries, in the window."""

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.ui.kinds import Place

PLACE = Place(
    "inquiries",
    lambda: _("Inquiries"),
    "comms_desk.ui.inquiries.page",
    "InquiriesPage",
    shows=(Subject.INQUIRY,),
    drawing='<path d="M4 5h16v11.5h-8L7.5 20v-3.5H4zM8 9h8M8 12.5h5"/>',
)
