-- Screening records, external records, and what was asked and answered.

-- name: get_screening_record
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT r.* FROM screening_records r WHERE r.id = :id AND {{live r}};

-- name: insert_screening_record
INSERT INTO screening_records (id, from_seq, to_seq, person, allegation, record_class, family,
                               serious, effective_from, expires_on, bar_scope, status,
                               deferment_ends_on, owner)
VALUES (:id, :from_seq, NULL, :person, :allegation, :record_class, :family,
        :serious, :effective_from, :expires_on, :bar_scope, :status,
        :deferment_ends_on, :owner);

-- name: close_screening_record
-- unwalled: closes the version that get_screening_record read in this transaction, by its position
UPDATE screening_records SET to_seq = :seq
WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: list_screening_records_of_person
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT r.* FROM screening_records r WHERE r.person = :person AND {{live r}} ORDER BY r.id;

-- name: find_screening_record
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT r.* FROM screening_records r
WHERE r.allegation = :allegation AND r.person = :person AND {{live r}};

-- name: list_live_screening_records
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT r.* FROM screening_records r
WHERE r.id > :after AND {{live r}} AND r.status IN (1, 2, 3) ORDER BY r.id LIMIT :limit;

-- name: get_screened_person
-- unwalled: the screening workflow scores whom the index names; policy decides what it may answer
SELECT p.* FROM persons p WHERE p.id = :id AND {{live p}};

-- name: get_screened_person_version
-- unwalled: a replay scores the version that was met
SELECT p.* FROM persons p WHERE p.id = :id AND p.from_seq = :from_seq;

-- name: get_external_record
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT e.* FROM external_records e WHERE e.id = :id AND {{live e}};

-- name: get_external_record_version
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT e.* FROM external_records e WHERE e.id = :id AND e.from_seq = :from_seq;

-- name: insert_external_record
INSERT INTO external_records (id, from_seq, to_seq, source, source_id, source_reference, status,
                              listed_on, list_time, sealed_external)
VALUES (:id, :from_seq, NULL, :source, :source_id, :source_reference, :status,
        :listed_on, :list_time, :sealed_external);

-- name: close_external_record
-- unwalled: closes the version that get_external_record read in this transaction, by its position
UPDATE external_records SET to_seq = :seq
WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: find_external_record
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT e.* FROM external_records e
WHERE e.source = :source AND e.source_id = :source_id AND e.to_seq IS NULL;

-- name: list_listed_external_records
-- unwalled: the screening workflow only, whose policy decides what of it may be answered
SELECT e.* FROM external_records e
WHERE e.id > :after AND {{live e}} AND e.status = 1 AND (:source = '' OR e.source = :source)
ORDER BY e.id LIMIT :limit;

-- name: get_screening
SELECT s.* FROM screenings s WHERE s.id = :id AND {{live s}} AND {{requested s}};

-- name: insert_screening
INSERT INTO screenings (id, from_seq, to_seq, requester, requester_organisation, agreement, channel,
                        purpose, mission, decision, reason_code, disclosure_level, register_epoch,
                        register_position, policy_version, matcher_version, screened_time,
                        decided_time, roll, row_number, content_digest, contact, decided_for,
                        identity_sufficient, search_complete, decided_position,
                        sealed_screening)
VALUES (:id, :from_seq, NULL, :requester, :requester_organisation, :agreement, :channel,
        :purpose, :mission, :decision, :reason_code, :disclosure_level, :register_epoch,
        :register_position, :policy_version, :matcher_version, :screened_time,
        :decided_time, :roll, :row_number, :content_digest, :contact, :decided_for,
        :identity_sufficient, :search_complete, :decided_position, :sealed_screening);

-- name: close_screening
-- unwalled: closes the version that get_screening read in this transaction, by its position
UPDATE screenings SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: walk_own_screenings
SELECT s.id, s.id, s.decision FROM screenings s
WHERE s.requester_organisation = :viewer_organisation AND s.id < :after AND {{live s}}
ORDER BY s.id DESC LIMIT :limit;

-- name: walk_all_screenings
SELECT s.id, s.id, s.decision FROM screenings s
WHERE :viewer_adjudicates = 1 AND s.id < :after AND {{live s}}
ORDER BY s.id DESC LIMIT :limit;

-- Asked before a roll's rows are walked, so that a hidden roll costs what an absent one does.
-- name: find_roll
SELECT r.id FROM rolls r WHERE r.id = :roll AND r.to_seq IS NULL AND {{requested r}};

-- name: walk_screenings_of_roll
SELECT s.row_number, s.id, s.decision FROM screenings s
WHERE s.roll = :roll AND s.row_number > :after AND {{live s}} AND {{requested s}}
ORDER BY s.row_number LIMIT :limit;

-- name: find_screening_row
SELECT s.* FROM screenings s
WHERE s.roll = :roll AND s.row_number = :row_number AND s.to_seq IS NULL AND {{requested s}};

-- name: count_screenings_by_decision
SELECT s.decision, COUNT(*) AS rows FROM screenings s
WHERE s.roll = :roll AND {{live s}} AND {{requested s}} GROUP BY s.decision;

-- name: get_roll
SELECT r.* FROM rolls r WHERE r.id = :id AND {{live r}} AND {{requested r}};

-- name: insert_roll
INSERT INTO rolls (id, from_seq, to_seq, requester, requester_organisation, agreement, channel,
                   purpose, mission, created_time, sealed_screening)
VALUES (:id, :from_seq, NULL, :requester, :requester_organisation, :agreement, :channel,
        :purpose, :mission, :created_time, :sealed_screening);

-- name: close_roll
-- unwalled: closes the version that get_roll read in this transaction, by its position
UPDATE rolls SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- name: get_match
SELECT m.* FROM matches m WHERE m.id = :id AND {{live m}} AND :viewer_adjudicates = 1;

-- name: insert_match
INSERT INTO matches (id, from_seq, to_seq, screening, person, external_record, subject_version, band,
                     total_millibits, state, record_class, first_adjudicator, second_adjudicator,
                     reject_reason, sealed_screening)
VALUES (:id, :from_seq, NULL, :screening, :person, :external_record, :subject_version, :band,
        :total_millibits, :state, :record_class, :first_adjudicator, :second_adjudicator,
        :reject_reason, :sealed_screening);

-- name: close_match
-- unwalled: closes the version that get_match read in this transaction, by its position
UPDATE matches SET to_seq = :seq WHERE id = :id AND from_seq = :from_seq AND to_seq IS NULL;

-- A queue: always as it is now.
-- name: list_matches_in_state
SELECT m.* FROM matches m
WHERE m.state = :state AND m.id > :after AND m.to_seq IS NULL AND :viewer_adjudicates = 1
ORDER BY m.id LIMIT :limit;

-- name: list_matches_of_screening
SELECT m.* FROM matches m
WHERE m.screening = :screening AND {{live m}} AND :viewer_adjudicates = 1 ORDER BY m.id;
