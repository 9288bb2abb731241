"""The config file: what a person may set once for every prompt, and what is said of mistakes in it.

One `config.toml` in the person's config folder, of lines `key = value`, and below `[keymap]` lines
`action = "key"` for the stepper. A mistake costs its own line only: it is told by line number with
what is allowed, and the rest applies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from backstep.folders import config_path
from backstep.messages import language, later, tr
from backstep.messages.system import reason
from backstep.recording.visible import visible
from backstep.stepper.colours import THEME_NAMES

if TYPE_CHECKING:
    from backstep.stepper.keymap import KeyWish

LARGEST = 64 * 1024  # bytes; a config file is a dozen lines
NOT_ALLOWED = later("{allowed}, not {value}")
ONE_TABLE = later("[{key}]: the one table of a config file is [keymap], the keys of the stepper")
TOO_LARGE = later("a config file has at most 64 KB")
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": tuple(THEME_NAMES),
    "keys": ("emacs", "vi"),
    "stepper": ("screen", "plain"),
    "algorithm": (),
}


@dataclass(frozen=True)
class Settings:
    """What applies at the prompt and in the stepper; each default is what no config file gives.

    `theme` None leaves the choice to the terminal; `stepper` "plain" is a conversation in lines, in
    any terminal, for screen readers; `language` None leaves the choice to the locale.
    """

    theme: str | None = None
    keys: str = "emacs"
    stepper: str = "screen"
    autostep: bool = True
    algorithm: str = "generation"
    language: str | None = None
    mouse: bool = False
    toolbar: bool = True
    complete_while_typing: bool = False
    suggest: bool = True
    check: bool = True
    keymap: tuple[KeyWish, ...] = ()


KEYMAP = "keymap"
KEYS = tuple(field.name for field in fields(Settings) if field.name != KEYMAP)
SWITCHES = tuple(key for key in KEYS if isinstance(getattr(Settings(), key), bool))
A_KEY = later('{action} is a key as in "n", or some as in ["n", "f5"], not {value}')
LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"


@dataclass(frozen=True)
class ConfigFile:
    """The settings of a file, where it is, and one sentence for each line that did not apply."""

    settings: Settings
    path: Path
    mistakes: tuple[str, ...] = ()


class Mistake(NamedTuple):
    """What is wrong in a line."""

    line: int
    told: str


def read_config() -> ConfigFile:
    """The person's config file; the defaults where there is none. Never raises."""
    path = config_path()
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return ConfigFile(Settings(), path)
    except OSError as error:
        return ConfigFile(Settings(), path, (f"{path}: {reason(error)}",))
    if len(data) > LARGEST:
        return ConfigFile(Settings(), path, (f"{path}: {tr(TOO_LARGE)}",))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        told = tr("line {line} is not UTF-8 text", line=line)
        return ConfigFile(Settings(), path, (f"{path}: {told}",))
    settings, mistakes = settings_of(text)
    return ConfigFile(settings, path, tuple(f"{path}: {visible(each)}" for each in mistakes))


def settings_of(text: str) -> tuple[Settings, list[str]]:
    """The settings that a config text gives, and a sentence for each line that gives none.

    >>> settings, mistakes = settings_of('keys = "vi"\\nthem = "light"\\nmouse = 1')
    >>> settings.keys
    'vi'
    >>> print(*mistakes, sep="\\n")
    line 2: there is no setting them; did you mean theme?
    line 3: mouse is true or false, not 1
    """
    settings = Settings()
    mistakes: list[Mistake] = []
    seen: dict[str, int] = {}
    wishes: list[KeyWish] = []
    in_keymap = False
    for number, key, value in _assignments(text, mistakes):
        if value == {}:  # the heading of a table
            in_keymap = key == KEYMAP
        if isinstance(value, dict) and key == KEYMAP:
            wishes += _wishes(number, value, mistakes)
            continue
        if in_keymap and value != {}:
            wishes += _wishes(number, {key: value}, mistakes)
            continue
        if key in seen:
            again = tr("{key} is set in line {line} already", key=key, line=seen[key])
            mistakes.append(Mistake(number, again))
            continue
        seen[key] = number
        mistake = _mistake(key, value)
        if mistake:
            mistakes.append(Mistake(number, mistake))
        else:
            settings = replace(settings, **{key: value})
    mistakes.sort(key=lambda mistake: mistake.line)
    told = [tr("line {line}: {told}", line=each.line, told=each.told) for each in mistakes]
    return replace(settings, keymap=tuple(wishes)), told


def _wishes(number: int, lines: dict[str, Any], mistakes: list[Mistake]) -> list[KeyWish]:
    """Lines of the keymap; whether there are such actions and keys the stepper says."""
    from backstep.stepper.keymap import KeyWish

    found = []
    for action, value in lines.items():
        keys = [value] if isinstance(value, str) else value
        if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
            found.append(KeyWish(number, action, tuple(keys)))
            continue
        told = tr(A_KEY, action=action, value=_shown(value))
        if action in KEYS:
            told += " " + tr("(the setting {key} stands above [keymap])", key=action)
        mistakes.append(Mistake(number, told))
    return found


