"""From a file to a catalogue: columns guessed, records made, works merged, all of it cached."""
