"""Small faults put into a copy of the desk on purpose: do the tests notice?"""
