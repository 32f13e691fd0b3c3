"""Who comes first: what only one can have is asked for by one thread of a process after the other.

The database decides who has it. But SQLite lets one write at a time, and who waits looks again only now and then: of a
thousand that wait at once some would give up. In a row, all but the first find that it is gone without writing.
"""

from __future__ import annotations

from threading import Lock

IN_TURN = Lock()
