"""What every page stands on: the page itself, lists, cards, forms, errands, undo, history."""
