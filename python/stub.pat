# What the generator cannot know of class attributes. Syntax: nanobind's stub generation patterns.

_core\..*\.__match_args__$:
    __match_args__: tuple[str, ...]

_core\..*\._fields$:
    _fields: tuple[str, ...]

_core\.Tables\.names$:
    names: tuple[str, ...]
