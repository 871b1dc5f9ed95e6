CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,             -- public, random
  email TEXT NOT NULL UNIQUE,               -- lower case
  name TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
  password TEXT NOT NULL,                   -- libsodium's argon2id string; empty: none
  totp TEXT NOT NULL,                       -- secret of the second factor, base32; empty: none
  totp_step INTEGER NOT NULL,               -- the last code that was accepted
  created_at INTEGER NOT NULL,              -- seconds since 1970-01-01T00:00:00Z
  signed_in_at INTEGER
) STRICT;

-- What a person may do, and where: '' everywhere, com:76540 or reg:28 a territory with what lies in it, cas:k3f… one object.
CREATE TABLE person_role (
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  scope TEXT NOT NULL,
  granted_by TEXT NOT NULL,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (person, role, scope)
) STRICT;

CREATE TABLE person_session (
  digest TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the secret in the cookie
  id TEXT NOT NULL UNIQUE,                  -- names it in the person's list
  person TEXT NOT NULL REFERENCES person (id),
  started_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  second_factor INTEGER NOT NULL CHECK (second_factor IN (0, 1)),
  origin TEXT NOT NULL,                     -- network of the address
  program TEXT NOT NULL                     -- browser and system, in a few words
) STRICT;
CREATE INDEX person_session_person ON person_session (person);

-- Works once: taking it removes it.
CREATE TABLE person_link (
  digest TEXT NOT NULL PRIMARY KEY,         -- SHA-256 of the secret in the link
  person TEXT NOT NULL REFERENCES person (id),
  purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'sign_in', 'second_factor')),
  expires_at INTEGER NOT NULL,
  tries INTEGER NOT NULL                    -- wrong codes given with it
) STRICT;
CREATE INDEX person_link_person ON person_link (person);

CREATE TABLE person_recovery_code (
  person TEXT NOT NULL REFERENCES person (id),
  digest TEXT NOT NULL,
  PRIMARY KEY (person, digest)
) STRICT;
