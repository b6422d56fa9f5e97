"""The gallery of the demonstration, and the camera that walks through it."""
