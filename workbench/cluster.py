"""The same work on one core, many cores or a Dask cluster: the only file that imports dask."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from .records import InputError

if TYPE_CHECKING:
    from distributed import Client, Future

Task = TypeVar("Task")
Done = TypeVar("Done")
AHEAD = 2  # tasks a worker has at once: one to work on, one at hand
DEATHS = 3  # workers that may die under a task before it is split
PATIENCE = 5  # seconds between two looks at a cluster that has nothing new
SILENCE = 600  # seconds without a result after which a cluster is given up
LOST = "the cluster does not answer"
AGAIN = "see its logs, then build again: what was done is kept"
GOODBYE = 20  # seconds that a cluster of this machine has to close
THREADS = {
    f"{library}_NUM_THREADS": "1" for library in ("OMP", "MKL", "OPENBLAS")
}  # of linear algebra, a worker
WORKERS = {  # settings of a cluster of this machine
    "distributed.scheduler.allowed-failures": DEATHS,
    "distributed.worker.profile.enabled": False,  # it stops the work a hundred times a second
    # In the stead of Dask's own, which give freed memory back at once: that alone makes parsing a fifth slower.
    "distributed.nanny.pre-spawn-environ": THREADS,
    # Workers are copies of one process that has loaded the models; elsewhere a copy of a used process is not safe.
    "distributed.worker.multiprocessing-method": "forkserver" if sys.platform == "linux" else "spawn",
}


def run(
    work: Callable[[list[Task]], Done],
    tasks: Iterable[list[Task]],
    workers: int = 1,
    client: Client | None = None,
    lost: Callable[[Task], Done] | None = None,
) -> Iterator[Done]:
    """Results of `work` on every task, as they are finished.

    One worker and no client: here, one after another. Otherwise on the client's cluster, or on a local
    one of `workers` processes that listens to this machine alone. A task that keeps killing its worker
    is split until the one item at fault is alone; `lost` says what stands for that item. InputError for
    a cluster that gives no result for ten minutes.
    """
    if client is not None:
        yield from _gathered(client, work, tasks, lost)
    elif workers <= 1:
        yield from map(work, tasks)
    else:
        with local(workers) as own:
            yield from _gathered(own, work, tasks, lost)


def hands(workers: int = 1, client: Client | None = None) -> int:
    """How many tasks are worked on at once."""
    return workers if client is None else max(1, sum(client.nthreads().values()))


def prepare(workers: int) -> None:
    """Begin to load what workers of this machine will need, in a process beside this one; do not wait for it."""
    if workers <= 1 or sys.platform != "linux":
        return
    import os
    from multiprocessing import forkserver

    import dask
    from distributed.utils import get_mp_context

    dask.config.set(WORKERS)
    get_mp_context().set_forkserver_preload(["distributed", f"{__package__}.preload"])
    os.environ.update(THREADS)  # as Dask does when it starts a worker, which is later than this
    forkserver.ensure_running()


@contextmanager
def local(workers: int) -> Iterator[Client]:
    """A client of `workers` processes on this machine, reachable from this machine alone, closed in the end."""
    import dask
    from distributed import Client, LocalCluster

    prepare(workers)
    dask.config.set(WORKERS)
    # The nanny's own memory limit would kill workers that are only busy; articles bound the memory.
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
        death_timeout=SILENCE,
        silence_logs=50,
    )
    client = Client(cluster, set_as_default=False)
    try:
        yield client
    finally:
        with suppress(TimeoutError):
            client.close(timeout=GOODBYE)
            cluster.close(timeout=GOODBYE)


def connect(address: str) -> Client:
    """A client of the scheduler at `address`; InputError when nothing answers there within ten seconds."""
    from distributed import Client

    try:
        return Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers; start one or correct the address") from error


def _gathered(
    client: Client,
    work: Callable[[list[Task]], Done],
    tasks: Iterable[list[Task]],
    lost: Callable[[Task], Done] | None,
    alone: bool = False,
) -> Iterator[Done]:
    """Results as they come; few tasks are on their way at once, so that a long list needs no memory."""
    from distributed import KilledWorker

    waiting, watch = iter(tasks), _Watch(client)
    held: dict[Future, list[Task]] = {}
    suspects: list[list[Task]] = []

    def send(some: Iterable[list[Task]]) -> None:
        held.update({client.submit(work, task, pure=False): task for task in some})

    send(islice(waiting, AHEAD * hands(client=client)))
    while held:
        for future in watch.finished(list(held)):
            task = held.pop(future)
            try:
                yield future.result()
            except KilledWorker:
                if len(task) > 1:
                    send([task[: len(task) // 2], task[len(task) // 2 :]])
                elif (
                    not alone
                ):  # Dask blames whatever waited on a worker that died: try it with nothing beside it
                    suspects.append(task)
                elif lost is None:
                    raise
                else:
                    yield lost(task[0])
            watch.heard()
            send(islice(waiting, max(0, AHEAD * hands(client=client) - len(held))))
    for task in suspects:
        yield from _gathered(client, work, [task], lost, alone=True)


class _Watch:
    """Waits for results, never for ever, and gives a cluster of this machine new workers when all are gone."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.own: Any = getattr(client, "cluster", None)
        self.wanted = len(getattr(self.own, "worker_spec", ()))
        self.gone = 0
        self.heard()

    def heard(self) -> None:
        """Something came."""
        self.since = time.monotonic()

    def finished(self, futures: list[Future]) -> list[Future]:
        """Those that are finished; none after a while in which none was."""
        from concurrent.futures import CancelledError

        from distributed import wait

        try:
            with self.client.as_current():
                return list(wait(futures, PATIENCE, "FIRST_COMPLETED").done)
        except TimeoutError:
            self._attend()
        except CancelledError as error:
            raise InputError(f"{LOST}: its scheduler is gone; {AGAIN}") from error
        return []

    def _attend(self) -> None:
        """A nanny may fail to start its worker again, and somebody else's cluster may have none left."""
        alive = len(self.client.scheduler_info(n_workers=-1)["workers"])
        if time.monotonic() - self.since > SILENCE:
            raise InputError(f"{LOST}: {alive} workers, and no result for {SILENCE:,} seconds; {AGAIN}")
        self.gone = 0 if alive else self.gone + 1
        if self.gone > 2 and self.wanted:
            self.own.scale(0)
            self.own.scale(self.wanted)
            self.gone = 0
