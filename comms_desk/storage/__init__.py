"""The only engine, and what every slice keeps in it: rows, edits, links, blobs, full text."""
