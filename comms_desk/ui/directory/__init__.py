"""The parts of the Directory page: the cards, and an import shown before it is made."""
