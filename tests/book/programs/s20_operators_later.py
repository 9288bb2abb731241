# Step 20: operators are methods, and can be given to a class later.
class Number:
    def __init__(self, value):
        self.value = value

    def __str__(self):
        return '<%s>' % self.value


def mul_numbers(self, other):
    return Number(self.value * other.value)


Number.__mul__ = mul_numbers
Number.__add__ = lambda self, other: Number(self.value + other.value)
Number.__neg__ = lambda self: Number(-self.value)
print(Number(3) * Number(2) + -Number(1))
# prints:
# <5>
