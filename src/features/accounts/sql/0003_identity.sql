-- Who a provider of identity says a person is. One of each provider: an e-mail that passes to somebody else there opens
-- nothing here.
CREATE TABLE person_identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  linked_at INTEGER NOT NULL,               -- seconds since 1970-01-01T00:00:00Z
  PRIMARY KEY (issuer, subject),
  UNIQUE (person, issuer)
) STRICT;

-- States of sign-ins that came back: none comes back twice.
CREATE TABLE person_departure (
  digest TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
