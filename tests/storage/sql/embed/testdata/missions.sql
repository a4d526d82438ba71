-- name: insert_mission
INSERT INTO mission (code, name) VALUES (:code, :name);
