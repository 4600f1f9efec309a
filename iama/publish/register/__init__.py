"""The description for the Algorithm Register: what answers say for each field, and what is wrong with it."""
