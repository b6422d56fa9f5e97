"""The command lines of the catalogue that have a file of their own."""
