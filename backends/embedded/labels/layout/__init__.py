"""Boxes of print put into lines, columns and labels, in reading order."""
