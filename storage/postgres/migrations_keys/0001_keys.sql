-- The schema of storage/sqlite/migrations_keys/0001_keys.sql: wrapped keys, apart from the data and with a short backup life. Destroying a row of
-- data_keys erases what the key sealed, in every backup of the data.

CREATE TABLE register (
  one bigint PRIMARY KEY CHECK (one = 1),
  register_id bytea NOT NULL
);

CREATE TABLE register_keys (
  purpose bigint PRIMARY KEY,
  wrapped bytea NOT NULL,
  commitment bytea NOT NULL
);

CREATE TABLE data_keys (
  id bytea NOT NULL PRIMARY KEY,
  wrapped bytea NOT NULL,
  commitment bytea NOT NULL
);

-- See the end of migrations/0001_register.sql.
INSERT INTO data_keys (id, wrapped, commitment)
  SELECT int8send(g), '', '' FROM generate_series(1, 200) AS g;
ANALYZE data_keys;
SAVEPOINT looked_at;
TRUNCATE data_keys;
RELEASE SAVEPOINT looked_at;
