"""Parts that several pages draw: the picker, the player, pictures of works and frames."""
