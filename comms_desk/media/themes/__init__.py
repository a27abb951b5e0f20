"""Watches: standing questions asked of every article, and the mentions that they find."""
