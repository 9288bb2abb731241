# Step 26: plot_dot_graph draws no file here, and says where to look.
from dezero.utils import plot_dot_graph

x = Variable(np.array(1.0), 'x')
y = x ** 2 + 1
y.name = 'y'
text = plot_dot_graph(y, verbose=False, to_file='square.png')
print(text.startswith('digraph g {'), text.count('Pow'))
# prints:
# warning: no file square.png is drawn: %graph y shows the graph, and get_dot_graph gives it as DOT text (line 7)
# True 1
