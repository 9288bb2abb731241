"""The engine: define-by-run autograd as "Deep Learning from Scratch 3" builds it, in numpy.

Variables and Functions make the graph (variable.py, function.py, operations/); backward.py goes
back through it. Nothing here prints, draws or reads a file.
"""

from backstep.engine import backward, operations  # noqa: F401  # backward fills ALGORITHMS
from backstep.engine.algorithm import ALGORITHMS
from backstep.engine.config import Config, no_grad, test_mode, using_config
from backstep.engine.dataloaders import DataLoader, SeqDataLoader
from backstep.engine.datasets import Dataset
from backstep.engine.dot import get_dot_graph, plot_dot_graph
from backstep.engine.errors import (
    ArgumentError,
    BackstepError,
    BackwardError,
    ConfigError,
    DataChangedWarning,
    DataError,
    ItemError,
    ShapeError,
)
from backstep.engine.function import Function
from backstep.engine.graph import GraphSize, graph_size
from backstep.engine.layers import Layer
from backstep.engine.models import MLP, Model, Sequential
from backstep.engine.numerical import GradientReport, gradient_check, numerical_diff
from backstep.engine.operations import *  # noqa: F403
from backstep.engine.setup import setup_variable
from backstep.engine.variable import Parameter, Variable, as_array, as_variable

setup_variable()

__all__ = [
    "ALGORITHMS",
    "MLP",
    "ArgumentError",
    "BackstepError",
    "BackwardError",
    "Config",
    "ConfigError",
    "DataChangedWarning",
    "DataError",
    "DataLoader",
    "Dataset",
    "Function",
    "GradientReport",
    "GraphSize",
    "ItemError",
    "Layer",
    "Model",
    "Parameter",
    "SeqDataLoader",
    "Sequential",
    "ShapeError",
    "Variable",
    "as_array",
    "as_variable",
    "get_dot_graph",
    "gradient_check",
    "graph_size",
    "no_grad",
    "numerical_diff",
    "plot_dot_graph",
    "setup_variable",
    "test_mode",
    "using_config",
]
__all__ += operations.__all__
