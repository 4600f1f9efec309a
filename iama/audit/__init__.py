"""What was approved and what changed since, as values: snapshots, chains, comparison, migration; knows no files."""
