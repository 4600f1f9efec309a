"""Values to documents."""
