"""Reads what a person typed of an inquiry; pure: it asks no desk and no clock."""
