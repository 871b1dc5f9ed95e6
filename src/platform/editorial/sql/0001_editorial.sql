-- One thing that people write. `work` is where the work in hand stands, `shown` what the public sees.
CREATE TABLE editorial_item (
  id TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,         -- com:76540, dep:76; '' when it is of no place
  owner TEXT NOT NULL,         -- public id of a person; '' when it was imported
  title TEXT NOT NULL,
  work TEXT NOT NULL CHECK (work IN ('none', 'draft', 'submitted', 'changes_asked')),
  shown TEXT NOT NULL CHECK (shown IN ('never', 'published', 'withdrawn')),
  version INTEGER NOT NULL,    -- the public one or the last that was; 0: never
  edition INTEGER NOT NULL,    -- of the work in hand; 0: none
  since INTEGER NOT NULL,      -- seconds since 1970-01-01T00:00:00Z
  CHECK ((shown = 'never') = (version = 0)),
  CHECK ((work = 'none') = (edition = 0)),
  CHECK (work <> 'none' OR shown <> 'never')
) STRICT;

CREATE INDEX editorial_item_kind ON editorial_item (kind, shown);
CREATE INDEX editorial_item_owner ON editorial_item (owner);
CREATE INDEX editorial_item_waiting ON editorial_item (since) WHERE work = 'submitted';

-- Each save of the work in hand; emptied when it is published.
CREATE TABLE editorial_edition (
  item TEXT NOT NULL REFERENCES editorial_item (id),
  number INTEGER NOT NULL CHECK (number > 0),
  author TEXT NOT NULL,
  at INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (item, number)
) STRICT;

CREATE INDEX editorial_edition_author ON editorial_edition (author);

-- What was public, never changed.
CREATE TABLE editorial_version (
  item TEXT NOT NULL REFERENCES editorial_item (id),
  number INTEGER NOT NULL CHECK (number > 0),
  author TEXT NOT NULL,
  reviewer TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (item, number)
) STRICT;

-- What happened to an item, in order; saves are not events.
CREATE TABLE editorial_event (
  item TEXT NOT NULL REFERENCES editorial_item (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  act TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (item, number)
) STRICT;

CREATE TABLE editorial_remark (
  item TEXT NOT NULL,
  event INTEGER NOT NULL,
  number INTEGER NOT NULL,
  field TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (item, event, number),
  FOREIGN KEY (item, event) REFERENCES editorial_event (item, number)
) STRICT;
