"""Progress, bars, pipes and words for people, shared by every command line."""
