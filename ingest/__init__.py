"""Operational store to warehouse: what changed is copied, once, whole."""
