"""Columns: how museums name them, and which of them fill which field."""
