"""One file with all of a workspace that cannot be made again, and the way back from it.

It is used through `python -m backup` alone: no other package imports it.
"""
