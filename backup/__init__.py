"""One file with all of a workspace that cannot be made again, and the way back from it.

`python -m backup` is its only door: no other package uses it.
"""
