# Step 18: no_grad builds no graph; the error of a backward then says so.
x = Variable(np.array(2.0))
with no_grad():
    y = square(x)
print(y.creator, y.generation)
try:
    y.backward()
except RuntimeError as error:
    print('no_grad' in str(error))


@no_grad()
def predict(v):
    return v * 3


print(predict(x).creator, (x * 3).creator is not None)
with using_config('train', False):
    print(F.dropout(np.ones(3)).data)
# prints:
# None 0
# True
# None True
# [1. 1. 1.]
