"""Linked Art: objects, who made them, and the entities that they are made of."""
