-- What is read and written where a register is copied whole. Rows of resources: copied_table.h.

-- name: read_entities
SELECT id, kind, key_id FROM entities WHERE id > :after AND id <= :last ORDER BY id;

-- name: put_entity
INSERT INTO entities (id, kind, key_id) VALUES (:id, :kind, :key_id);

-- name: read_leaves
SELECT leaf_index, sequence, recorded_time, principal, request_id, request_digest, method, resource,
       leaf
FROM ledger WHERE leaf_index >= :from_leaf ORDER BY leaf_index LIMIT :limit;

-- name: read_reference_files
-- scan: some ten rows
SELECT scheme, version, from_seq, content FROM reference_files WHERE from_seq = :sequence
ORDER BY scheme, version;

-- name: set_clock
-- scan: one row
UPDATE clock SET epoch = :epoch, sequence = :sequence, leaves = :leaves,
                 recorded_time = :recorded_time;

-- name: next_instance
SELECT instance FROM access_log WHERE instance > :after ORDER BY instance LIMIT 1;

-- name: read_access_leaves
SELECT instance, leaf_index, recorded_time, leaf FROM access_log
WHERE instance = :instance AND leaf_index > :after ORDER BY leaf_index LIMIT :limit;

-- name: read_own_row
-- scan: one row
SELECT register_id, development, created_time FROM register;

-- storage/sql/epoch.h, IsMoving.
-- name: mark_moving
-- scan: one row
UPDATE clock SET epoch = -abs(epoch);

-- name: end_moving
-- scan: one row
UPDATE clock SET epoch = abs(epoch);

-- The clock of another history: whoever has the register open stops.
-- name: end_epoch
-- scan: one row
UPDATE clock SET epoch = abs(epoch) + 1;

-- A register without its own row is none: what was moved, or not moved to its end.
-- name: retire
-- scan: one row
DELETE FROM register;
