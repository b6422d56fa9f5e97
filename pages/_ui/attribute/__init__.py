"""The page Attribute."""
