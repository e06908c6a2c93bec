"""The demo on one laptop: a roster, customers who call by themselves, colleagues who answer."""
