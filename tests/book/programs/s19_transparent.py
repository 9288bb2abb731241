# Step 19: a name, a shape, a length, a repr.
x = Variable(np.array([[1, 2, 3], [4, 5, 6]]), 'x')
print(x.shape, x.ndim, x.size, x.dtype, len(x))
print(x)
print(Variable(None), x.name)


class Vector:
    def __init__(self, *numbers):
        self._numbers = list(numbers)

    @property
    def shape(self):
        return (len(self._numbers),)

    def __len__(self):
        return len(self._numbers)

    def __repr__(self):
        inner = ', '.join(str(n) for n in self._numbers)
        return 'Vector(' + inner + ')'

    def __eq__(self, other):
        return isinstance(other, Vector) and self._numbers == other._numbers

    def __hash__(self):
        return hash(tuple(self._numbers))


v = Vector(1, 2)
print(v, v.shape, len(v), v == Vector(1, 2), len({v, Vector(1, 2)}))
print(f'{v!r:>14}|{v!s}')
# prints:
# (2, 3) 2 6 int64 2
# variable([[1 2 3]
#           [4 5 6]])
# variable(None) x
# Vector(1, 2) (2,) 2 True 1
#   Vector(1, 2)|Vector(1, 2)
