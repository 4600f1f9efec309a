"""What people and CI systems see on a terminal."""
