"""Files brought in: their columns, what their rows say, what that changes, and the way back."""
