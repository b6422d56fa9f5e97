"""From tokens to answers: several prompts over one shared prefix."""
