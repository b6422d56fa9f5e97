"""Memory that a model takes, memory that there is, and four bits to make it less."""
