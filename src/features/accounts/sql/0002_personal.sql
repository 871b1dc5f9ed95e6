-- What a person allowed, and took back: each answer is a row, the last one holds. `wording` names the sentence that was
-- shown, by its digest: the proof of what was agreed to (RGPD, article 7, 1).
CREATE TABLE person_consent (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  purpose TEXT NOT NULL,
  given INTEGER NOT NULL CHECK (given IN (0, 1)),
  wording TEXT NOT NULL,
  at INTEGER NOT NULL,                      -- seconds since 1970-01-01T00:00:00Z
  origin TEXT NOT NULL                      -- network of the address
) STRICT;
CREATE INDEX person_consent_person ON person_consent (person, purpose);

-- Who asked never to be written to again: a keyed digest of the e-mail, which says nothing without the key.
CREATE TABLE person_objection (
  digest TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;

-- A link by mail that erases an account; works once.
CREATE TABLE person_erasure_link (
  digest TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the secret in the link
  person TEXT NOT NULL REFERENCES person (id),
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX person_erasure_link_person ON person_erasure_link (person);
