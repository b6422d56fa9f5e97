"""From signals to a decision: parameters, rules, guards and ensembles."""
