"""Phones: LiveKit's SIP for the sound, a trunk or Twilio for the carrier."""
