"""The press review: what the cabinet reads at half past seven, frozen when it is issued."""
