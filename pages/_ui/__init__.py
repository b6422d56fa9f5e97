"""What the pages draw with, from the ground up:

words      decisions, works, verdicts, jobs in words for people; pure
html       words and pictures as escaped markup; pure
shell      what every page begins with: navigation, session, resources, preferences
widgets    parts that several pages draw: picker, player, pictures
settings   what a curator sets: sliders, profiles, backends with their weights
attribute, review, catalogue, models, ledger
           one folder a page; none imports another page's folder

Each imports only what stands above it in this list; `words` and `html` import no streamlit. A test
reads the imports and holds this.
"""
