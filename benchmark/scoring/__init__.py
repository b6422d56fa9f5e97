"""What was attributed rightly and wrongly: walks, pictures, labels."""
