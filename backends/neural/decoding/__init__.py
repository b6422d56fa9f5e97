"""From tokens to answers: several prompts over one shared prefix. Imports torch."""

from backends.neural.decoding.shared_prefix import LanguageModel

__all__ = ["LanguageModel"]
