"""A query's rows as a file."""
