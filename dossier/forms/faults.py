"""What is wrong with a declaration: the line, the place in words, and what to do about it.

A person writes these files, so every fault is told at once and in the words of the file; the
strict model behind it (`dossier.forms.definition`) stays the only judge.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from dossier.checks import RuleUse, validate
from dossier.errors import Misconfigured
from dossier.fields import KINDS
from dossier.forms.definition import (
    CheckUse,
    Column,
    Edition,
    FieldSpec,
    FormDefinition,
    Label,
    SideBySide,
)
from dossier.forms.naming import KEY

KIND_NAMES: Final = (*KINDS, "table")
"""What `kind` may be."""

_PARTS: Final[Mapping[str, type[BaseModel]]] = {
    "edition": Edition,
    "field": FieldSpec,
    "label": Label,
    "column": Column,
    "columns": Column,
    "side_by_side": SideBySide,
    "check": CheckUse,
}
_HEADER: Final = re.compile(r"^\s*\[\[\s*([\w-]+)\s*\]\]")
_AT_LINE: Final = re.compile(r"at line (\d+)")
_QUOTED: Final = re.compile(r"'([^']{2,})'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend."""

    line: int | None
    """From 1; None where the whole file is meant."""
    place: str
    """`field 3 (child_name), kind`."""
    problem: str
    """Vietnamese / English."""
    advice: str
    """What to do, Vietnamese / English."""

    def __str__(self) -> str:
        where = f"dòng / line {self.line}: " if self.line else ""
        return f"{where}{self.place}: {self.problem}. {self.advice}"


@dataclass(frozen=True, slots=True)
class _File:
    text: str
    body: Mapping[str, Any]

    def fault(self, place: Sequence[str | int], problem: str, advice: str) -> Fault:
        return Fault(
            line=self.line_of(place), place=self.name_of(place), problem=problem, advice=advice
        )

    def line_of(self, place: Sequence[str | int]) -> int | None:
        """Line of the key at `place` (`"field", 2, "kind"`), of its table where it has no line."""
        lines = self.text.splitlines()
        start, end = 0, len(lines)
        headers = [(i, m[1]) for i, line in enumerate(lines) if (m := _HEADER.match(line))]
        if len(place) > 1 and isinstance(place[1], int):
            own = [i for i, name in headers if name == place[0]]
            if place[1] < len(own):
                start = own[place[1]]
                end = next((i for i, _ in headers if i > start), len(lines))
                place = place[2:]
        elif headers:
            end = headers[0][0]
        keys = [str(p) for p in place if isinstance(p, str)]
        for number in range(start, end):
            if keys and re.match(rf"\s*['\"]?{re.escape(keys[0])}['\"]?\s*=", lines[number]):
                return number + 1
        return start + 1 if start or not keys else None

    def line_with(self, words: str) -> int | None:
        """The first line that holds a string of these words."""
        quoted = (f'"{words}"', f"'{words}'")
        numbered = enumerate(self.text.splitlines(), start=1)
        return next((n for n, line in numbered if any(q in line for q in quoted)), None)

    def name_of(self, place: Sequence[str | int]) -> str:
        """The place in words, with the key or the printed text of its entry."""
        said: list[str] = []
        here: Any = self.body
        for step in place:
            here = _step(here, step)
            if isinstance(step, int) and said:
                said[-1] += f" {step + 1}{_called(here)}"
            else:
                said.append(str(step))
        return ", ".join(said) or str(self.body.get("key", "?"))


def find_faults(text: str, taken: Container[str] = frozenset()) -> tuple[Fault, ...]:
    """Everything that is wrong with the text of a declaration; empty when it is sound.

    `taken` are keys of other forms, which it may not use.
    """
    try:
        body = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        return (_not_toml(exc),)
    except RecursionError:
        return (_not_toml(tomllib.TOMLDecodeError("lồng quá sâu / nested too deep")),)
    file = _File(text, body)
    try:
        form = FormDefinition.model_validate(body)
    except ValidationError as exc:
        return tuple(_of_model(file, error) for error in exc.errors())
    return (*_names(file, form, taken), *_kinds(file, form), *_rules(file, form))


