"""What was said aloud, word for word: at a scrum, in an interview, in a council."""
