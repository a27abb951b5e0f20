"""One piece of news that several media carry, shown once: the original and its copies."""
