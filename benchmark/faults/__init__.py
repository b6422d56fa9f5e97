"""Hostile input, damage and failure on purpose: what is lost, and what it costs.

A walk is a module of this folder with a function `main(arguments) -> int`. The first line of its
docstring is its line in the list of `python -m benchmark faults --help`.
"""
