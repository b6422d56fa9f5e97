"""The index over a catalogue, and the works that match given words best."""