def parse_form(text: str) -> FormDefinition:
    """The form of a text in which `find_faults` found none."""
    return FormDefinition.model_validate(tomllib.loads(text))


def _not_toml(error: tomllib.TOMLDecodeError) -> Fault:
    found = _AT_LINE.search(str(error))
    return Fault(
        line=int(found[1]) if found else None,
        place="TOML",
        problem=f"không phải TOML / not TOML: {error}",
        advice="Xem dấu nháy, ngoặc, dấu bằng ở dòng này / look at its quotes, brackets and =",
    )


def _of_model(file: _File, error: Mapping[str, Any]) -> Fault:
    place = tuple(error["loc"])
    match error["type"]:
        case "missing":
            return file.fault(
                place,
                "thiếu / is missing",
                f"Thêm dòng / add a line: {place[-1]} = …",
            )
        case "extra_forbidden":
            return file.fault(place, f"không có khóa này / no such key: {place[-1]}", _meant(place))
        case _:
            said = str(error["msg"]).removeprefix("Value error, ")
            named = _QUOTED.search(said)
            fault = file.fault(place, said, "Sửa giá trị ở đây / mend the value here")
            line = (file.line_with(named[1]) if named else None) or fault.line
            return Fault(line=line, place=fault.place, problem=said, advice=fault.advice)


def _meant(place: Sequence[str | int]) -> str:
    table = next((str(p) for p in reversed(place[:-1]) if isinstance(p, str)), "")
    model = _PARTS.get(table, FormDefinition)
    known = [info.alias or name for name, info in model.model_fields.items()]
    close = get_close_matches(str(place[-1]), known, n=1)
    if close:
        return f"Có phải / did you mean: {close[0]}"
    return f"Xóa dòng này; các khóa có / remove it; keys are: {', '.join(known)}"


def _names(file: _File, form: FormDefinition, taken: Container[str]) -> Iterator[Fault]:
    spelled = "Chữ thường a-z, số, gạch dưới / small letters a-z, digits and _"
    if not KEY.fullmatch(form.key):
        yield file.fault(("key",), f"tên không hợp lệ / not a name: {form.key}", spelled)
    if form.key in taken:
        yield file.fault(
            ("key",),
            f"biểu mẫu đã có / this form is there already: {form.key}",
            "Đặt tên khác / choose another name",
        )
    places: list[tuple[tuple[str | int, ...], str]] = []
    for number, field in enumerate(form.fields):
        places.append((("field", number, "key"), field.key))
        places += [(("field", number, "columns"), column.key) for column in field.columns]
    places += [(("column", n, "key"), column.key) for n, column in enumerate(form.columns)]
    for place, key in places:
        if not KEY.fullmatch(key):
            yield file.fault(place, f"tên không hợp lệ / not a name: {key}", spelled)


def _kinds(file: _File, form: FormDefinition) -> Iterator[Fault]:
    for number, field in enumerate(form.fields):
        places: list[tuple[tuple[str | int, ...], str]] = [(("field", number, "kind"), field.kind)]
        places += [(("field", number, "columns"), c.kind) for c in field.columns]
        for place, kind in places:
            if kind not in KIND_NAMES:
                close = get_close_matches(kind, KIND_NAMES, n=1)
                meant = f"Có phải / did you mean: {close[0]}. " if close else ""
                advice = f"{meant}Các loại có / kinds are: {', '.join(KIND_NAMES)}"
                yield file.fault(place, f"không có loại / no such kind: {kind}", advice)


def _rules(file: _File, form: FormDefinition) -> Iterator[Fault]:
    keys = frozenset(f.key for f in form.fields)
    for number, use in enumerate(form.checks):
        try:
            validate(RuleUse(**use.model_dump()), keys)
        except Misconfigured as exc:
            advice = "Sửa hoặc xóa quy tắc này / mend or remove this rule"
            yield file.fault(("check", number, "rule"), exc.detail, advice)


def _step(here: Any, step: str | int) -> Any:
    if isinstance(here, Mapping):
        return here.get(str(step))
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


def _called(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return ""
    name = entry.get("key") or entry.get("id") or entry.get("text") or entry.get("rule") or ""
    return f" ({name[0] if isinstance(name, list) and name else name})" if name else ""
