"""The interview as plain values: what to ask next, what a reply means, what to tell; knows no terminal."""
