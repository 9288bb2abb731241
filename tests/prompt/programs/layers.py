# A network as a dictionary of layers: every local gradient by a forward difference.
import numpy as np
import matplotlib.pyplot as plt


def weighted(*names):
    """The sum of inputs times weights, plus a bias."""
    n = len(names) // 2

    def forward(values):
        products = [values[a] * values[b] for a, b in zip(names[:n], names[n:-1])]
        return sum(products) + values[names[-1]]

    return forward, list(names)


layers = {
    'f': weighted('x1', 'x2', 'w1', 'w2', 'b1'),
    'g': weighted('x1', 'x2', 'w3', 'w4', 'b2'),
    'h': weighted('f', 'g', 'w5', 'w6', 'b3'),
    'i': weighted('f', 'g', 'w7', 'w8', 'b4'),
    'j': (lambda values: values['h'] + 2 * values['i'], ['h', 'i']),
    'loss': (lambda values: (values['j'] - values['y1']) ** 2, ['j']),
}
params = {f'w{n}': float(n) for n in range(1, 9)}
params.update({f'b{n}': float(n + 8) for n in range(1, 5)})


def run(name, values):
    """The value of a layer; those of its inputs are made first."""
    if name not in values:
        forward, inputs = layers[name]
        for each in inputs:
            run(each, values)
        values[name] = forward(values)
    return values[name]


def local(name, wrt, values, eps=1e-10):
    """The gradient of a layer by one of its inputs."""
    forward, _ = layers[name]
    moved = {**values, wrt: values[wrt] + eps}
    return (forward(moved) - forward(values)) / eps


def back(name, gradient, values, grads):
    """Chain the local gradients over the layers, by recursion."""
    if name not in layers:
        grads[name] = grads.get(name, 0.0) + gradient
        return grads
    for each in layers[name][1]:
        back(each, gradient * local(name, each, values), values, grads)
    return grads


values = {**params, 'x1': 13.0, 'x2': 14.0}
print('j', run('j', values))
print('numerical', back('j', 1.0, values, {})['w1'])

v = {name: Variable(np.array(value), name) for name, value in {**params, 'x1': 13.0}.items()}
f = v['x1'] * v['w1'] + 14.0 * v['w2'] + v['b1']
g = v['x1'] * v['w3'] + 14.0 * v['w4'] + v['b2']
j = f * v['w5'] + g * v['w6'] + v['b3'] + 2 * (f * v['w7'] + g * v['w8'] + v['b4'])
j.backward()
print('engine', v['w1'].grad.data)

losses = []
for epoch in range(100):
    total = 0.0
    for k in range(100):
        values = {**params, 'x1': k / 100, 'x2': k / 100, 'y1': k / 100}
        total += run('loss', values)
        for name, gradient in back('loss', 1.0, values, {}).items():
            if name in params:
                params[name] -= 1e-3 * gradient
    losses.append(total / 100)
print('at 1000', run('j', {**params, 'x1': 1000.0, 'x2': 1000.0}))
print('mean loss', losses[0], losses[-1])
plt.plot(losses)
plt.yscale('log')
plt.title('mean loss')
plt.xlabel('epoch')
plt.show()
