"""Drafting: releases and speeches, from the blank page to Word."""
