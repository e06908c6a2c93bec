"""Finding transfers."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.calls.models import Call
from segue.calls.repository import lock_call
from segue.errors import NotFound
from segue.transfers.models import Transfer


class TransferUnknown(NotFound):
    """No transfer has this id."""

    code = "transfer_unknown"
    detail = "There is no transfer of this id."


async def get_transfer(session: AsyncSession, transfer_id: str) -> Transfer:
    """The transfer; raises TransferUnknown."""
    transfer = await session.get(Transfer, transfer_id)
    if transfer is None:
        raise TransferUnknown
    return transfer


async def lock_transfer(session: AsyncSession, transfer_id: str) -> tuple[Call, Transfer]:
    """The transfer and its call, locked; the call first, as everybody does."""
    found = await session.execute(select(Transfer.call_id).where(Transfer.id == transfer_id))
    call_id = found.scalar_one_or_none()
    if call_id is None:
        raise TransferUnknown
    call = await lock_call(session, call_id)
    return call, await get_transfer(session, transfer_id)


async def open_transfer(session: AsyncSession, call: Call) -> Transfer | None:
    """The open transfer of a call."""
    if call.transfer_id is None:
        return None
    return await session.get(Transfer, call.transfer_id)


async def transfers_by_id(
    session: AsyncSession, ids: Collection[str | None]
) -> dict[str, Transfer]:
    """Transfers by their ids; unknown ids are left out."""
    wanted = [key for key in ids if key is not None]
    if not wanted:
        return {}
    rows = await session.scalars(select(Transfer).where(Transfer.id.in_(wanted)))
    return {transfer.id: transfer for transfer in rows}


async def latest_transfer(session: AsyncSession, call_id: str) -> Transfer | None:
    """The call's last transfer, open or over."""
    query = select(Transfer).where(Transfer.call_id == call_id).order_by(Transfer.id.desc())
    return (await session.scalars(query.limit(1))).first()


async def transfers_of(session: AsyncSession, call_id: str) -> Sequence[Transfer]:
    """A call's transfers, oldest first."""
    rows = await session.scalars(
        select(Transfer).where(Transfer.call_id == call_id).order_by(Transfer.id)
    )
    return rows.all()


async def page_of_transfers(session: AsyncSession, query: Select[Transfer]) -> Sequence[Transfer]:
    """Transfers of a query, newest first."""
    return (await session.scalars(query.order_by(Transfer.id.desc()))).all()
