"""Twilio as the carrier: its client, the documents it asks for, and what it calls back with."""
