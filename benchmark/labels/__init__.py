"""How well works are named by generated wall labels, and how well real ones are transcribed."""
