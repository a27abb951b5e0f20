"""The parts of the Texts page: the writing surface, its bridge to the model, the card."""
