-- A class of « exemples inspirants »: nominated, shortlisted, judged and published together.
CREATE TABLE example_class (
  id TEXT NOT NULL PRIMARY KEY,         -- 2026, 2026-2: in addresses
  stage TEXT NOT NULL CHECK (stage IN ('nominations', 'jury', 'published')),
  opened_at INTEGER NOT NULL,           -- seconds since 1970-01-01T00:00:00Z
  published_at INTEGER NOT NULL,        -- 0 until it is
  CHECK ((stage = 'published') = (published_at > 0))
) STRICT;

CREATE TABLE example_nomination (
  id TEXT NOT NULL PRIMARY KEY,
  class TEXT NOT NULL REFERENCES example_class (id),
  item TEXT NOT NULL,                   -- of the case base
  category TEXT NOT NULL,
  person TEXT NOT NULL,                 -- public id of who nominates
  reason TEXT NOT NULL,
  at INTEGER NOT NULL,
  standing TEXT NOT NULL CHECK (standing IN ('nominated', 'shortlisted', 'set_aside', 'chosen', 'not_chosen')),
  sorted_by TEXT NOT NULL,              -- who shortlisted it or set it aside; '' until then
  sorted_why TEXT NOT NULL,
  UNIQUE (class, item)
) STRICT;

-- What a juror says of a nomination, once. A declared tie is no voice.
CREATE TABLE example_opinion (
  nomination TEXT NOT NULL REFERENCES example_nomination (id),
  juror TEXT NOT NULL,                  -- public id
  voice TEXT NOT NULL CHECK (voice IN ('yes', 'no', 'abstains', 'tied')),
  words TEXT NOT NULL,                  -- the reason, or the tie
  at INTEGER NOT NULL,
  PRIMARY KEY (nomination, juror)
) STRICT;