def _assignments(text: str, mistakes: list[Mistake]) -> list[tuple[int, str, Any]]:
    """Each line's key and value. A line that is no TOML is a mistake and spares the others."""
    import tomllib

    found: list[tuple[int, str, Any]] = []
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        for end in _ends(lines, start):
            try:
                table = tomllib.loads("\n".join(lines[start:end]))
            except (tomllib.TOMLDecodeError, RecursionError) as error:
                if end == start + 1:
                    first = error
                continue
            found += [(start + 1, key, value) for key, value in table.items()]
            start = end
            break
        else:
            mistakes.append(Mistake(start + 1, _said(lines[start], first)))
            start += 1
    return found


def _ends(lines: list[str], start: int) -> range:
    """Where a value that begins in a line may end: on it, or later where it is of several lines."""
    opens = re.search(r"\"\"\"|'''|\[", lines[start]) is not None
    return range(start + 1, min(len(lines), start + 20) + 1 if opens else start + 2)


def _said(line: str, error: Exception) -> str:
    """Why a line cannot be read, in words that lead on."""
    key, equals, value = (part.strip() for part in line.partition("="))
    if not equals:
        return tr('write key = value, as in theme = "light" (not {line!r})', line=line.strip()[:40])
    if value[:1] in ('"', "'") and value.count(value[0]) == 1:
        return tr("the text of {key} has no closing quote", key=key)
    if key not in SWITCHES and re.fullmatch(r"[\w-]+", value):
        return tr('a text stands in quotes: {key} = "{value}"', key=key, value=value)
    if key in KEYS and value:
        return tr(NOT_ALLOWED, allowed=_allowed(key), value=value)
    if key in KEYS:
        return tr("{allowed}; there is no value", allowed=_allowed(key))
    return str(error).partition(" (at ")[0].lower()


def _choices(key: str) -> tuple[str, ...]:
    """What a setting may be one of; the engine is loaded only where its loops are asked for."""
    if key == "algorithm":
        from backstep.engine import ALGORITHMS

        return tuple(ALGORITHMS)
    return CHOICES.get(key, ())


def _mistake(key: str, value: Any) -> str | None:
    """What is wrong with a setting, and what is allowed."""
    if key == KEYMAP:
        return tr("the keys of the stepper stand below a line [keymap]")
    if key not in KEYS:
        if isinstance(value, dict):
            return tr(ONE_TABLE, key=key)
        near = _near(key, KEYS)
        if near:
            return tr("there is no setting {key}; did you mean {near}?", key=key, near=near[0])
        return tr("there is no setting {key}; there are {keys}", key=key, keys=", ".join(KEYS))
    if key in SWITCHES:
        return None if isinstance(value, bool) else _not_allowed(key, value)
    if value == getattr(Settings(), key) or value in _choices(key):
        return None
    if key == "language" and isinstance(value, str) and re.fullmatch(LANGUAGE, value):
        return None
    near = _near(str(value), _choices(key))
    hint = tr("; did you mean {near}?", near=near[0]) if near else ""
    return _not_allowed(key, value) + hint


def _not_allowed(key: str, value: Any) -> str:
    return tr(NOT_ALLOWED, allowed=_allowed(key), value=_shown(value))


def _near(word: str, words: tuple[str, ...]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, words, n=1)


def _allowed(key: str) -> str:
    """What a setting may be."""
    if key in SWITCHES:
        return tr("{key} is true or false", key=key)
    if key in CHOICES:
        return tr("{key} is one of {words}", key=key, words=", ".join(_choices(key)))
    return tr('{key} is a tag like "en" or "ko"', key=key)


def _shown(value: Any) -> str:
    text = {True: "true", False: "false"}.get(value) if isinstance(value, bool) else repr(value)
    return str(text)[:40]


def config_text(config: ConfigFile, settings: Settings) -> str:
    """What applies now, as lines of a config file, and where that file is."""
    lines = [f"{config.path}{'' if config.path.exists() else ' ' + tr('(not there yet)')}"]
    unset = {"theme": "dark", "language": language()}
    for key in KEYS:
        value = getattr(settings, key)
        shown = "" if value is None else str(value).lower() if key in SWITCHES else f'"{value}"'
        note = "" if value == getattr(Settings(), key) else "  # " + tr("not the default")
        if value is None:
            lines.append(f'# {key} = "{unset[key]}"')
        else:
            lines.append(f"{key} = {shown}{note}")
    mistakes = config.mistakes
    if settings.keymap:
        from backstep.stepper.remapping import remapped

        lines += ["[keymap]", *(_wish_text(wish) for wish in settings.keymap)]
        mistakes += tuple(f"{config.path}: {each}" for each in remapped(settings.keymap).mistakes)
    return "\n".join([*lines, *mistakes])


def _wish_text(wish: KeyWish) -> str:
    keys = [f'"{visible(key)}"' for key in wish.keys]
    shown = keys[0] if len(keys) == 1 else f"[{', '.join(keys)}]"
    return f"{visible(wish.action)} = {shown}"
