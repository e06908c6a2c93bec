"""API keys: shown once, kept as hashes, out at once when revoked."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from segue.access.actor import Actor, Scope
from segue.access.audit import audit
from segue.access.credentials import KEY_PREFIX, LONGEST, digest, new_key, same
from segue.access.models import ApiKey
from segue.access.schemas import KeyCreate, KeyList, KeyView
from segue.database import Database, database_now, new_id
from segue.errors import NotFound
from segue.settings import Settings

SHOWN = len(KEY_PREFIX) + 6
FIRST_KEY = Actor("key_first", scopes=frozenset(Scope), name="SEGUE_API_KEY")
COMPANION_KEY = Actor(
    "key_companion", scopes=frozenset({Scope.COMPANION}), name="SEGUE_COMPANION_KEY"
)
NOTE_EVERY = timedelta(minutes=1)


def key_view(key: ApiKey) -> KeyView:
    """The key as the API shows it."""
    return KeyView.model_validate(key, from_attributes=True)


async def find(database: Database, settings: Settings, secret: str) -> Actor | None:
    """Whose key this is: the settings' own two, or one that an admin made."""
    if same(secret, settings.api_key):
        return FIRST_KEY
    if same(secret, settings.companion_key):
        return COMPANION_KEY
    if not secret.startswith(KEY_PREFIX) or len(secret) > LONGEST:
        return None
    async with database.reading() as session:
        key = await session.scalar(select(ApiKey).where(ApiKey.key_hash == digest(secret)))
        if key is None or key.revoked_at is not None:
            return None
        now = await database_now(session)
    if key.last_used_at is None or now - key.last_used_at >= NOTE_EVERY:
        await _note_use(database, key.id, now)
    return Actor(key.id, scopes=frozenset(map(Scope, key.scopes)), name=key.name)


async def _note_use(database: Database, key_id: str, now: datetime) -> None:
    async with database.transaction() as session:
        key = await session.get(ApiKey, key_id)
        if key is not None:
            key.last_used_at = now


async def create(session: AsyncSession, actor: Actor, wanted: KeyCreate) -> tuple[ApiKey, str]:
    """A new key, and its secret, which is known only now."""
    secret = new_key()
    key = ApiKey(
        id=new_id("key"),
        key_hash=digest(secret),
        prefix=secret[:SHOWN],
        name=wanted.name,
        scopes=sorted({scope.value for scope in wanted.scopes}),
        created_by=actor.id,
        created_at=datetime.now(UTC),
    )
    session.add(key)
    audit(session, actor, "key.create", key.id, scopes=list(key.scopes))
    return key, secret


async def revoke(session: AsyncSession, actor: Actor, key_id: str) -> None:
    """Let the key do nothing any more, from now; again is harmless. Raises NotFound."""
    key = await session.get(ApiKey, key_id)
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = datetime.now(UTC)
        audit(session, actor, "key.revoke", key.id)


async def page(session: AsyncSession, cursor: str | None, limit: int) -> KeyList:
    """Keys made after the cursor, oldest first."""
    query = select(ApiKey).order_by(ApiKey.id).limit(limit + 1)
    if cursor is not None:
        query = query.where(ApiKey.id > cursor)
    found = list(await session.scalars(query))
    shown = [key_view(key) for key in found[:limit]]
    return KeyList(keys=shown, next_cursor=shown[-1].id if len(found) > limit else None)
