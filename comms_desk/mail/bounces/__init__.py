"""What comes back to the sender: reports that a letter did not arrive, told from all else."""
