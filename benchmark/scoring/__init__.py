"""How well Cartellino attributes, recognises pictures and reads labels."""
