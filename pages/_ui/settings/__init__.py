"""The fifteen sliders and their saved profiles."""
