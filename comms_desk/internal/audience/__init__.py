"""Who the employee bulletin is for."""
