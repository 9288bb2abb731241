"""The one family of errors that a person can cause; each names the cause and the remedy."""

from backstep.messages import tr


class BackstepError(Exception):
    """Anything a person can cause. What escapes and is not of this family is a bug of ours."""


class DataError(BackstepError, TypeError):
    """A value that a Variable cannot hold: a bare Python number, text, an object array."""


class ShapeError(BackstepError, ValueError):
    """Shapes that do not fit an operation or each other; both are named."""


class ArgumentError(BackstepError, ValueError):
    """What an operation cannot do its work with: a label of no class, a dropout ratio of 2."""


class ItemError(BackstepError, IndexError):
    """An index that an array does not have."""


class BackwardError(BackstepError, RuntimeError):
    """A backward pass that cannot start or cannot go on."""


class ConfigError(BackstepError, ValueError):
    """A setting that does not exist, or a value that it cannot take."""


class DataChangedWarning(UserWarning):
    """Data was changed between a forward pass and its backward pass."""


def kind_of(value: object) -> str:
    """What a value is, for a sentence.

    >>> kind_of(3), kind_of([])
    ('an int', 'a list')
    """
    name = type(value).__name__
    return tr("an {kind}", kind=name) if name[:1] in "aeiouAEIOU" else tr("a {kind}", kind=name)
