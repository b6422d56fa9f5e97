"""Files of weights: checkpoints, their headers, adapters, and where they come from."""
