-- What a reader says is wrong with something public. The e-mail is for the answer, and goes with the decision.
CREATE TABLE editorial_report (
  id TEXT NOT NULL PRIMARY KEY,
  item TEXT NOT NULL REFERENCES editorial_item (id),
  version INTEGER NOT NULL,    -- that was read
  motive TEXT NOT NULL,
  text TEXT NOT NULL,
  email TEXT NOT NULL,         -- '' when none was given, or it was decided
  language TEXT NOT NULL CHECK (language IN ('fr', 'en')),
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
  decided_by TEXT NOT NULL,    -- public id of a person; '' while it is open
  decided_at INTEGER NOT NULL, -- 0 while it is open
  answer TEXT NOT NULL,
  CHECK ((state = 'open') = (decided_by = '')),
  CHECK (state = 'open' OR email = '')
) STRICT;

CREATE INDEX editorial_report_item ON editorial_report (item, state);
CREATE INDEX editorial_report_open ON editorial_report (at) WHERE state = 'open';
