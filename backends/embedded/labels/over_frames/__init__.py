"""One label over the frames of a clip: which readings are of it, and what they say together."""
