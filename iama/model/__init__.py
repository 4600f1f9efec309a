"""Pure nouns and the condition language; imports nothing from the rest of the project."""
