-- The register: one clock, one ledger, system-versioned tables of sealed rows (storage/README.md).
-- Columns of a resource's table: id, from_seq, to_seq, then the fields of its message, then one sealed
-- value per domain (storage/sql/codec.h). A row is live while to_seq is null.

CREATE TABLE register (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  register_id BLOB NOT NULL,
  development INTEGER NOT NULL,
  created_time INTEGER NOT NULL
) STRICT;

CREATE TABLE clock (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  leaves INTEGER NOT NULL,
  recorded_time INTEGER NOT NULL
) STRICT;
INSERT INTO clock (one, epoch, sequence, leaves, recorded_time) VALUES (1, 1, 0, 0, 0);

-- One row per resource: what foreign keys point at, in the order of insertion.
CREATE TABLE entities (
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL,
  key_id BLOB
) STRICT;

-- The leaf's bytes are what is proved; the other columns find it.
CREATE TABLE ledger (
  leaf_index INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL,
  recorded_time INTEGER NOT NULL,
  principal TEXT NOT NULL,
  request_id TEXT,
  request_digest BLOB,
  method TEXT NOT NULL,
  resource TEXT,
  leaf BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_request ON ledger (principal, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX ledger_time ON ledger (recorded_time, sequence);

CREATE TABLE access_log (
  instance INTEGER NOT NULL,
  leaf_index INTEGER NOT NULL,
  recorded_time INTEGER NOT NULL,
  leaf BLOB NOT NULL,
  PRIMARY KEY (instance, leaf_index)
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  reference TEXT,
  mission TEXT,
  channel INTEGER,
  became_aware_time INTEGER,
  recorded_time INTEGER,
  incident_from TEXT,
  incident_to TEXT,
  incident_country TEXT,
  victims BLOB,
  fictitious INTEGER,
  sealed_narrative BLOB,
  sealed_reporter BLOB,
  sealed_victim BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX cases_mission ON cases (mission, id) WHERE to_seq IS NULL;
CREATE INDEX cases_mission_history ON cases (mission, id, from_seq);

CREATE TABLE allegations (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  case_name INTEGER NOT NULL REFERENCES entities (id),
  subject_number INTEGER,
  person INTEGER REFERENCES entities (id),
  role INTEGER,
  subcategory TEXT,
  p5_or_above INTEGER,
  misconduct_type TEXT,
  serious INTEGER,
  state INTEGER,
  referral BLOB,
  finding BLOB,
  proposal BLOB,
  left_while_pending INTEGER,
  sealed_subject BLOB,
  sealed_narrative BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX allegations_case ON allegations (case_name, id, from_seq);
CREATE INDEX allegations_person ON allegations (person, id, from_seq) WHERE person IS NOT NULL;

CREATE TABLE walls (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  case_name INTEGER NOT NULL REFERENCES entities (id),
  principal TEXT,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX walls_case ON walls (case_name, principal) WHERE to_seq IS NULL;

CREATE TABLE persons (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  status INTEGER,
  creator TEXT,
  sealed_subject BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE screening_records (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  person INTEGER NOT NULL REFERENCES entities (id),
  allegation INTEGER REFERENCES entities (id),
  record_class INTEGER,
  family INTEGER,
  serious INTEGER,
  effective_from TEXT,
  expires_on TEXT,
  bar_scope INTEGER,
  status INTEGER,
  deferment_ends_on TEXT,
  owner TEXT,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX screening_records_person ON screening_records (person, id, from_seq);
CREATE INDEX screening_records_allegation ON screening_records (allegation, id, from_seq);

CREATE TABLE external_records (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  source TEXT,
  source_id TEXT,
  source_reference TEXT,
  status INTEGER,
  listed_on TEXT,
  list_time INTEGER,
  sealed_external BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX external_records_source ON external_records (source, source_id)
  WHERE to_seq IS NULL;

CREATE TABLE screenings (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  requester TEXT,
  requester_organisation TEXT,
  agreement TEXT,
  channel INTEGER,
  purpose INTEGER,
  mission TEXT,
  decision INTEGER,
  reason_code INTEGER,
  disclosure_level INTEGER,
  register_epoch INTEGER,
  register_position INTEGER,
  policy_version TEXT,
  matcher_version TEXT,
  screened_time INTEGER,
  decided_time INTEGER,
  roll INTEGER REFERENCES entities (id),
  row_number INTEGER,
  content_digest BLOB,
  contact TEXT,
  decided_for TEXT,
  identity_sufficient INTEGER,
  search_complete INTEGER,
  decided_position INTEGER,
  sealed_screening BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX screenings_requester ON screenings (requester_organisation, id, from_seq);
CREATE INDEX screenings_roll ON screenings (roll, row_number, from_seq) WHERE roll IS NOT NULL;

CREATE TABLE rolls (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  requester TEXT,
  requester_organisation TEXT,
  agreement TEXT,
  channel INTEGER,
  purpose INTEGER,
  mission TEXT,
  created_time INTEGER,
  sealed_screening BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE matches (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  screening INTEGER NOT NULL REFERENCES entities (id),
  person INTEGER REFERENCES entities (id),
  external_record INTEGER REFERENCES entities (id),
  subject_version INTEGER,
  band INTEGER,
  total_millibits INTEGER,
  state INTEGER,
  record_class INTEGER,
  first_adjudicator TEXT,
  second_adjudicator TEXT,
  reject_reason INTEGER,
  sealed_screening BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX matches_screening ON matches (screening, id, from_seq);
CREATE INDEX matches_state ON matches (state, id) WHERE to_seq IS NULL;

CREATE TABLE imported_lines (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  source TEXT,
  line_reference TEXT,
  case_name INTEGER REFERENCES entities (id),
  content_digest BLOB,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_lines_reference ON imported_lines (source, line_reference)
  WHERE to_seq IS NULL;

CREATE TABLE missions (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  name TEXT NOT NULL,
  title TEXT,
  country TEXT,
  country_code TEXT,
  mission_kind INTEGER,
  active_from TEXT,
  active_to TEXT,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX missions_name ON missions (name) WHERE to_seq IS NULL;
CREATE INDEX missions_name_history ON missions (name, from_seq);

CREATE TABLE organisations (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  name TEXT NOT NULL,
  title TEXT,
  organisation_kind INTEGER,
  parent TEXT,
  reporting_regime INTEGER,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX organisations_name ON organisations (name) WHERE to_seq IS NULL;
CREATE INDEX organisations_name_history ON organisations (name, from_seq);

CREATE TABLE organisation_facts (
  id INTEGER NOT NULL REFERENCES entities (id),
  from_seq INTEGER NOT NULL,
  to_seq INTEGER,
  name TEXT NOT NULL,
  organisation TEXT,
  year INTEGER,
  personnel_total INTEGER,
  personnel_as_of TEXT,
  missions_total INTEGER,
  prevention_policies BLOB,
  lead_office TEXT,
  training_modes BLOB,
  new_initiatives BLOB,
  links BLOB,
  reporting_return INTEGER,
  return_signed_by TEXT,
  source TEXT,
  PRIMARY KEY (id, from_seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX organisation_facts_name ON organisation_facts (name) WHERE to_seq IS NULL;
CREATE INDEX organisation_facts_name_history ON organisation_facts (name, from_seq);

-- Reference data: the dated files of storage/reference, loaded whole by scheme and version when a
-- register is opened by a program that brings a newer one. The newest version of a scheme counts, from
-- the write on that loaded it.
CREATE TABLE reference_files (
  scheme TEXT NOT NULL,
  version TEXT NOT NULL,
  from_seq INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (scheme, version)
) STRICT, WITHOUT ROWID;
