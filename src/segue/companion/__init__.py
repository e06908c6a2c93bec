"""The LiveKit Agents worker that joins each call: `worker` runs it, `job` is one call of it."""
