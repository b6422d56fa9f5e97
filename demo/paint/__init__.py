"""The paintings of the collection: brushes, scenes and subjects."""
