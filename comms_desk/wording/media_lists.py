"""What lists of whom one writes to may refuse."""

from collections.abc import Mapping

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.media.lists import filters, model
from comms_desk.wording.shape import Says

LISTS: Mapping[type[CommsDeskError], Says] = {
    model.ListNameMissing: lambda _e: (
        _("A list needs a name."),
        _("Write at least one letter or digit."),
    ),
    model.ListNameTaken: lambda e: (
        _("There is already a list called “{name}”.").format(name=e.name),
        _("Open that list, or write another name."),
    ),
    model.RankOutOfRange: lambda e: (
        _("The rank of a list is a whole number from 1 to {highest}.").format(highest=e.highest),
        _("Write 1 for the list that leaves first."),
    ),
    model.EarlyMinutesOutOfRange: lambda e: (
        _("A list leaves at most {minutes} minutes before the others.").format(
            minutes=format_number(e.most)
        ),
        _("Write a whole number of minutes, 0 for none."),
    ),
    model.ListIsFilter: lambda e: (
        _("“{name}” is a filter: it finds its people.").format(name=e.name),
        _("Change its filter, or put them in another list."),
    ),
    model.FilterMissing: lambda _e: (
        _("A filter must say who is in it, and a fixed list must not."),
        _("Choose one or the other."),
    ),
    model.NoSuchMember: lambda e: (
        _("“{text}” cannot stand in a list.").format(text=e.text),
        _("Put in a contact, an outlet or an e-mail address."),
    ),
    filters.FilterNotUnderstood: lambda e: (
        _("This version does not understand the filter: {part}.").format(part=e.part),
        _("Write it again, or open the desk with the version that wrote it."),
    ),
    filters.FilterTooLarge: lambda e: (
        _(
            "A filter has at most {conditions} conditions, {values} values each and {levels} "
            "levels."
        ).format(conditions=e.conditions, values=e.values, levels=e.levels),
        _("Make a list of a part of it, and name that list in the filter."),
    ),
}
