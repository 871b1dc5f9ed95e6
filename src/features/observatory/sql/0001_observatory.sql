-- The catalogue and the figures of every version of the set « indicateurs ». `version` is the id of the data version (room ingest).
CREATE TABLE observatory_theme (
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  slug TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  objective INTEGER NOT NULL CHECK (objective IN (0, 1)),
  PRIMARY KEY (version, position)
) STRICT;

CREATE TABLE observatory_indicator (
  version INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  theme INTEGER NOT NULL,            -- position of the theme
  role TEXT NOT NULL CHECK (role IN ('fragility', 'context', 'structure')),
  direction TEXT NOT NULL CHECK (direction IN ('higher-worse', 'lower-worse', 'neutral')),
  aggregation TEXT NOT NULL CHECK (aggregation IN ('sum-num-den', 'producer-value-only', 'sum', 'not-aggregable')),
  blank_state TEXT NOT NULL CHECK (blank_state IN ('secret', 'na', 'missing')),
  weight REAL NOT NULL,
  decimals INTEGER NOT NULL,
  publication_limited INTEGER NOT NULL CHECK (publication_limited IN (0, 1)),
  wilson INTEGER NOT NULL CHECK (wilson IN (0, 1)),
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  short_fr TEXT NOT NULL,
  short_en TEXT NOT NULL,
  sentence_fr TEXT NOT NULL,
  unit_fr TEXT NOT NULL,
  unit_en TEXT NOT NULL,
  producer TEXT NOT NULL,
  relay TEXT NOT NULL,
  overseas TEXT NOT NULL,
  limits_fr TEXT NOT NULL,
  limits_en TEXT NOT NULL,
  blank_note_fr TEXT NOT NULL,
  blank_note_en TEXT NOT NULL,
  reliability_rule TEXT NOT NULL,
  reliability_note_fr TEXT NOT NULL,
  reliability_note_en TEXT NOT NULL,
  PRIMARY KEY (version, position),
  UNIQUE (version, id),
  FOREIGN KEY (version, theme) REFERENCES observatory_theme (version, position)
) STRICT;

CREATE TABLE observatory_series (
  id INTEGER NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  indicator INTEGER NOT NULL,        -- position of the indicator
  level TEXT NOT NULL CHECK (level IN ('com', 'arm', 'epci', 'dep', 'reg')),
  year INTEGER NOT NULL,
  vintage TEXT NOT NULL,
  latest INTEGER NOT NULL CHECK (latest IN (0, 1)),
  from_level TEXT NOT NULL,          -- level whose counts are summed; empty: the producer's own rows
  source TEXT NOT NULL,              -- file of the bundle
  value TEXT NOT NULL,               -- expressions over its columns
  numerator TEXT NOT NULL,
  denominator TEXT NOT NULL,
  factor REAL NOT NULL,
  growth_years REAL NOT NULL,        -- 0: factor * n / d; else factor * ((n / d)^(1 / growth_years) - 1)
  cog INTEGER NOT NULL,              -- COG of the codes of the file; 0: not of communes
  caution_fr TEXT NOT NULL,
  caution_en TEXT NOT NULL,
  UNIQUE (version, indicator, level, year),
  FOREIGN KEY (version, indicator) REFERENCES observatory_indicator (version, position)
) STRICT;

-- One figure of one place. What is not here is missing. No foreign key to the series: checking it millions of times would double the
-- import, and one transaction adds both.
CREATE TABLE observation (
  series INTEGER NOT NULL,
  place TEXT NOT NULL,               -- official code, of the series' level
  state INTEGER NOT NULL CHECK (state IN (0, 1, 2)),  -- 0 present, 1 secret, 2 does not exist there
  value REAL,
  numerator REAL,
  denominator REAL,
  estimated INTEGER NOT NULL CHECK (estimated IN (0, 1)),
  PRIMARY KEY (series, place),
  CHECK ((state = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
