"""Papers made of inquiries: the sheet of an interview, the report of the end of the day."""
