"""Report objects that are made by the thousand: frozen dataclasses, made as fast as others.

No Django in here.
"""

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """A frozen dataclass. What makes one writes its fields straight into the object.

    A frozen dataclass's own does so through a call for each field, which takes three times as
    long: a page of two hundred indicators makes some ten thousand cells. Raises TypeError for
    what it does not know of: `__post_init__`, and fields that are not given when one is made.
    """
    made = dataclass(frozen=True)(cls)
    every = fields(made)  # type: ignore[arg-type]
    if hasattr(made, "__post_init__") or not all(each.init and not each.kw_only for each in every):
        raise TypeError(f"{cls.__name__} has more to it than the values of its fields.")
    given: dict[str, Any] = {"made_anew": object()}
    names, stores = [], []
    for each in every:
        name = each.name
        value = name
        if each.default is not MISSING:
            given[f"default_{name}"] = each.default
            names.append(f"{name}=default_{name}")
        elif each.default_factory is not MISSING:
            given[f"make_{name}"] = each.default_factory
            names.append(f"{name}=made_anew")
            value = f"make_{name}() if {name} is made_anew else {name}"
        else:
            names.append(name)
        stores.append(f"kept[{name!r}] = {value}")
    made.__init__ = _function(names, stores, given)  # type: ignore[method-assign]
    return made


def _function(names: list[str], stores: list[str], given: dict[str, Any]) -> Callable[..., None]:
    """Written and compiled, as dataclasses write theirs: of names that Python took for fields."""
    lines = "\n    ".join(["kept = self.__dict__", *stores])
    made: dict[str, Any] = {}
    exec(f"def __init__(self, {', '.join(names)}):\n    {lines}\n", given, made)  # noqa: S102
    return made["__init__"]
