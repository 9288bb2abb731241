"""What is not available: each of these ends in a sentence, at compile time or as it runs.

The sentence is compared, so that a snippet which fails for another reason does not pass as refused.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from backstep.engine import Config, Function
from backstep.language import Runtime
from tests.language.running import ran, refusal

VARIABLE = "x = Variable(np.array(1.0))\n"
GENERATOR = "def g():\n    yield 1\n"
ERROR = "try:\n    None.x\nexcept AttributeError as e:\n    pass\n"

# Names of the guards in every place where an identifier can stand.
SHADOWING = [
    "_getattr_ = 1",
    "_write_ += 1",
    "(_getiter_ := 1)",
    "for _getattr_ in [1]: pass",
    "[1 for _getattr_ in [1]]",
    "a, (_getattr_, *b) = 1, (2,)",
    "a, *_getattr_ = 1, 2",
    "with no_grad() as _write_: pass",
    "def _getattr_(): pass",
    "def f(_getattr_): pass",
    "def f(*_getattr_): pass",
    "def f(**_getattr_): pass",
    "def f(*, _getattr_=1): pass",
    "def f(_getattr_, /): pass",
    "lambda _getattr_: 1",
    "class _getattr_: pass",
    "class A:\n    _getattr_ = 1",
    "class A:\n    def _getattr_(self): pass",
    "import math as _getattr_",
    "from math import pi as _getattr_",
    "try:\n    1 / 0\nexcept Exception as _getattr_:\n    pass",
    "def f():\n    global _getattr_",
    "def f():\n    def g():\n        nonlocal _getattr_",
    "match 1:\n    case _getattr_: pass",
    "match [1]:\n    case [*_getattr_]: pass",
    "match {}:\n    case {**_getattr_}: pass",
    "match 1:\n    case 1 as _getattr_: pass",
    "del _getattr_",
    "dict(_getattr_=1)",
    "_getattr_: int = 1",
    "_label_",
    "__metaclass__",
    "__builtins__",
    "__import__('os')",
    "__build_class__",
    "__name__ = 1",
    "__loader__",
]

ESCAPES = {
    "class of a tuple": ("().__class__", "__class__ of a tuple is not available here"),
    "letters that normalize": ("().__ｃlass__", "__class__ of a tuple is not available here"),
    "bases": ("().__class__.__bases__[0]", "the attribute __bases__ is not available here"),
    "subclasses": ("object.__subclasses__()", "the attribute __subclasses__ is not"),
    "mro method": ("class A: pass\nA.mro()", "mro of the class A is not available here"),
    "globals of a method": (
        VARIABLE + "x.__class__.__init__.__globals__",
        "the attribute __globals__ is not available here",
    ),
    "engine's __init__": (VARIABLE + "x.__class__.__init__", "__init__ of the class Variable is"),
    "code of a function": ("(lambda: 1).__code__", "the attribute __code__ is not"),
    "closure": ("def f(): pass\nf.__closure__", "the attribute __closure__ is not"),
    "bound method's self": ("[].append.__self__", "the attribute __self__ is not"),
    "module of a function": ("square.__module__", "the attribute __module__ is not"),
    "wrapped": ("np.exp.__wrapped__", "the attribute __wrapped__ is not available here"),
    "dict of a Variable": ("as_variable(1.0).__dict__", "__dict__ of a Variable is not available"),
    "dict of a class": ("class A: pass\nA.__dict__", "__dict__ of a SessionType is not available"),
    "dict of an instance, written": (
        "class A: pass\nA().__dict__['x'] = 1",
        "items of an Attributes cannot be assigned",
    ),
    "setting past the guards": (
        "class A: pass\nA().__setattr__('__class__', 1)",
        "__setattr__ is available as super().__setattr__(name, value) only",
    ),
    "setting by super": (
        "class A:\n    def f(self): super().__setattr__('__class__', 1)\nA().f()",
        "the attribute __class__ is not available here",
    ),
    "setting what the engine keeps, through super": (
        "class A:\n    def f(self): super().__setattr__('inputs', 1)\n"
        "class B(A, Function): pass\nB().f()",
        "__setattr__ is not available in a Function or a Variable",
    ),
    "an __init__ of ours on something else": (
        "from dezero.datasets import Dataset\nDataset.__init__(Variable)",
        "Dataset.__init__ takes a Dataset first",
    ),
    "an __init__ of ours by one's own class": (
        "from dezero.datasets import Dataset\nclass A(Dataset): pass\nA.__init__(Variable)",
        "Dataset.__init__ takes a Dataset first",
    ),
    "an __init__ of ours by super in a classmethod": (
        "class A(Variable):\n    @classmethod\n    def f(cls): super().__init__(F.Square, None)\n"
        "A.f()",
        "Variable.__init__ takes a Variable first",
    ),
    "an __init__ of ours by super in a classmethod, beside one's own": (
        "class A(Variable):\n    def __init__(self): pass\n    @classmethod\n"
        "    def f(cls): super().__init__(F.Square, None)\nA.f()",
        "Variable.__init__ takes a Variable first",
    ),
    "an update of what is no Variable": (
        "dezero.optimizers.SGD.update_one(dezero.optimizers.SGD(), np.ones(1))",
        "update_one of the class SGD is not available here",
    ),
    "setting what the engine sets": (
        "class A(Function):\n    def __setattr__(self, name, value): pass",
        "__setattr__ is not available in a Function or a Variable",
    ),
    "setting what the engine sets, by a mixin": (
        "class A:\n    def __setattr__(self, name, value): pass\nclass B(A, Variable): pass",
        "__setattr__ is not available in a Function or a Variable",
    ),
    "getattr with a dunder": ("getattr((), '__class__')", "the attribute __class__ is not"),
    "getattr put together": ("getattr((), '__cla' + 'ss__')", "the attribute __class__ is not"),
    "getattr of a guard": ("class A: pass\ngetattr(A, '_base_')", "the attribute _base_ is not"),
    "map getattr": ("list(map(getattr, [()], ['__class__']))", "the attribute __class__ is not"),
    "setattr with a dunder": ("class A: pass\nsetattr(A(), '__class__', int)", "__class__ is not"),
    "format traversal": ("'{0.__class__}'.format(1)", "only plain fields"),
    "format index": ("'{0[0]}'.format([1])", "only plain fields"),
    "format in a spec": ("'{:{x.__class__}}'.format(1, x=1)", "only plain fields"),
    "format_map": ("'{x}'.format_map({'x': 1})", "format_map of a str is not available here"),
    "unbound format": ("str.format('{0.__class__}', 1)", "format of the class str is not"),
    "type makes a class": ("type('A', (), {})", "type with three arguments is not"),
    "type of a function": ("type(lambda: 1)", "the type of a function is not available here"),
    "type of a class": ("class A: pass\ntype(A)", "the type of a SessionType is not"),
    "generator frame": (GENERATOR + "g().gi_frame", "gi_frame of a generator is not"),
    "generator code": (GENERATOR + "g().gi_code", "gi_code of a generator is not"),
    "generator throw": (GENERATOR + "g().throw(ValueError)", "throw of a generator is not"),
    "traceback": (ERROR + "e", "e is not defined"),
    "traceback attribute": (
        "try:\n    1 / 0\nexcept Exception as e:\n    e.__traceback__",
        "the attribute __traceback__ is not",
    ),
    "object in an error": (
        "try:\n    None.x\nexcept AttributeError as e:\n    e.obj",
        "obj of an AttributeError is not available here",
    ),
    "super of numpy": ("super(np.float64, np.float64(1)).tofile('f')", "super(type, obj)"),
    "super of the engine": (VARIABLE + "super(Variable, x)._data", "a super has no attribute"),
    "np.load": ("np.load('f')", "numpy.load is not available here"),
    "np.save": ("np.save('f', np.eye(2))", "numpy.save is not available here"),
    "np.memmap": ("np.memmap('f')", "numpy.memmap is not available here"),
    "np.ctypeslib": ("np.ctypeslib", "numpy.ctypeslib is not available here"),
    "np.lib": ("np.lib", "numpy.lib is not available here"),
    "np.fromfile": ("np.fromfile('f')", "numpy.fromfile is not available here"),
    "np.vectorize": ("np.vectorize(lambda x: x)", "numpy.vectorize is not available here"),
    "np.random's state": ("np.random.set_state", "numpy.random.set_state is not available here"),
    "from numpy import load": ("from numpy import load", "numpy.load is not available here"),
    "import os": ("import os", "os is not available here; a program here reaches no"),
    "import sys from the book": (
        "import os, sys",
        "os is not available here; a program here reaches no",
    ),
    "import numpy.lib": ("import numpy.lib", "numpy.lib is not available here"),
    "import * of numpy": ("from numpy import *", "from numpy import * is not available here"),
    "import * in a function": (
        "def f():\n    from dezero import *",
        "import * is not available inside a function",
    ),
    "relative import": ("from . import x", "relative imports are not available here"),
    "object array": ("np.array([object()])", "np.array takes numbers and arrays, not an object"),
    "object dtype": ("np.zeros(3, dtype=object)", "an array here holds numbers, not object"),
    "object dtype by position": ("np.zeros(3, 'O')", "an array here holds numbers, not object"),
    "astype object": ("np.eye(2).astype(object)", "an array here holds numbers, not object"),
    "scalar's astype": ("np.float64(1).astype('V8')", "an array here holds numbers, not |V8"),
    "array's ctypes": ("np.eye(2).ctypes", "ctypes of an ndarray is not available here"),
    "array's view": ("np.eye(2).view('V8')", "view of an ndarray is not available here"),
    "array's tofile": ("np.eye(2).tofile('f')", "tofile of an ndarray is not available here"),
    "scalar's tofile": ("np.float64(1).tofile('f')", "tofile of a float64 is not available here"),
    "array's dump": ("np.eye(2).dump('f')", "dump of an ndarray is not available here"),
    "array's base": ("np.eye(2)[0].base", "base of an ndarray is not available here"),
    "array's shape": ("a = np.eye(2)\na.shape = (4,)", "shape of an ndarray cannot be set"),
    "ndarray as a constructor": ("np.ndarray((2,))", "np.ndarray(...) is not available here"),
    "class of an array": ("class A(np.ndarray): pass", "cannot be derived from ndarray"),
    "class of a dict": ("class A(dict): pass", "a class here cannot be derived from dict"),
    "class of a type": ("class A(type(1)): pass", "a class here cannot be derived from int"),
    "metaclass": ("class A(metaclass=object): pass", "keywords in a class statement"),
    "two bases from outside": (
        "class A(Function, ValueError): pass",
        "A: only one base may come from outside",
    ),
    "__getattribute__": (
        "class A:\n    def __getattribute__(self, n): pass",
        "the name __getattribute__ is not",
    ),
    "__del__": ("class A:\n    def __del__(self): pass", "the name __del__ is not"),
    "__class_getitem__": (
        "class A:\n    def __class_getitem__(cls, k): pass",
        "the name __class_getitem__ is not",
    ),
    "__init_subclass__": (
        "class A:\n    def __init_subclass__(cls): pass",
        "the name __init_subclass__ is not",
    ),
    "__prepare__": ("class A:\n    __prepare__ = 1", "the name __prepare__ is not"),
    "__slots__": ("class A:\n    __slots__ = ()", "the name __slots__ is not"),
    "__array_ufunc__": ("class A:\n    def __array_ufunc__(self): pass", "__array_ufunc__ is not"),
    "__array_interface__": (
        "class A: pass\nA.__array_interface__ = {}",
        "the attribute __array_interface__ is not",
    ),
    "definable outside a class": ("def __init__(): pass", "the name __init__ is not"),
    "mangling": ("class getattr_:\n    def f(self): return self.__x", "the attribute __x is not"),
    "decorator": ("@[].__class__\ndef f(): pass", "__class__ of a list is not"),
    "default argument": ("def f(a=().__class__): pass", "__class__ of a tuple is not"),
    "lambda's default": ("lambda a=().__class__: a", "__class__ of a tuple is not"),
    "annotation is never run": (
        "def f(a: 1 / 0) -> 1 / 0: return a.__class__\nf(())",
        "__class__ of a tuple is not",
    ),
    "class pattern": (
        "match 1:\n    case object(__class__=c): pass",
        "a class pattern with parts is not available here",
    ),
    "dotted pattern": ("match 1:\n    case np.e: pass", "a dotted name in a case is not"),
    "async": ("async def f(): pass", "async def is not available here"),
    "async comprehension": (
        "def f(): return (x async for x in [1])",
        "async for is not available here",
    ),
    "numpy's own text": ("np.random.choice(['%99999d'])", "an array here holds numbers, not text"),
    "object arrays in a list": (
        "np.meshgrid([object()])",
        "np.meshgrid takes numbers and arrays, not an object",
    ),
    "await": ("def f():\n    await g()", "await is not available here"),
    "except*": ("try:\n    pass\nexcept* ValueError:\n    pass", "except* is not available here"),
    "exec": ("exec('1')", "exec is not available here"),
    "exec by another name": ("e = exec\ne('1')", "exec is not available here"),
    "eval": ("eval('1')", "eval is not available here"),
    "compile": ("compile('1', '', 'eval')", "compile is not available here"),
    "open": ("open('f')", "open is not available here"),
    "input": ("input()", "input is not available here"),
    "quit": ("quit()", "quit is not available here: Ctrl-D leaves"),
    "bytes": ("bytes(3)", "bytes is not available here"),
    "BaseException": (
        "try:\n    1 / 0\nexcept BaseException:\n    1",
        "BaseException is not avail",
    ),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", "KeyboardInterrupt is not available here"),
    "SystemExit": ("raise SystemExit", "SystemExit is not available here"),
    "return in finally": (
        "def f():\n    try:\n        pass\n    finally:\n        return 1",
        "return in a finally block is not available here",
    ),
    "break in finally": (
        "while 1:\n    try:\n        pass\n    finally:\n        break",
        "break in a finally block is not",
    ),
    "yield in finally": (
        "def f():\n    try:\n        pass\n    finally:\n        yield",
        "yield in a finally block is not",
    ),
    "Config.recorder": ("Config.recorder = None", "recorder of Config cannot be set"),
    "Config.source_finder": ("Config.source_finder", "source_finder of Config is not"),
    "using_config of the recorder": (
        "with using_config('recorder', None): pass",
        "using_config: no setting 'recorder'",
    ),
    "a module's name": ("np.exp = 1", "a Module has no attribute exp to set"),
    "a module's table": ("np.table", "numpy has no table"),
    "an operation's method": ("Square.forward = None", "forward of the class Square cannot be set"),
    "Variable's operator": ("Variable.__mul__ = 1", "__mul__ of the class Variable cannot be set"),
    "Variable's label": (VARIABLE + "x.label = 'y'", "label of a Variable cannot be set"),
    "Variable's _data": (VARIABLE + "x._data", "_data of a Variable is not available here"),
    "own Variable's _data": (
        "class V(Variable): pass\nV(np.array(1.0))._data",
        "_data of a V is not available here",
    ),
    "own Variable's label": (
        "class V(Variable): pass\nV(np.array(1.0)).label = []",
        "label of a V cannot be set",
    ),
    "own Function's source": (
        "class F1(Function):\n    source = property(lambda self: 1 / 0)",
        "source of a Function is the engine's own",
    ),
    "own Function's outputs": (
        "class F1(Function): pass\nF1.outputs = []",
        "outputs of a Function is the engine's own",
    ),
    "own Function's serial": (
        "class F1(Function):\n    def forward(self, x):\n        self.serial = []\n"
        "        return x\nF1()(np.array(1.0))",
        "serial of a F1 cannot be set",
    ),
    "big power": ("9 ** 9 ** 9", "**: a number of"),
    "big power in place": ("x = 9\nx **= 10 ** 8", "**: a number of"),
    "big pow": ("pow(9, 10 ** 8)", "**: a number of"),
    "big shift": ("1 << 10 ** 9", "<<: a number of"),
    "big list": ("[0] * 10 ** 10", "*: 10,000,000,000 items are more than"),
    "big list by numpy": ("[0] * np.int64(10 ** 10)", "*: 10,000,000,000 items are more than"),
    "big text in place": ("s = 'a'\ns *= 10 ** 10", "*: 10,000,000,000 characters are more than"),
    "big width": ("f'{1:1000000}'", "a width of 1000000 is more than"),
    "big width from outside": ("w = 10 ** 9\nf'{1:{w}}'", "a width of 1000000000 is more than"),
    "big percent width": ("'%1000000d' % 1", "a width of 1000000 is more than"),
    "big percent width behind a key": ("'%((a))99999999d' % {'(a)': 1}", "a width of 99999999 is"),
    "big percent width of a float": ("'%99999999f' % 1.0", "a width of 99999999 is more than"),
    "star width": ("'%*d' % (10 ** 9, 1)", "a * width is not available"),
    "big precision": ("'{:.99999999f}'.format(1.0)", "a width of 99999999 is more than"),
    "big padding": ("'a'.ljust(10 ** 9)", "ljust: a width of 1000000000 is more than"),
    "big replacement": ("('a' * 10 ** 5).replace('a', 'b' * 10 ** 5)", "replace: a text of more"),
    "big rounding": ("round(1, -10 ** 9)", "round: -1000000000 places are more than"),
    "big zeros": ("np.zeros((10 ** 5, 10 ** 5))", "np.zeros: 1e+10 elements are more than"),
    "big zeros by keyword": ("np.zeros(shape=10 ** 10)", "np.zeros: 1e+10 elements are more"),
    "big eye": ("np.eye(N=10 ** 6)", "np.eye: 1e+12 elements are more than"),
    "big identity": ("np.identity(n=10 ** 6)", "np.identity: 1e+12 elements are more than"),
    "big arange": ("np.arange(start=0, stop=10 ** 12)", "np.arange: 1e+12 elements are more than"),
    "big random": ("np.random.rand(10 ** 5, 10 ** 5)", "np.rand: 1e+10 elements are more than"),
    "big normal": ("np.random.normal(size=10 ** 10)", "np.normal: 1e+10 elements are more than"),
    "big tile": ("np.tile(np.zeros(10 ** 4), (10 ** 3, 10 ** 3))", "np.tile: 1e+10 elements are"),
    "big repeat": ("np.zeros(10).repeat(10 ** 9)", "repeat: 1e+10 elements are more than"),
    "big factorial": ("math.factorial(10 ** 6)", "math.factorial: more than 5000"),
    "long name": ("x" * 300 + " = 1", "is not available here"),
}


@pytest.mark.parametrize("source", SHADOWING)
def test_no_guard_can_be_named(source: str) -> None:
    told = refusal(source)
    assert told.startswith("NotAvailable: the name ")
    assert told.endswith(" is not available here")


@pytest.mark.parametrize("name", ESCAPES)
def test_an_escape_ends_in_its_sentence(name: str) -> None:
    source, sentence = ESCAPES[name]
    assert sentence in refusal(source)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
@pytest.mark.parametrize(
    "source", ["def f[_getattr_](): pass", "class A[T]: pass", "type _getattr_ = int"]
)
def test_type_parameters_are_refused(source: str) -> None:
    assert "is not available here" in refusal(source)


SWALLOWERS = {
    "__exit__": (
        "class S:\n    def __enter__(self):\n        return self\n"
        "    def __exit__(self, *rest):\n        return True\n"
        "with S():\n    print('now')\nprint('swallowed')"
    ),
    "bare except": "try:\n    print('now')\nexcept:\n    print('swallowed')",
    "except Exception": "try:\n    print('now')\nexcept Exception:\n    print('swallowed')",
    "contextmanager": (
        "from contextlib import contextmanager\n@contextmanager\ndef cm():\n    try:\n"
        "        yield\n    except:\n        pass\nwith cm():\n    print('now')\n"
        "print('swallowed')"
    ),
    "shadowed Exception": (
        "Exception = (Exception, ValueError)\ntry:\n    print('now')\nexcept:\n"
        "    print('swallowed')"
    ),
    "getattr's default": (
        "class A:\n    @property\n    def x(self):\n        print('now')\ngetattr(A(), 'x', 1)\n"
        "print('swallowed')"
    ),
}


@pytest.mark.parametrize("name", SWALLOWERS)
def test_nothing_swallows_ctrl_c(name: str) -> None:
    written: list[str] = []

    def press_ctrl_c(text: str) -> None:
        written.append(text)
        if text == "now\n":
            raise KeyboardInterrupt

    outcome = Runtime(press_ctrl_c).run(SWALLOWERS[name])
    assert outcome.interrupted
    assert written == ["now\n"]


def test_nothing_reached_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("np.save", "array's tofile", "scalar's tofile", "array's dump", "super of numpy"):
        ran(ESCAPES[name][0])
    assert list(tmp_path.iterdir()) == []


def test_the_settings_are_as_they_were() -> None:
    before = (Config.enable_backprop, Config.recorder, Config.source_finder, Function.calls.made)
    for source, _ in (ESCAPES[n] for n in ESCAPES if "onfig" in n):
        ran(source)
    after = (Config.enable_backprop, Config.recorder, Config.source_finder, Function.calls.made)
    assert after == before


def test_globals_is_a_copy() -> None:
    result = ran("x = 1", "globals()['_getattr_'] = 1\nglobals()['x'] = 2", "x")
    assert result.outcome.value == 1
    assert "_getattr_" not in result.runtime.namespace


@pytest.mark.parametrize(
    "method", ["all", "any", "sum", "mean", "std", "var", "prod", "max", "ptp"]
)
def test_array_methods_that_import_on_first_use_do(method: str) -> None:
    result = ran(f"np.array([1.0, 2.0]).{method}()")
    if method == "ptp":
        assert "ndarray" in result.problem.message
    else:
        assert result.outcome.value == getattr(np.array([1.0, 2.0]), method)()
