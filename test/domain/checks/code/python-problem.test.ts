import {expect, test} from 'vitest';
import {pythonProblem} from '../../../../domain/checks/code/python-problem.ts';

test.each([
  ['match', 'match point:\n    case {"x": x, **rest} if x:\n        pass'],
  ['type parameters', 'def first[T](all: list[T]) -> T: ...\ntype Pair = tuple[int, int]'],
  ['numbers that end with a dot', 'import numpy as np\nx = np.array([1., 2., 3.])'],
  ['a bare yield', 'def total():\n    while True:\n        value = yield\n        print((yield))'],
  ['names in a bracketed with', 'with (open("a") as f, open("b") as g):\n    print(f, g)'],
  ['a starred target', 'for first, *rest in rows:\n    print([a for a, *b in rest])'],
  ['quotes within an f-string', 'print(f"{user["name"]!r:>{width}}")'],
  ['names of other scripts', 'größe = 3\n変数 = größe'],
  ['strings of all kinds', 'a = """\nquote: \'\n"""\nb = r"\\d" \'\' rb"x"'],
  ['sessions in its strings', 'def f():\n    """Adds.\n\n    >>> f()\n    3\n    """\n    return 3'],
  ['a session in its strings that is cut off', 'def f():\n    """\n    >>> f((\n    """'],
  ['print as a value', 'list(map(print, [1]))\nprint'],
  ['several exceptions', 'try:\n    pass\nexcept (ValueError, TypeError) as error:\n    raise'],
  ['statements on one line', 'if True: x = 1; y = 2'],
  ['a block whose comment is not indented', 'if a:\n# why\n    b\nc'],
])('%s parses', (_, code) => {
  expect(pythonProblem(code)).toBeNull();
});

test.each([
  ['a session', '>>> for x in [1]:\n...     print(x)\n...\n1\n>>> x.y\nTraceback (most recent call last):'],
  [
    'a session of IPython',
    'In [1]: for x in [1]:\n   ...:     print(x)\n   ...:\n1\n\nIn [2]: df\nOut[2]: \n   a  b\n0  1  2\n\nIn []:',
  ],
  ['a notebook’s commands', '%matplotlib inline\n!pip install pandas\nimport pandas as pd'],
  ['a command in a terminal', '$ python app.py\nprint("x")'],
  ['an indented block', '    def area(self):\n        return 1\n\n    def name(self):\n        return ""'],
  ['a head', 'def area(self, width: float) -> float:'],
  ['a decorator', '@app.get("/users/{user_id}")'],
  ['an else', 'else:\n    print("none")'],
  ['an elif', 'elif age > 3:\n    print("some")'],
  ['an except', 'except ValueError as error:\n    print(error)'],
  ['a finally', 'finally:\n    file.close()'],
  ['a case', 'case [x, y]:\n    print(x)'],
])('%s is a fragment', (_, code) => {
  expect(pythonProblem(code)).toBeNull();
});

test.each([
  ['a body', 'def load():\n    ...'],
  ['items of a dictionary', 'user = {"name": "Ann", ...}'],
  ['items in its middle', 'user = {"name": "Ann", ..., "age": 3}'],
  ['a body and items', 'def load():\n    ...\n\nuser = {"name": "Ann", ...}'],
  ['parameters', 'def load(url, ..., timeout=3):\n    pass'],
  ['a line in brackets', 'urls = [\n    ...\n    path("admin/", admin),\n]'],
  ['what words say', 'def load():\n    ... read the file as before ...\n    return 1'],
  ['what a comment says', 'def load():\n    # as before\n\nload()'],
  ['what a comment says behind a head with one', 'if ready:  # now\n    # start\n'],
])('dots or a comment stand for %s', (_, code) => {
  expect(pythonProblem(code)).toBeNull();
});

test.each([
  ['no colon', 'def total(prices)\n    return 1', 1, 'unexpected "return"'],
  ['an open bracket', 'x = (1,\ny = 2\n', 2, 'unexpected "="'],
  ['the end of the text', 'x = [1,\n     2', 2, 'it ends too early'],
  ['an open string', 'print("a)\nx = 1', 1, 'the string is not closed'],
  ['an open string of its own', "x = 'abc\ny = 1", 1, 'the string is not closed'],
  ['an open long string', 'a = 1\nb = """text\n', 2, 'the string is not closed'],
  ['a fault above an open string', 'x = (1 2)\ny = "abc', 1, 'unexpected "2"'],
  ['a fault below quotes that are closed', `"""it's"""\n# it's\nx = (1 2)`, 3, 'unexpected "2"'],
  ['curly quotes', 'a = 1\nprint(“a”)', 2, 'invalid character in "“a”"'],
  ['a block that is not indented', 'for x in y:\nprint(x)', 2, 'unexpected "print"'],
  ['a line indented further', 'a = 1\n  b = 2', 2, 'the indentation does not match'],
  ['a line indented less', 'if a:\n    b\n  c', 3, 'unexpected "c"'],
  ['a tab among blanks', 'if a:\n        b\n\tc', 3, 'the indentation does not match'],
  ['an indented first line', '  a = 1\nb = 2', 1, 'the indentation does not match'],
  ['a body of no statement', 'class A:\n    def f(self):\n    x = 1', 3, 'unexpected "x"'],
  ['print of Python 2', 'x = 1\nprint "a"', 2, 'print is a function'],
  ['raise of Python 2', 'raise ValueError, "no"', 1, 'in parentheses'],
  ['except of Python 2', 'try:\n    pass\nexcept ValueError, e:\n    pass', 3, 'its name with "as"'],
  ['a fault in a session of IPython', 'In [1]: x\nOut[1]: 3\n\nIn [2]: y = (1', 4, 'it ends too early'],
  ['a command, and a fault', '%time\nx = (1', 2, 'it ends too early'],
  ['an emoji among words', 'x = 5 👉 y', 1, 'unexpected "👉"'],
  ['words of another language', 'const x = 1;', 1, 'unexpected "x"'],
])('%s is a problem in its line', (_, code, line, reason) => {
  expect(pythonProblem(code)).toEqual({line, reason: expect.stringContaining(reason) as unknown});
});
