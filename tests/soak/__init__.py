"""Kills at random moments: what was said to be kept is kept, and no letter leaves twice."""
