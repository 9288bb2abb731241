# Step 23: the header that every program of the book begins with.
if '__file__' in globals():
    import os, sys
    sys.path.append(os.path.join(os.path.dirname(__file__), '..'))

import numpy as np
import dezero
import dezero.functions as F
from dezero import Function, Variable, as_array, as_variable, setup_variable
from dezero.core_simple import Variable as Simple
from dezero.core import Parameter, no_grad, using_config

setup_variable()
is_simple_core = True
if is_simple_core:
    from dezero.core_simple import Function as Base
else:
    from dezero.core import Function as Base
x = Variable(np.array(1.0))
y = (x + 3) ** 2
y.backward()
print(y)
print(x.grad)
print(Simple is Variable, Base is Function, issubclass(Parameter, Variable), F is dezero.functions)
# prints:
# variable(16.0)
# variable(8.0)
# True True True True
