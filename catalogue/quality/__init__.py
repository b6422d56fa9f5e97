"""What is missing, doubled, indistinguishable or broken in a catalogue."""
