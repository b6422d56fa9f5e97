"""What a curator sets: the fifteen sliders and their profiles, backends and their weights."""
