"""Alerts of vendors: what a mail or an export of Eureka, Cision, Meltwater or Google tells of."""
