"""Text to values and back; the disk, and the programs we call."""
