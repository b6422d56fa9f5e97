"""What it costs in time and memory."""
