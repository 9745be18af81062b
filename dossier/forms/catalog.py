"""All forms the product knows, read from TOML and proven sound before the first page is read.

Beside the forms that ship, a process may be given others that its office declared itself
(`use_forms`): from the `forms` folder of its data, or from the database of the service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dossier.checks import RuleUse, validate
from dossier.errors import Misconfigured
from dossier.fields import KINDS
from dossier.fields import registry as kinds
from dossier.fields.kind import FieldKind
from dossier.forms.declared import declared_rules
from dossier.forms.definition import FormDefinition
from dossier.text.sides import Language, side
from dossier.toml_files import read_toml

DEFINITIONS = Path(__file__).parent / "definitions"

_STRUCTURAL = frozenset({"table"})
"""Kinds that hold other kinds and have no parser of their own."""

_CODES = {"qr": "mã QR", "mrz": "dòng MRZ"}
_UNKNOWN = "unknown"
_UNKNOWN_TITLE = "Giấy tờ chưa rõ loại / Unknown paper"


def load_definition(path: Path) -> FormDefinition:
    """Read one definition. Raises Misconfigured with the file, the place and the reason."""
    form = read_toml(path, FormDefinition)
    _require_known_kinds(form, path.name)
    for use in rule_uses(form):
        validate(use, frozenset(f.key for f in form.fields))
    return form


def rule_uses(form: FormDefinition) -> tuple[RuleUse, ...]:
    """The rules in the form's definition and those in the file beside it.

    Where both use a rule on the same fields, the one beside it counts: it has the message.
    """
    beside = declared_rules().get(form.key, ())
    taken = {(use.rule, tuple(sorted(use.params.items()))) for use in beside}
    own = [c for c in form.checks if (c.rule, tuple(sorted(c.params.items()))) not in taken]
    return tuple(RuleUse(**c.model_dump()) for c in (*own, *beside))


def _require_known_kinds(form: FormDefinition, file: str) -> None:
    known = set(KINDS) | _STRUCTURAL
    for spec in form.fields:
        kinds = [spec.kind, *(c.kind for c in spec.columns)]
        unknown = sorted(set(kinds) - known)
        if unknown:
            raise Misconfigured(f"{file}: {spec.key}: không có loại / no kind {unknown}")


def load_catalog(folder: Path = DEFINITIONS) -> Mapping[str, FormDefinition]:
    """All definitions of a folder by key. Raises Misconfigured at the first unsound one."""
    forms: dict[str, FormDefinition] = {}
    for path in sorted(folder.glob("*.toml")):
        form = load_definition(path)
        if form.key in forms:
            raise Misconfigured(f"{path.name}: khóa đã dùng / key used twice: {form.key}")
        forms[form.key] = form
    return forms


@cache
def shipped_forms() -> Mapping[str, FormDefinition]:
    """The forms that ship with the product, read once."""
    return load_catalog()


class _Catalogue:
    """What this process reads by. One whole mapping takes the place of another, so a dossier that
    is being read keeps the one that it began with."""

    forms: Mapping[str, FormDefinition] | None = None


def catalog() -> Mapping[str, FormDefinition]:
    """The forms of this process by key: those that ship, then those given to `use_forms`."""
    return shipped_forms() if _Catalogue.forms is None else _Catalogue.forms


def use_forms(added: Mapping[str, FormDefinition]) -> None:
    """From now on this process knows `added` beside the forms that ship, and no others.

    For entry points. Raises Misconfigured when a key is one of the product's own.
    """
    taken = sorted(set(added) & set(shipped_forms()))
    if taken:
        raise Misconfigured(f"khóa của sản phẩm / keys of the product's own: {', '.join(taken)}")
    _Catalogue.forms = {**shipped_forms(), **added} if added else None


def kind_of(forms: Mapping[str, FormDefinition], form: str, field: str) -> FieldKind | None:
    """The kind that compares values of that field (`members.dob` for a column of a table).

    None for tables as a whole and for unknown keys.
    """
    definition = forms.get(form)
    key, _, column = field.partition(".")
    for spec in definition.fields if definition else ():
        if spec.key == key and not column:
            options = spec.options or None
            return None if spec.kind in _STRUCTURAL else kinds.kind_of(spec.kind, options)
        if spec.key == key:
            return next((KINDS[c.kind] for c in spec.columns if c.key == column), None)
    return None


def form_title(form: str, language: Language = Language.VIETNAMESE) -> str:
    """What people call a form; the words of its key when this process does not know it."""
    if form == _UNKNOWN:
        return side(_UNKNOWN_TITLE, language)
    known = catalog().get(form)
    if known is None:
        return _in_words(form)
    return known.name_en if language is Language.ENGLISH and known.name_en else known.title


def field_title(form: str, field: str) -> str:
    """A field by its printed label; the words of its key when it is unknown or has none."""
    return printed_title(form, field) or _in_words(field)


def printed_title(form: str, field: str) -> str:
    """A field by its printed label; empty where the form or the field is unknown, or has none."""
    known = catalog().get(form)
    spec = next((s for s in known.fields if s.key == field), None) if known else None
    return spec.title if spec else ""


def _in_words(key: str) -> str:
    return key.replace("_", " ")


def place_title(form: str, field: str = "") -> str:
    """A place as people read it: the field's label and its paper's title, or the paper alone.

    A code on the paper is a place too: `qr`, `mrz`.
    """
    if not field:
        return form_title(form)
    return f"{_CODES.get(field) or field_title(form, field)} ({form_title(form)})"


def describe(forms: Sequence[FormDefinition]) -> list[tuple[str, str, int, str]]:
    """Key, title, number of fields and editions of each form, for listings."""
    return [(f.key, f.title, len(f.fields), ", ".join(e.id for e in f.editions)) for f in forms]
