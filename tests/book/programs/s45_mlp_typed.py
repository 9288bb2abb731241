# Step 45: MLP as a reader types it, with setattr and a list of layers.
from dezero import Model
import dezero.layers as L


class MLP(Model):
    def __init__(self, fc_output_sizes, activation=F.sigmoid):
        super().__init__()
        self.activation = activation
        self.layers = []

        for i, out_size in enumerate(fc_output_sizes):
            layer = L.Linear(out_size)
            setattr(self, 'l' + str(i), layer)
            self.layers.append(layer)

    def forward(self, x):
        for l in self.layers[:-1]:
            x = self.activation(l(x))
        return self.layers[-1](x)


model = MLP((10, 20, 30, 40, 1), activation=F.relu)
y = model(np.ones((7, 2)))
print(y.shape, len(list(model.params())), model.l3.out_size)
print([p.shape for p in model.params()][:3])
# prints:
# (7, 1) 10 40
# [(2, 10), (10,), (10, 20)]
