# Step 10: tests with unittest, among them a gradient check.
import unittest
import numpy as np
from dezero import Variable, square


def numerical(f, x, eps=1e-4):
    x0 = Variable(x.data - eps)
    x1 = Variable(x.data + eps)
    return (f(x1).data - f(x0).data) / (2 * eps)


class SquareTest(unittest.TestCase):
    def setUp(self):
        self.x = Variable(np.array(3.0))

    def test_forward(self):
        y = square(Variable(np.array(2.0)))
        expected = np.array(4.0)
        self.assertEqual(y.data, expected)

    def test_backward(self):
        y = square(self.x)
        y.backward()
        self.assertEqual(self.x.grad, np.array(6.0))

    def test_gradient_check(self):
        x = Variable(np.random.rand(1))
        y = square(x)
        y.backward()
        num_grad = numerical(square, x)
        flag = np.allclose(x.grad, num_grad)
        self.assertTrue(flag)

    def test_bad_input(self):
        with self.assertRaises(TypeError):
            square('3')


if __name__ == '__main__':
    unittest.main()
# prints:
# Ran 4 tests: OK
