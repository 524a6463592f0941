"""The contract between the one writer and the many readers."""
