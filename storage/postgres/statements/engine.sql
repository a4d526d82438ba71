-- What the engine itself asks; no statement of the register has these names.

-- The first statement of a batch: writers of several servers are serial from here on.
-- name: lock_clock
-- scan: one row
SELECT epoch, sequence FROM clock FOR UPDATE;

-- The last one, in the transaction that is about to be committed.
-- name: mark_clock
-- scan: one row
SELECT epoch, sequence FROM clock;

-- Entries of indexes that were looked at, and rows of whole tables, in this connection's life.
-- name: rows_visited
-- scan: the catalogue, and only in tests
SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(c.oid)), 0)::bigint
FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'i');
