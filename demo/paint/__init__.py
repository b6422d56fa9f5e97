"""The painted collection: brushes, scenes and subjects."""
