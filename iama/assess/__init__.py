"""Pure thinking over the nouns; knows no files."""
