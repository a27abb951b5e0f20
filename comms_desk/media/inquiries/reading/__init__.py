"""Reads lines as they are typed and mails as they came; pure: it asks no desk and no clock.

What a mail holds is bounded before it is looked at.
"""
