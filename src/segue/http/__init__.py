"""The HTTP edge: what every request passes through, whatever it asks for."""
