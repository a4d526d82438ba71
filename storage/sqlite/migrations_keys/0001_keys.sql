-- keys.db: wrapped keys, apart from the data and with a short backup life. Destroying a row of
-- data_keys erases what the key sealed, in every backup of the data.

CREATE TABLE register (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  register_id BLOB NOT NULL
) STRICT;

CREATE TABLE register_keys (
  purpose INTEGER PRIMARY KEY,
  wrapped BLOB NOT NULL,
  commitment BLOB NOT NULL
) STRICT;

CREATE TABLE data_keys (
  id BLOB NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL,
  commitment BLOB NOT NULL
) STRICT, WITHOUT ROWID;
