"""What the desk hears by itself: clips noted by hand, pages, pastes, vendors' alerts."""
