-- Programmes followed in the open. The tables of definitions are replaced as a whole when a file is imported again; programme_change is
-- only ever added to. `position` is the order of the file. Empty text: the file says nothing.
CREATE TABLE programme (
  programme TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE,       -- the first is shown first
  revision INTEGER NOT NULL,              -- grows with each write: the server reads again what changed
  id TEXT NOT NULL,
  number TEXT NOT NULL,                   -- of measures
  date TEXT NOT NULL,                     -- horizons count from here
  label_fr TEXT NOT NULL CHECK (label_fr <> ''),
  label_en TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  evidence TEXT NOT NULL,
  source TEXT NOT NULL,
  CHECK (id = programme)
) STRICT;

CREATE TABLE programme_source (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  date TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  evidence TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, id)
) STRICT;

CREATE TABLE programme_grouping (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, id)
) STRICT;

CREATE TABLE programme_group (
  programme TEXT NOT NULL,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,                   -- grouping
  months TEXT NOT NULL,                   -- horizons: « 3 9 »
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, id),
  FOREIGN KEY (programme, parent) REFERENCES programme_grouping (programme, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE programme_objective (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  parent TEXT NOT NULL,                   -- groups, one of each grouping
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, number)
) STRICT;

CREATE TABLE programme_lever (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, id)
) STRICT;

CREATE TABLE programme_lever_state (
  programme TEXT NOT NULL,
  position INTEGER NOT NULL,
  parent TEXT NOT NULL,                   -- lever
  date TEXT NOT NULL,                     -- a year, a month or a day
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  FOREIGN KEY (programme, parent) REFERENCES programme_lever (programme, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE programme_output (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  date TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  UNIQUE (programme, id)
) STRICT;

-- A tally that somebody else published; never an input of a computed one.
CREATE TABLE programme_quote (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  date TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  counts TEXT NOT NULL,                   -- « 6/9/6/0 », one for each level of the scale
  source TEXT NOT NULL CHECK (source <> ''),
  PRIMARY KEY (programme, position)
) STRICT;

CREATE TABLE programme_review (
  programme TEXT NOT NULL REFERENCES programme (programme),
  position INTEGER NOT NULL,
  date TEXT NOT NULL,
  months TEXT NOT NULL,                   -- the horizon it answers
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  text_fr TEXT NOT NULL,
  text_en TEXT NOT NULL,
  evidence TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (programme, position)
) STRICT;

-- The history. `digest` chains each entry to the one before it, so that an entry changed by another hand shows.
CREATE TABLE programme_change (
  programme TEXT NOT NULL,
  position INTEGER NOT NULL,
  number TEXT NOT NULL,
  date TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('tres-satisfaisant', 'satisfaisant', 'retard-explique', 'remis-en-cause')),
  explanation TEXT NOT NULL,
  risks TEXT NOT NULL,
  next TEXT NOT NULL,
  success TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author <> ''),
  evidence TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,           -- seconds since 1970-01-01T00:00:00Z
  digest TEXT NOT NULL,
  PRIMARY KEY (programme, position),
  FOREIGN KEY (programme, number) REFERENCES programme_objective (programme, number) DEFERRABLE INITIALLY DEFERRED,
  CHECK (status IN ('tres-satisfaisant', 'satisfaisant') OR explanation <> '')
) STRICT;
