-- The schema of storage/sqlite/migrations/0001_register.sql in PostgreSQL's types: INTEGER is bigint,
-- TEXT is text in the order of its bytes, BLOB is bytea. A test compares the two.
-- The register: one clock, one ledger, system-versioned tables of sealed rows (storage/README.md).
-- Columns of a resource's table: id, from_seq, to_seq, then the fields of its message, then one sealed
-- value per domain (storage/sql/codec.h). A row is live while to_seq is null.

CREATE TABLE register (
  one bigint PRIMARY KEY CHECK (one = 1),
  register_id bytea NOT NULL,
  development bigint NOT NULL,
  created_time bigint NOT NULL
);

CREATE TABLE clock (
  one bigint PRIMARY KEY CHECK (one = 1),
  epoch bigint NOT NULL,
  sequence bigint NOT NULL,
  leaves bigint NOT NULL,
  recorded_time bigint NOT NULL
) WITH (fillfactor = 10);  -- Each write leaves a version behind, which is cleared away within its page.
INSERT INTO clock (one, epoch, sequence, leaves, recorded_time) VALUES (1, 1, 0, 0, 0);

-- One row per resource: what foreign keys point at, in the order of insertion.
CREATE TABLE entities (
  id bigint PRIMARY KEY,
  kind bigint NOT NULL,
  key_id bytea
);

