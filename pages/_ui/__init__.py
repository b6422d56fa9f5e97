"""What the pages draw with: resources and state (streamlit), views and decisions (pure)."""
