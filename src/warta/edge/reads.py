"""What one worker does with reads: hears them, and writes them down twice a second beside the answers."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

from warta.config import Config
from warta.edge.collector import Batch, Collector
from warta.edge.limits import Limits
from warta.edge.sink import Sink, open_sink

LAST_S = 5.0  # for the last reads to be written when a worker ends
logger = logging.getLogger("warta.edge")


class Reads:
    """The reads of one worker."""

    def __init__(self, config: Config) -> None:
        limits = Limits(config.reads_address_events, config.reads_address_visitors)
        self.collector = Collector(ZoneInfo(config.time_zone), limits)
        self._sink: Sink = open_sink(config)
        self._writer = ThreadPoolExecutor(1, "reads")  # a disk or a server may take its time; readers do not wait
        self._is_failing = False

    async def write(self, now: float) -> None:
        """Write down what was heard; what does not come through waits for the next time."""
        loop, collector = asyncio.get_running_loop(), self.collector
        batches: list[Batch] = []
        try:
            for day in collector.lacking(now):
                collector.salts[day] = await loop.run_in_executor(self._writer, self._sink.salt, day)
            if batches := collector.take():
                await loop.run_in_executor(self._writer, self._sink.write, batches)
            self._is_failing = False
        except OSError as error:
            collector.put_back(batches)
            if not self._is_failing:
                logger.error("%s; what is read is kept in memory until it can be", error)
            self._is_failing = True

    def write_last(self) -> None:
        """Write down what was heard since the last time, at the end."""
        batches = self.collector.take()
        try:
            self._writer.submit(self._sink.write, batches).result(LAST_S)
        except (OSError, TimeoutError) as error:
            logger.error("the last reads were lost: %s", error)
        self._writer.shutdown(wait=False)
