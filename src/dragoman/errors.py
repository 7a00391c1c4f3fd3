"""Every error Dragoman raises on purpose.

    DragomanError                     exit  http
    ├── InputError                       2   400   the user's input cannot be used
    │   ├── QueryError                   2   400   an option or filter of a search
    │   ├── MappingError                 2   400   a mapping file
    │   ├── FileUnreadable               3   422   a supplier's file
    │   │   └── FileTooLarge             3   413   it, or what it unpacks to, is beyond the limits
    │   ├── RateMissing                  2   422   no dated exchange, duty or tax rate
    │   └── Incomparable                 2   422   two amounts that nothing known joins
    ├── NotFound                         4   404   no such offer, supplier, file
    │   ├── FileGone                     4   404   a file of the record is not where it was loaded from any more
    │   └── FileChanged                  4   404   it is there, with other bytes than were loaded
    ├── StoreError                       5   503   the record cannot be read or written
    │   ├── RecordMissing                5   503   it is not where it should be, or older than its index
    │   ├── StoreBusy                    5   503   another process holds it; try again
    │   └── OutOfSpace                   5   503   a disk is full; what was acknowledged stays
    ├── IndexDamaged                     5   503   the index does not open; it can be rebuilt
    └── RankingModelUnusable             5   503   the learned order does not open; without it the order is by weights

A message says what was expected, what came, where it came from and what to do.
"""

from __future__ import annotations


class DragomanError(Exception):
    """Root of the tree. `exit_code` is the CLI's, `http_status` the server's."""

    exit_code: int = 1
    http_status: int = 500


class InputError(DragomanError):
    """The user's input cannot be used as it is."""

    exit_code = 2
    http_status = 400


class QueryError(InputError):
    """An option or filter of a search has no meaning."""


class MappingError(InputError):
    """A mapping file has a mistake; the message names the key."""


class FileUnreadable(InputError):
    """A supplier's file cannot be read; the message names the file and what to do."""

    exit_code = 3
    http_status = 422


class FileTooLarge(FileUnreadable):
    """A file, or what an archive unpacks to, is beyond the limits that keep memory bounded."""

    http_status = 413


class RateMissing(InputError):
    """No dated rate: of exchange (never taken to be 1), of duty or of tax (never taken to be 0)."""

    http_status = 422


class Incomparable(InputError):
    """Two amounts of different currency or unit, and nothing known (rate, pack) that joins them."""

    http_status = 422


class NotFound(DragomanError):
    """Nothing is known under this id."""

    exit_code = 4
    http_status = 404


class FileGone(NotFound):
    """A supplier's file is not where it was loaded from any more; what was read of it is in the record."""


class FileChanged(NotFound):
    """A supplier's file is where it was loaded from, with other bytes: a place in it may hold something else now."""


class StoreError(DragomanError):
    """The record cannot be read or written."""

    exit_code = 5
    http_status = 503


class RecordMissing(StoreError):
    """The record is not where it should be, or older than the index that was made from it. Nothing is made in its place."""


class StoreBusy(StoreError):
    """Another process holds the record; trying again later helps."""


class OutOfSpace(StoreError):
    """A disk is full. What was acknowledged stays; the same again goes on once there is space."""


class IndexDamaged(DragomanError):
    """The index does not open; `dragoman reindex` rebuilds it from the record."""

    exit_code = 5
    http_status = 503


class RankingModelUnusable(DragomanError):
    """A ranking model does not open, or was trained on features that are not known here."""

    exit_code = 5
    http_status = 503
