-- The key file: storage/sqlite/migrations_keys.

-- name: insert_data_key
INSERT INTO data_keys (id, wrapped, commitment) VALUES (:id, :wrapped, :commitment);

-- name: find_data_key
SELECT wrapped, commitment FROM data_keys WHERE id = :id;

-- name: insert_key_register
INSERT INTO register (one, register_id) VALUES (1, :register_id);

-- name: insert_register_key
INSERT INTO register_keys (purpose, wrapped, commitment) VALUES (:purpose, :wrapped, :commitment);

-- name: get_key_register
-- scan: one row
SELECT register_id FROM register;

-- name: list_register_keys
-- scan: one row a purpose
SELECT purpose, wrapped, commitment FROM register_keys ORDER BY purpose;
