"""Outlets: the newspapers, stations and sites that the press office deals with."""
