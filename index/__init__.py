"""From passages to ranked passages: the model, the words, FAISS, fusion and storage.

Here, before torch, FAISS and NumPy are imported, their threads are told to sleep soon while they wait for each
other. By default they spin, and as soon as another process wants a core each waits for one that isn't
running: a question took 2.8 s to encode instead of 0.03 s on two busy cores. Threads that sleep at once have to be
woken a few hundred times a question, so torch's spin for a fraction of a millisecond first: a question takes 0.6 to
0.7 of the time, on idle cores and on busy ones. Whoever sets these variables otherwise is heeded.
"""

import os

if "OMP_WAIT_POLICY" not in os.environ:
    os.environ["OMP_WAIT_POLICY"] = "PASSIVE"
    os.environ.setdefault("GOMP_SPINCOUNT", "5000")  # GNU's OpenMP: how often a thread looks before it sleeps
os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "4")  # as a power of two of cycles, and the least there is
