# Step 17: weak references let go.
import weakref
import numpy as np

a = np.array([1, 2, 3])
b = weakref.ref(a)
print(b() is a)
a = None
print(b())


class Owner:
    pass


owner = Owner()
pupil = Owner()
owner.pupil, pupil.owner = pupil, weakref.ref(owner)
print(owner.pupil.owner() is owner)

for i in range(10):
    x = Variable(np.random.randn(1000))
    y = square(square(square(x)))
print(y.creator.outputs[0]() is y)
# prints:
# True
# None
# True
# True
