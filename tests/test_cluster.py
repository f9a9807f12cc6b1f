"""Many workers give the tables that one gives, also when one of them is killed."""

import os
import signal
import threading
import time
from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from tests import synthetic
from workbench import cluster

SEEDS = Path(__file__).parent.parent / "seeds"


def same(left: wb.Tables, right: wb.Tables) -> None:
    for name, table in left:
        pd.testing.assert_frame_equal(table, getattr(right, name), obj=name)


@pytest.fixture(scope="module")
def client():
    with cluster.local(2) as own:
        yield own


def test_one_worker_keeps_order():
    assert list(cluster.run(sum, [[1, 2], [3]])) == [3, 3]


def test_the_cluster_listens_to_this_machine_alone(client):
    assert client.scheduler.address.startswith("tcp://127.0.0.1:")


def test_seeds_come_out_the_same(client):
    same(wb.build(SEEDS, cache=False), wb.build(SEEDS, cache=False, client=client))


def kill_on(items: list[str]) -> list[str]:
    if "poison" in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return items


def test_an_item_that_kills_its_workers_is_isolated(client):
    tasks = [["a", "b", "poison", "c"], ["d"]]
    done = list(cluster.run(kill_on, tasks, client=client, lost=lambda item: [f"lost {item}"]))
    assert sorted(item for part in done for item in part) == ["a", "b", "c", "d", "lost poison"]


def sleep(seconds: list[float]) -> None:
    time.sleep(seconds[0])


def test_a_cluster_that_gives_no_result_is_given_up(client, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.1)
    monkeypatch.setattr(cluster, "SILENCE", 0.3)
    with pytest.raises(wb.InputError, match="no result for"):
        list(cluster.run(sleep, [[5.0]], client=client))


def test_an_unreachable_scheduler_is_named():
    with pytest.raises(wb.InputError, match="127.0.0.1:9"):
        cluster.connect("tcp://127.0.0.1:9")


def kill_one_worker(client, after: float) -> threading.Thread:
    def kill():
        time.sleep(after)
        pid = next(iter(client.run(os.getpid).values()))
        os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_two_thousand_articles_survive_a_killed_worker(client, tmp_path):
    folder = synthetic.write(tmp_path / "articles", 2_000, sentences=2)
    killer = kill_one_worker(client, after=3)
    tables = wb.build(folder, cache=tmp_path / "cache", client=client)
    killer.join()
    assert len(tables.articles) == 2_000
    assert tables.claims["article_id"].nunique() > 1_500  # four in five of these templates have a claim
    sample = [folder / f"article-{i:06}.txt" for i in range(0, 2_000, 100)]
    alone = wb.build(sample, cache=False)
    spread = tables.claims[tables.claims["article_id"].isin(alone.articles["article_id"])]
    assert list(spread["claim_id"]) == list(alone.claims["claim_id"])
