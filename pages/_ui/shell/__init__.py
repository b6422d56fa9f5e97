"""What every page begins with: navigation, session, resources, preferences, uploads."""
