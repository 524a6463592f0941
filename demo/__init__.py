"""A make-believe booking business and its operational store."""
