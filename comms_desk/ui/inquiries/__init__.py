"""The inquiries of the media: the list by the hour, and the one that is being answered."""
