# The language around the graphs: try in all its parts, raise from, assert.
class ShapeMismatch(ValueError):
    def __init__(self, a, b):
        super().__init__(f'{a} and {b} differ')
        self.shapes = a, b


def check(a, b):
    if a.shape != b.shape:
        raise ShapeMismatch(a.shape, b.shape)
    return True


log = []
for left, right in [((2,), (2,)), ((2,), (3,))]:
    try:
        check(np.zeros(left), np.zeros(right))
    except (TypeError, ShapeMismatch) as error:
        log.append(f'{type(error).__name__}: {error}')
        assert error.shapes == (left, right), 'the shapes are kept'
    else:
        log.append('fine')
    finally:
        log.append('done')
print(log)

try:
    try:
        1 / 0
    except ZeroDivisionError as error:
        raise RuntimeError('while dividing') from error
except RuntimeError as error:
    print(error.args)

try:
    assert False, 'never'
except AssertionError as error:
    print('caught', error)


def last_word():
    for n in range(10):
        try:
            if n == 3:
                break
            continue
        finally:
            pass
    else:
        return 'no break'
    return n


print(last_word())
# prints:
# ['fine', 'done', 'ShapeMismatch: (2,) and (3,) differ', 'done']
# ('while dividing',)
# caught never
# 3
