# Step 49: transforms on the way out of a dataset.
import dezero
from dezero import transforms


def halve(x):
    y = x / 2.0
    return y


plain = dezero.datasets.Spiral()
halved = dezero.datasets.Spiral(transform=halve, target_transform=lambda t: t + 10)
print(np.allclose(plain[5][0] / 2, halved[5][0]), halved[5][1] - plain[5][1])

f = transforms.Compose([transforms.Flatten(), transforms.Normalize(mean=0.0, std=2.0)])
normal = dezero.datasets.Spiral(transform=f)
print(np.allclose(normal[5][0], halved[5][0]), normal[5][0].shape)
# prints:
# True 10
# True (2,)
