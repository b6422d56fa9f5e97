"""Paintings: outlined, and recognised by local features against the catalogue's pictures."""
