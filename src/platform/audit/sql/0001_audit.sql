-- Append-only: no statement of the program updates or deletes a line.
CREATE TABLE audit_line (
  number INTEGER NOT NULL PRIMARY KEY,  -- from 1, without a gap
  at INTEGER NOT NULL,                  -- seconds since 1970-01-01T00:00:00Z
  person TEXT NOT NULL,                 -- public id; 'command' from the command line, empty for nobody
  action TEXT NOT NULL,                 -- people.sign_in, people.role.granted…
  object TEXT NOT NULL,                 -- person:k3f…, or empty
  detail TEXT NOT NULL,
  origin TEXT NOT NULL,                 -- the network asked from: 192.0.2.0, 2001:db8:1::
  digest TEXT NOT NULL                  -- SHA-256 of the digest before and of all the fields
) STRICT;
CREATE INDEX audit_line_person ON audit_line (person, number);
CREATE INDEX audit_line_object ON audit_line (object, number);

-- One row: the last line. An append updates it first, so that appends come one after the other.
CREATE TABLE audit_head (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  number INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
INSERT INTO audit_head (id, number, digest) VALUES (1, 0, '');
