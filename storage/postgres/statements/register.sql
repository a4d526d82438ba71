-- Where PostgreSQL needs another text than storage/sql/statements/register.sql.

-- The next id by hand: a sequence has gaps, and another order than commits. The clock's lock makes it
-- safe.
-- name: insert_entity
INSERT INTO entities (id, kind, key_id)
VALUES ((SELECT coalesce(max(id), 0) + 1 FROM entities), :kind, :key_id) RETURNING id;
