"""Accounts, sessions and keys as the API shows and takes them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from segue.access.actor import Role, Scope
from segue.requests import Name, Strict

PASSWORD_MINIMUM = 10
PASSWORD_MAXIMUM = 256

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        to_lower=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f]{1,190}$",
    ),
]
Password = Annotated[str, StringConstraints(max_length=PASSWORD_MAXIMUM)]
NewPassword = Annotated[
    str, StringConstraints(min_length=PASSWORD_MINIMUM, max_length=PASSWORD_MAXIMUM)
]
AgentRef = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SignIn(Strict):
    """Either email and password, or (only in the demo) whom to be."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"email": "alice@example.org", "password": "correct horse battery"}]
        }
    )

    email: Email | None = None
    password: Password | None = None
    demo: AgentRef | None = Field(
        default=None, description="A demo agent's handle, or admin, supervisor"
    )

    @model_validator(mode="after")
    def _one_way(self) -> "SignIn":
        by_password = self.email is not None and self.password is not None
        nothing_else = self.email is None and self.password is None
        if not (by_password if self.demo is None else nothing_else):
            raise ValueError("give email and password, or demo alone")
        return self


class PasswordChoice(Strict):
    """The password that an account's owner chooses."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"password": "correct horse battery"}]}
    )

    password: NewPassword


class AccountView(BaseModel):
    """An account, without anything that signs in."""

    id: str
    email: str
    name: str
    role: Role
    agent_id: str | None
    disabled: bool
    created_at: datetime


class AccountList(BaseModel):
    """A page of accounts, oldest first."""

    accounts: list[AccountView]
    next_cursor: str | None = None


class AccountCreate(Strict):
    """A new account."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"email": "alice@example.org", "name": "Alice", "role": "agent", "agent": "alice"}
            ]
        }
    )

    email: Email
    name: Name
    role: Role = Role.AGENT
    agent: AgentRef | None = Field(
        default=None, description="The agent that they are: id or handle"
    )


class AccountPatch(Strict):
    """What may change of an account."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"role": "supervisor"}]})

    name: Name | None = None
    role: Role | None = None
    agent: AgentRef | None = Field(
        default=None, description="Id or handle; null: is no agent any more"
    )
    disabled: bool | None = None

    @model_validator(mode="after")
    def _something(self) -> "AccountPatch":
        if not self.model_fields_set:
            raise ValueError("give at least one field")
        return self


class LinkView(BaseModel):
    """A link with which an account's owner chooses a password, once. It is shown only here."""

    url: str
    expires_at: datetime


class AccountAnswer(BaseModel):
    """An account."""

    account: AccountView


class NewAccountAnswer(AccountAnswer):
    """An account and its one-time link."""

    link: LinkView


class KeyView(BaseModel):
    """An API key, without the key."""

    id: str
    prefix: str
    name: str
    scopes: list[Scope]
    created_by: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class KeyList(BaseModel):
    """A page of keys, oldest first."""

    keys: list[KeyView]
    next_cursor: str | None = None


class KeyCreate(Strict):
    """A new key."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "CRM", "scopes": ["calls:write", "act-as-agent"]}]}
    )

    name: Name
    scopes: list[Scope] = Field(min_length=1, max_length=len(Scope))


class NewKeyAnswer(BaseModel):
    """A key. `secret` is shown only here."""

    key: KeyView
    secret: str
