"""VideoLLaMA2.1: frames, loading, connector, model."""
