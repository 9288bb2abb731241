# The language around the graphs: functions of every kind.
from functools import partial, reduce, wraps


def f(a, /, b, *args, c=3, **options):
    return a, b, args, c, options


print(f(1, 2), f(1, b=2, c=4), f(*range(4), **{'d': 5}))


def counted(func):
    @wraps(func)
    def wrapper(*args, **kwargs):
        """Counts."""
        wrapper_calls[func.__name__] = wrapper_calls.get(func.__name__, 0) + 1
        return func(*args, **kwargs)

    return wrapper


wrapper_calls = {}


@counted
def cube(x):
    """x to the third."""
    return x ** 3


print(cube(2), cube.__name__, cube.__doc__, wrapper_calls)


def repeat(times):
    def decorate(func):
        def inner(x):
            for _ in range(times):
                x = func(x)
            return x
        return inner
    return decorate


@repeat(times=3)
def double(x):
    return x * 2


print(double(Variable(np.array(1.0))))


def counter():
    n = 0

    def more(by=1):
        nonlocal n
        n += by
        return n

    return more


more = counter()
more(), more(5)
total = 0


def add_to_total(k):
    global total
    total += k


for k in 1, 2, 3:
    add_to_total(k)
print(more(), total, reduce(lambda a, b: a * b, [1, 2, 3, 4]), partial(f, 0, 1)(c=2))


def quadratic(a: float, b: float = 1.0, *, c: 'float' = 0.0) -> float:
    result: float = a * 2 + b
    return result + c


print(quadratic(1.0, c=2.0), (lambda *v, k=2: sum(v) * k)(1, 2), max([3, -4], key=abs))
# prints:
# (1, 2, (), 3, {}) (1, 2, (), 4, {}) (0, 1, (2, 3), 3, {'d': 5})
# 8 cube x to the third. {'cube': 1}
# variable(8.0)
# 7 6 24 (0, 1, (), 2, {})
# 5.0 6 -4
