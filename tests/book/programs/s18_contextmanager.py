# Step 18: with, try and finally, contextlib.
import contextlib


class Settings:
    enable_backprop = True


@contextlib.contextmanager
def using(name, value):
    old = getattr(Settings, name)
    setattr(Settings, name, value)
    try:
        yield
    finally:
        setattr(Settings, name, old)


with using('enable_backprop', False):
    print(Settings.enable_backprop)
print(Settings.enable_backprop)

try:
    with using('enable_backprop', False):
        raise ValueError('in the middle')
except ValueError:
    print('restored', Settings.enable_backprop)


def no_grad_here():
    return using_config('enable_backprop', False)


with no_grad_here():
    y = square(Variable(np.array(2.0)))
print(y.creator, Config.enable_backprop)
# prints:
# False
# True
# restored True
# None True
