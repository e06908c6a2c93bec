"""What an operator sees of transfers: outcomes, and how long people rang, held and waited."""

from datetime import datetime

from segue.telemetry import metrics
from segue.transfers.models import Transfer
from segue.transfers.situation import Focus, Situation, State


def measure_move(transfer: Transfer, before: Situation, after: Situation, now: datetime) -> None:
    """Count a move, before it is kept."""
    if (after.state, after.focus) == (before.state, before.focus):
        return
    in_state = (now - transfer.state_since).total_seconds()
    if _hears_music(before):
        transfer.held_seconds += in_state
    if before.state is State.RINGING:
        metrics.TRANSFER_RING_SECONDS.observe(in_state)
    if before.state is State.COMPLETING and after.state is State.COMPLETED:
        metrics.TRANSFER_HANDOFF_SECONDS.observe(in_state)
    if after.state.terminal:
        metrics.TRANSFERS.labels(outcome=after.state.value).inc()
        metrics.TRANSFER_HOLD_SECONDS.observe(transfer.held_seconds)


def _hears_music(situation: Situation) -> bool:
    if situation.state is State.CONSULTING:
        return situation.focus is Focus.CONSULT
    return situation.state is not State.CONFERENCING
