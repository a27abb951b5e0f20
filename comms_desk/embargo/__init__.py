"""One lock: until when, who lifted it.  Mail’s claim and every export ask it."""
