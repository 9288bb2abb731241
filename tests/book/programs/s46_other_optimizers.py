# Step 46: the other optimizers, and hooks, behind one interface.
from dezero import optimizers
from dezero.models import MLP

rates = {
    'SGD': optimizers.SGD(0.2),
    'MomentumSGD': optimizers.MomentumSGD(0.1),
    'AdaGrad': optimizers.AdaGrad(0.1),
    'Adam': optimizers.Adam(0.05),
}
for name, optimizer in rates.items():
    np.random.seed(0)
    x = np.random.rand(100, 1)
    y = np.sin(2 * np.pi * x) + np.random.rand(100, 1)
    model = MLP((10, 1))
    optimizer.setup(model)
    for i in range(100):
        loss = F.mean_squared_error(y, model(x))
        model.cleargrads()
        loss.backward()
        optimizer.update()
    print('%-12s%.4f' % (name, loss.data))

optimizer = optimizers.SGD(lr=0.1).setup(model)
optimizer.add_hook(optimizers.WeightDecay(1e-4))
optimizer.lr *= 0.5
print(len(optimizer.hooks), optimizer.lr, optimizer.target is model)
# prints:
# SGD         0.2555
# MomentumSGD 0.2525
# AdaGrad     0.2481
# Adam        0.2450
# 1 0.05 True