-- The leaf's bytes are what is proved; the other columns find it.
CREATE TABLE ledger (
  leaf_index bigint PRIMARY KEY,
  sequence bigint NOT NULL,
  recorded_time bigint NOT NULL,
  principal text COLLATE "C" NOT NULL,
  request_id text COLLATE "C",
  request_digest bytea,
  method text COLLATE "C" NOT NULL,
  resource text COLLATE "C",
  leaf bytea NOT NULL
);
CREATE UNIQUE INDEX ledger_request ON ledger (principal, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX ledger_time ON ledger (recorded_time, sequence);

CREATE TABLE access_log (
  instance bigint NOT NULL,
  leaf_index bigint NOT NULL,
  recorded_time bigint NOT NULL,
  leaf bytea NOT NULL,
  PRIMARY KEY (instance, leaf_index)
);

CREATE TABLE cases (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  reference text COLLATE "C",
  mission text COLLATE "C",
  channel bigint,
  became_aware_time bigint,
  recorded_time bigint,
  incident_from text COLLATE "C",
  incident_to text COLLATE "C",
  incident_country text COLLATE "C",
  victims bytea,
  fictitious bigint,
  sealed_narrative bytea,
  sealed_reporter bytea,
  sealed_victim bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX cases_mission ON cases (mission, id) WHERE to_seq IS NULL;
CREATE INDEX cases_mission_history ON cases (mission, id, from_seq);

CREATE TABLE allegations (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  case_name bigint NOT NULL REFERENCES entities (id),
  subject_number bigint,
  person bigint REFERENCES entities (id),
  role bigint,
  subcategory text COLLATE "C",
  p5_or_above bigint,
  misconduct_type text COLLATE "C",
  serious bigint,
  state bigint,
  referral bytea,
  finding bytea,
  proposal bytea,
  left_while_pending bigint,
  sealed_subject bytea,
  sealed_narrative bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX allegations_case ON allegations (case_name, id, from_seq);
CREATE INDEX allegations_person ON allegations (person, id, from_seq) WHERE person IS NOT NULL;

CREATE TABLE walls (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  case_name bigint NOT NULL REFERENCES entities (id),
  principal text COLLATE "C",
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX walls_case ON walls (case_name, principal) WHERE to_seq IS NULL;

CREATE TABLE persons (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  status bigint,
  creator text COLLATE "C",
  sealed_subject bytea,
  PRIMARY KEY (id, from_seq)
);

CREATE TABLE screening_records (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  person bigint NOT NULL REFERENCES entities (id),
  allegation bigint REFERENCES entities (id),
  record_class bigint,
  family bigint,
  serious bigint,
  effective_from text COLLATE "C",
  expires_on text COLLATE "C",
  bar_scope bigint,
  status bigint,
  deferment_ends_on text COLLATE "C",
  owner text COLLATE "C",
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX screening_records_person ON screening_records (person, id, from_seq);
CREATE INDEX screening_records_allegation ON screening_records (allegation, id, from_seq);

CREATE TABLE external_records (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  source text COLLATE "C",
  source_id text COLLATE "C",
  source_reference text COLLATE "C",
  status bigint,
  listed_on text COLLATE "C",
  list_time bigint,
  sealed_external bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE UNIQUE INDEX external_records_source ON external_records (source, source_id)
  WHERE to_seq IS NULL;

CREATE TABLE screenings (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  requester text COLLATE "C",
  requester_organisation text COLLATE "C",
  agreement text COLLATE "C",
  channel bigint,
  purpose bigint,
  mission text COLLATE "C",
  decision bigint,
  reason_code bigint,
  disclosure_level bigint,
  register_epoch bigint,
  register_position bigint,
  policy_version text COLLATE "C",
  matcher_version text COLLATE "C",
  screened_time bigint,
  decided_time bigint,
  roll bigint REFERENCES entities (id),
  row_number bigint,
  content_digest bytea,
  contact text COLLATE "C",
  decided_for text COLLATE "C",
  identity_sufficient bigint,
  search_complete bigint,
  decided_position bigint,
  sealed_screening bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX screenings_requester ON screenings (requester_organisation, id, from_seq);
CREATE INDEX screenings_roll ON screenings (roll, row_number, from_seq) WHERE roll IS NOT NULL;

CREATE TABLE rolls (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  requester text COLLATE "C",
  requester_organisation text COLLATE "C",
  agreement text COLLATE "C",
  channel bigint,
  purpose bigint,
  mission text COLLATE "C",
  created_time bigint,
  sealed_screening bytea,
  PRIMARY KEY (id, from_seq)
);

CREATE TABLE matches (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  screening bigint NOT NULL REFERENCES entities (id),
  person bigint REFERENCES entities (id),
  external_record bigint REFERENCES entities (id),
  subject_version bigint,
  band bigint,
  total_millibits bigint,
  state bigint,
  record_class bigint,
  first_adjudicator text COLLATE "C",
  second_adjudicator text COLLATE "C",
  reject_reason bigint,
  sealed_screening bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX matches_screening ON matches (screening, id, from_seq);
CREATE INDEX matches_state ON matches (state, id) WHERE to_seq IS NULL;

CREATE TABLE imported_lines (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  source text COLLATE "C",
  line_reference text COLLATE "C",
  case_name bigint REFERENCES entities (id),
  content_digest bytea,
  PRIMARY KEY (id, from_seq)
);
CREATE INDEX imported_lines_reference ON imported_lines (source, line_reference)
  WHERE to_seq IS NULL;

CREATE TABLE missions (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  name text COLLATE "C" NOT NULL,
  title text COLLATE "C",
  country text COLLATE "C",
  country_code text COLLATE "C",
  mission_kind bigint,
  active_from text COLLATE "C",
  active_to text COLLATE "C",
  PRIMARY KEY (id, from_seq)
);
CREATE UNIQUE INDEX missions_name ON missions (name) WHERE to_seq IS NULL;
CREATE INDEX missions_name_history ON missions (name, from_seq);

CREATE TABLE organisations (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  name text COLLATE "C" NOT NULL,
  title text COLLATE "C",
  organisation_kind bigint,
  parent text COLLATE "C",
  reporting_regime bigint,
  PRIMARY KEY (id, from_seq)
);
CREATE UNIQUE INDEX organisations_name ON organisations (name) WHERE to_seq IS NULL;
CREATE INDEX organisations_name_history ON organisations (name, from_seq);

CREATE TABLE organisation_facts (
  id bigint NOT NULL REFERENCES entities (id),
  from_seq bigint NOT NULL,
  to_seq bigint,
  name text COLLATE "C" NOT NULL,
  organisation text COLLATE "C",
  year bigint,
  personnel_total bigint,
  personnel_as_of text COLLATE "C",
  missions_total bigint,
  prevention_policies bytea,
  lead_office text COLLATE "C",
  training_modes bytea,
  new_initiatives bytea,
  links bytea,
  reporting_return bigint,
  return_signed_by text COLLATE "C",
  source text COLLATE "C",
  PRIMARY KEY (id, from_seq)
);
CREATE UNIQUE INDEX organisation_facts_name ON organisation_facts (name) WHERE to_seq IS NULL;
CREATE INDEX organisation_facts_name_history ON organisation_facts (name, from_seq);

-- Reference data: the dated files of storage/reference, loaded whole by scheme and version when a
-- register is opened by a program that brings a newer one. The newest version of a scheme counts, from
-- the write on that loaded it.
CREATE TABLE reference_files (
  scheme text COLLATE "C" NOT NULL,
  version text COLLATE "C" NOT NULL,
  from_seq bigint NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (scheme, version)
);

-- What the planner believes of tables that are empty yet, and of plans that it keeps: that rows are
-- live, ids are unique, and a filter lets a part through. Without it a plan made for an empty table
-- reads a partial index whole, and stays (storage/postgres/DECISIONS.md). A further table does the same
-- before it gets its foreign keys (README.md).
INSERT INTO entities (id, kind)
  SELECT g, 0 FROM generate_series(1, 200) AS g;
INSERT INTO ledger (leaf_index, sequence, recorded_time, principal, request_id, method, leaf)
  SELECT g, g, g, g % 10, g, '', '' FROM generate_series(1, 200) AS g;
INSERT INTO access_log (instance, leaf_index, recorded_time, leaf)
  SELECT 1, g, g, '' FROM generate_series(1, 200) AS g;
INSERT INTO cases (id, from_seq, mission)
  SELECT g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO allegations (id, from_seq, case_name, person, state)
  SELECT g, g, g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO walls (id, from_seq, case_name, principal)
  SELECT g, g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO persons (id, from_seq, creator)
  SELECT g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO screening_records (id, from_seq, person, allegation, status)
  SELECT g, g, g, g, g % 3 FROM generate_series(1, 200) AS g;
INSERT INTO external_records (id, from_seq, source, source_id, status)
  SELECT g, g, g % 3, g, g % 3 FROM generate_series(1, 200) AS g;
INSERT INTO screenings (id, from_seq, requester_organisation, roll, row_number)
  SELECT g, g, g % 10, 1 + g % 10, g FROM generate_series(1, 200) AS g;
INSERT INTO rolls (id, from_seq, requester_organisation)
  SELECT g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO matches (id, from_seq, screening, state)
  SELECT g, g, g, g % 5 FROM generate_series(1, 200) AS g;
INSERT INTO imported_lines (id, from_seq, source, line_reference, case_name)
  SELECT g, g, g % 3, g, g FROM generate_series(1, 200) AS g;
INSERT INTO missions (id, from_seq, name)
  SELECT g, g, g FROM generate_series(1, 200) AS g;
INSERT INTO organisations (id, from_seq, name)
  SELECT g, g, g FROM generate_series(1, 200) AS g;
INSERT INTO organisation_facts (id, from_seq, name, year)
  SELECT g, g, g, g % 10 FROM generate_series(1, 200) AS g;
INSERT INTO reference_files (scheme, version, from_seq, content)
  SELECT g % 5, g, g, '' FROM generate_series(1, 200) AS g;
ANALYZE entities, ledger, access_log, cases, allegations, walls, persons, screening_records,
  external_records, screenings, rolls, matches, imported_lines, missions, organisations,
  organisation_facts, reference_files;
-- In a transaction within this one, or the tables would count as known to be empty.
SAVEPOINT looked_at;
TRUNCATE entities, ledger, access_log, cases, allegations, walls, persons, screening_records,
  external_records, screenings, rolls, matches, imported_lines, missions, organisations,
  organisation_facts, reference_files;
RELEASE SAVEPOINT looked_at;
