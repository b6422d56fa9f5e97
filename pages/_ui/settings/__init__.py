"""What a curator sets: sliders and their profiles, ablations, backends and their weights."""
