"""The rules of destruction: what each would destroy, and what it has."""
