-- The clock, entities, the ledger and the access log.

-- name: read_clock
-- scan: one row
SELECT epoch, sequence, leaves, recorded_time FROM clock;

-- name: write_clock
-- scan: one row
UPDATE clock SET sequence = :sequence, leaves = :leaves, recorded_time = :recorded_time;

-- Also of a register that is marked as moving.
-- name: begin_epoch
-- scan: one row
UPDATE clock SET epoch = CASE WHEN abs(epoch) < :moment THEN :moment ELSE abs(epoch) + 1 END;

-- A row of no kind and without a resource, from which ids go on.
-- name: skip_entities
-- scan: one row
-- unwalled: foreign keys look at the children, and show nobody anything
INSERT INTO entities (id, kind)
SELECT CASE WHEN epoch > newest THEN epoch ELSE newest + 1 END, 0
FROM clock, (SELECT coalesce(max(id), 0) AS newest FROM entities) AS used;

-- name: insert_register
INSERT INTO register (one, register_id, development, created_time)
VALUES (1, :register_id, :development, :created_time);

-- name: read_register
-- scan: one row
SELECT register_id, development FROM register;

-- name: insert_entity
-- scan: children are only looked at while a foreign key is violated, which immediate keys never leave
INSERT INTO entities (id, kind, key_id) VALUES (:id, :kind, :key_id);

-- name: last_entity
-- scan: one step from the newest end
SELECT id FROM entities ORDER BY id DESC LIMIT 1;

-- name: get_entity_key
SELECT key_id FROM entities WHERE id = :id;

-- name: find_request
SELECT sequence, method, request_digest, resource FROM ledger
WHERE principal = :principal AND request_id = :request_id;

-- name: sequence_at
SELECT sequence FROM ledger WHERE recorded_time <= :time ORDER BY recorded_time DESC, sequence DESC
LIMIT 1;

-- name: insert_leaf
INSERT INTO ledger (leaf_index, sequence, recorded_time, principal, request_id, request_digest,
                    method, resource, leaf)
VALUES (:leaf_index, :sequence, :recorded_time, :principal, :request_id, :request_digest,
        :method, :resource, :leaf);

-- name: leaves_from
SELECT leaf FROM ledger WHERE leaf_index >= :leaf_index ORDER BY leaf_index LIMIT :limit;

-- name: last_access_leaf
SELECT leaf_index FROM access_log WHERE instance = :instance ORDER BY leaf_index DESC LIMIT 1;

-- name: insert_access_leaf
INSERT INTO access_log (instance, leaf_index, recorded_time, leaf)
VALUES (:instance, :leaf_index, :recorded_time, :leaf);

-- name: insert_reference_file
INSERT INTO reference_files (scheme, version, from_seq, content)
VALUES (:scheme, :version, :from_seq, :content);

-- :as_of is 0 now.
-- name: newest_reference_file
SELECT version, content FROM reference_files
WHERE scheme = :scheme AND (:as_of = 0 OR from_seq <= :as_of) ORDER BY version DESC LIMIT 1;
