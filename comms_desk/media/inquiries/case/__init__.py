"""The case of an inquiry: mails taken in, who works on it, until when it waits, past ones."""
