"""Media through the stages: which backend answers when, and where the evidence is stored."""
