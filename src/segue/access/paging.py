"""How every list of this part is paged."""

from typing import Annotated

from fastapi import Depends, Query

from segue.access.actor import Actor, Role, Scope
from segue.access.dependencies import allow

Cursor = Annotated[str | None, Query(max_length=64, description="`next_cursor` of the page before")]
Limit = Annotated[int, Query(ge=1, le=200)]
Admin = Annotated[Actor, Depends(allow(Scope.ADMIN, role=Role.ADMIN))]
"""An admin, or a program with the scope."""
