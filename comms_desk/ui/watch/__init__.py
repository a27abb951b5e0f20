"""The parts of the Watch page: the card of a mention, and the panels to add what is listened to."""
