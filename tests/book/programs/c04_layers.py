# Curriculum 04: a network as a dictionary of layers, differentiated by recursion over it.
import numpy as np

eps = 1e-10


def weighted(a, b):
    return lambda p, q: a * p + b * q


w = dict(zip(['w1', 'w2', 'w3', 'w4', 'w5', 'w6', 'w7', 'w8'], range(1, 9)))
b = {'b1': 9, 'b2': 10, 'b3': 11, 'b4': 12}
values = {'x1': 13.0, 'x2': 14.0, **w, **b}
network = {
    'f': (lambda x1, x2, w1, w2, b1: w1 * x1 + w2 * x2 + b1, ['x1', 'x2', 'w1', 'w2', 'b1']),
    'g': (lambda x1, x2, w3, w4, b2: w3 * x1 + w4 * x2 + b2, ['x1', 'x2', 'w3', 'w4', 'b2']),
    'h': (lambda f, g, w5, w6, b3: w5 * f + w6 * g + b3, ['f', 'g', 'w5', 'w6', 'b3']),
    'i': (lambda f, g, w7, w8, b4: w7 * f + w8 * g + b4, ['f', 'g', 'w7', 'w8', 'b4']),
    'j': (weighted(1, 2), ['h', 'i']),
}
calls = 0


def forward(name):
    if name not in network:
        return values[name]
    layer, inputs = network[name]
    if name not in values:
        values[name] = call(layer, [forward(each) for each in inputs])
    return values[name]


def call(layer, arguments):
    global calls
    calls += 1
    return layer(*arguments)


visits = 0


def backward(name, grad, grads):
    global visits
    grads[name] = grads.get(name, 0) + grad
    if name not in network:
        return grads
    visits += 1
    layer, inputs = network[name]
    at = [values[each] for each in inputs]
    here = call(layer, at)
    for k, each in enumerate(inputs):
        moved = [v + eps * (n == k) for n, v in enumerate(at)]
        backward(each, grad * (call(layer, moved) - here) / eps, grads)
    return grads


print(forward('j'))
grads = backward('j', 1.0, {})
print(abs(grads['w1'] - 247) < 1, grads['w1'] != 247)
print(visits)
# prints:
# 3295.0
# True True
# 7
