"""The employees' trade: audience and bulletins.  Does not know the press trade."""
