"""The same work on one core, many cores or a Dask cluster: the only file that imports dask."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from .records import InputError

if TYPE_CHECKING:
    from distributed import Client

Task = TypeVar("Task")
Done = TypeVar("Done")
PATIENCE = 5  # seconds between two looks at a cluster of this machine
DEATHS = 3  # workers that may die under a task before it is split


def run(
    work: Callable[[list[Task]], Done],
    tasks: Sequence[list[Task]],
    workers: int = 1,
    client: Client | None = None,
    lost: Callable[[Task], Done] | None = None,
) -> Iterator[Done]:
    """Results of `work` on every task, as they are finished.

    One worker and no client: here, one after another. Otherwise on the client's cluster, or on a local
    one of `workers` processes that listens to this machine alone. A task that keeps killing its worker
    is split until the one item at fault is alone; `lost` says what stands for that item.
    """
    if client is None and workers <= 1:
        yield from map(work, tasks)
    elif client is not None:
        yield from _on(client, work, list(tasks), lost)
    else:
        with local(workers) as own:
            yield from _on(own, work, list(tasks), lost)


def local(workers: int) -> Client:
    """A client of `workers` processes on this machine, reachable from this machine alone."""
    import dask
    from distributed import Client, LocalCluster

    # The nanny's own memory limit would kill workers that are only busy; articles bound the memory.
    dask.config.set({"distributed.scheduler.allowed-failures": DEATHS})
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        memory_limit=0,
        silence_logs=50,
    )
    return Client(cluster, set_as_default=False)


def connect(address: str) -> Client:
    """A client of the scheduler at `address`; InputError when nothing answers there within ten seconds."""
    from distributed import Client

    try:
        return Client(address, timeout="10s", set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(f"{address}: no Dask scheduler answers; start one or correct the address") from error


def _on(
    client: Client,
    work: Callable[[list[Task]], Done],
    tasks: list[list[Task]],
    lost: Callable[[Task], Done] | None,
) -> Iterator[Done]:
    with _attended(client):
        yield from _gathered(client, work, tasks, lost)


@contextmanager
def _attended(client: Client) -> Iterator[None]:
    """Give a cluster of this machine new workers when all are gone: a nanny may fail to start its worker again."""
    own: Any = getattr(client, "cluster", None)
    stop = threading.Event()

    def attend() -> None:
        gone, wanted = 0, len(own.worker_spec)
        while not stop.wait(PATIENCE):
            gone = 0 if client.scheduler_info(n_workers=-1)["workers"] else gone + 1
            if gone > 2:
                own.scale(0)
                own.scale(wanted)
                gone = 0

    if hasattr(own, "worker_spec"):
        threading.Thread(target=attend, daemon=True).start()
    try:
        yield
    finally:
        stop.set()


def _gathered(
    client: Client,
    work: Callable[[list[Task]], Done],
    tasks: list[list[Task]],
    lost: Callable[[Task], Done] | None,
) -> Iterator[Done]:
    from distributed import KilledWorker, as_completed

    held = {client.submit(work, task, pure=False): task for task in tasks}
    suspects: list[Task] = []
    finished: Any = as_completed(held, loop=client.loop)
    for future in finished:
        task = held.pop(future)
        try:
            yield future.result()
        except KilledWorker:
            if len(task) == 1:
                suspects += task
                continue
            half = len(task) // 2
            for part in (task[:half], task[half:]):
                again = client.submit(work, part, pure=False)
                held[again] = part
                finished.add(again)
    yield from _alone(client, work, suspects, lost)


def _alone(
    client: Client,
    work: Callable[[list[Task]], Done],
    suspects: list[Task],
    lost: Callable[[Task], Done] | None,
) -> Iterator[Done]:
    """Try each suspect with nothing beside it: Dask blames whatever waited on a worker that died."""
    from distributed import KilledWorker

    for item in suspects:
        try:
            yield client.submit(work, [item], pure=False).result()
        except KilledWorker:
            if lost is None:
                raise
            yield lost(item)
