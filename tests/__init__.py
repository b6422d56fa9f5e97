"""The tests mirror the tree; what several of them share stands beside this file."""
