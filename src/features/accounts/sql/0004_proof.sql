-- When the person last showed that it is them, in this session: before sensitive changes it must not be long ago.
ALTER TABLE person_session ADD COLUMN proved_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person_session ADD COLUMN proof_tries INTEGER NOT NULL DEFAULT 0;  -- wrong answers since then

-- What somebody had asked for when a new proof was wanted: kept sealed, done once, when the proof is there.
CREATE TABLE person_pending (
  digest TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the key in the address
  person TEXT NOT NULL REFERENCES person (id),
  session TEXT NOT NULL,                    -- id of the session that asked
  sealed TEXT NOT NULL,                     -- the act and what was typed, under the key outside the database
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_pending_person ON person_pending (person);
