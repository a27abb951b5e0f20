"""What both trades hang on: people and dossiers."""
