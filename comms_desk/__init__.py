"""Comms Desk: the workstation of a city's communications service."""

__version__ = "0.1.0"
