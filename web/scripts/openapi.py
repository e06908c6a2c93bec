"""Prints the API's description, with the demo's paths; the desk's types are made from it."""

import json

from segue.app import create_app
from segue.settings import Settings

print(json.dumps(create_app(Settings(demo=True)).openapi()))
