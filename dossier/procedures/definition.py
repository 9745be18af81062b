"""What a procedure asks for: a TOML file a procedure; anything unknown in it stops the start."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filing(StrEnum):
    """What happens with the paper at the counter."""

    ORIGINAL = "original"
    """Handed in: the original, or a copy from the register."""
    COPY = "copy"
    """Handed in: a copy, certified or held against the original at the counter."""
    PRESENTED = "presented"
    """Only shown: not copied, not kept (Circular 03/2025/TT-VPCP, article 5.2)."""


class Condition(_Strict):
    """When a component is needed: all of what is given must hold for one paper's fields.

    Fields are written `form.field`. A field that was not read leaves the need open.
    """

    filled: str = ""
    blank: str = ""
    says: dict[str, str] = Field(default_factory=dict)
    """Field -> words parted by ;, one of which it must contain, marks and case aside."""
    says_not: dict[str, str] = Field(default_factory=dict)
    """Field -> words none of which it may contain."""
    above: dict[str, float] = Field(default_factory=dict)
    """Field -> a number that it must exceed."""

    @model_validator(mode="after")
    def _something_is_asked(self) -> Self:
        if not (self.filled or self.blank or self.says or self.says_not or self.above):
            raise ValueError("a condition without any part")
        return self


class Paper(_Strict):
    """How a paper is known among the documents: by its form, and by words where that is general."""

    form: str
    says: dict[str, str] = Field(default_factory=dict)
    """Field -> words, as in a condition; for papers without a form of their own."""


class Component(_Strict):
    """One row of the component list."""

    key: str
    name: str
    """As the procedure prints it."""
    name_en: str
    papers: tuple[Paper, ...] = Field(default=(), alias="paper")
    """Any of them will do; none: the product cannot know this paper."""
    filing: Filing = Filing.ORIGINAL
    copies: int = Field(default=1, ge=1)
    needed: bool = True
    """False: welcome and not asked for."""
    when: Condition | None = None
    available_in: str = ""
    """The database that holds the datum: no paper may be asked for what is there."""
    legal_basis: str = ""


class Procedure(_Strict):
    """One administrative procedure."""

    code: str
    """Of the national database of procedures."""
    name: str
    name_en: str
    sector: str
    form: str
    """The form that asks for it."""
    when: Condition | None = None
    """What tells it from other procedures with the same form."""
    legal_basis: str
    source: str = ""
    """Where code and components were taken from, where that is no law."""
    components: tuple[Component, ...] = Field(alias="component")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        keys = [component.key for component in self.components]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.code}: a component key stands twice")
        forms = {paper.form for c in self.components if c.needed for paper in c.papers}
        if self.form not in forms:
            raise ValueError(f"{self.code}: the form itself is no component")
        return self
