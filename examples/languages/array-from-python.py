"""Makes an array of numbers in shared memory, says its name, and waits until it was read."""

import array
import sys
from multiprocessing.shared_memory import SharedMemory

ROWS, COLUMNS = 3, 4

numbers = array.array("d", (row * 10 + column for row in range(ROWS) for column in range(COLUMNS)))
shared = SharedMemory(create=True, size=numbers.itemsize * len(numbers))
# With NumPy: numpy.ndarray((ROWS, COLUMNS), dtype="float64", buffer=shared.buf)
shared.buf[: shared.size].cast("d")[:] = numbers
print(shared.name, ROWS, COLUMNS, flush=True)
sys.stdin.readline()
print("python sees", list(shared.buf[: shared.size].cast("d")[:COLUMNS]), flush=True)
shared.close()
shared.unlink()
