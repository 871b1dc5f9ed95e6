-- What people are told. Its words are a message of a room and its parameters, put together when the mail is made.
CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  person TEXT NOT NULL,               -- public id
  kind TEXT NOT NULL,
  notice_key TEXT NOT NULL UNIQUE,    -- what it is about: never told twice
  message TEXT NOT NULL,
  parameters TEXT NOT NULL,           -- JSON object of texts
  path TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'queued', 'sent', 'failed', 'dropped')),
  mail_key TEXT NOT NULL,             -- of the job that carries it; empty while it is pending
  told_at INTEGER NOT NULL,           -- seconds since 1970-01-01T00:00:00Z
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_person ON notice (person, state);
CREATE INDEX notice_mail ON notice (mail_key);

-- How often a person wants to be told; without a row, as the kind is by itself.
CREATE TABLE notice_preference (
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  rhythm TEXT NOT NULL CHECK (rhythm IN ('at_once', 'daily', 'weekly', 'never')),
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (person, kind)
) STRICT;
