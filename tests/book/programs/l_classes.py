# The language around the graphs: properties, class methods, super, calls, operators.
class Shape:
    count = 0

    def __init__(self, *sides):
        self._sides = sides
        Shape.count += 1

    @property
    def sides(self):
        """The lengths."""
        return self._sides

    @sides.setter
    def sides(self, sides):
        if min(sides) <= 0:
            raise ValueError('sides are positive')
        self._sides = tuple(sides)

    @classmethod
    def square(cls, side):
        return cls(side, side)

    @staticmethod
    def unit():
        return Shape(1, 1)

    def __call__(self, scale):
        return type(self)(*[s * scale for s in self._sides])

    def __getitem__(self, index):
        return self._sides[index]

    def __len__(self):
        return len(self._sides)

    def __iter__(self):
        return iter(self._sides)

    def __contains__(self, side):
        return side in self._sides

    def __lt__(self, other):
        return self.area() < other.area()

    def __bool__(self):
        return self.area() > 0

    def area(self):
        result = 1
        for s in self:
            result *= s
        return result


class Named(Shape):
    def __init__(self, name, *sides):
        super().__init__(*sides)
        self.name = name

    def __repr__(self):
        return f'{self.__class__.__name__}({self.name}, {list(self)})'

    def area(self):
        return super().area() + 0.5


s = Shape.square(3)
s.sides = [2, 5]
print(s.area(), s.sides, s[0], len(s), 5 in s, list(s(2)), bool(Shape(0)))
n = Named('n', 1, 2)
print(n, n.area(), sorted([s, Shape.unit(), n])[0].area(), isinstance(n, Shape), Shape.count)
try:
    s.sides = [0]
except ValueError as error:
    print(error)
print(hasattr(n, 'name'), getattr(n, 'nothing', 'none'), callable(s), Named.__name__, vars(n)['name'])
# prints:
# 10 (2, 5) 2 2 True [4, 10] False
# Named(n, [1, 2]) 2.5 1 True 5
# sides are positive
# True none True Named n
