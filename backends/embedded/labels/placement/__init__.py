"""Where a label hangs: its own card, its painting, and what the frame cuts off."""
