"""Media preprocessing: decoding, sampling, and cutting videos into clips."""
