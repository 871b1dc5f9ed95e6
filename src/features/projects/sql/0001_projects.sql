-- The record of the data set « projets »: lines of the sources as the bundle has them. Rows are added by an import and never changed;
-- `version` is the id of the data version they came with (room ingest). Empty text: the source does not say.
CREATE TABLE project_source (
  version INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  path TEXT NOT NULL,
  title TEXT NOT NULL,
  title_en TEXT NOT NULL,
  producer TEXT NOT NULL,
  relay TEXT NOT NULL,
  vintage TEXT NOT NULL,
  licence TEXT NOT NULL,
  licence_address TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (version, prefix)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_programme (
  version INTEGER NOT NULL,
  id TEXT NOT NULL,
  short TEXT NOT NULL,
  label TEXT NOT NULL,
  funder TEXT NOT NULL,
  funder_siren TEXT NOT NULL,
  funder_departement TEXT NOT NULL,
  PRIMARY KEY (version, id)
) STRICT, WITHOUT ROWID;

-- `number` is the row of the source's own file; with the prefix it makes the address of the project. Amounts in euro cents.
CREATE TABLE project (
  version INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  siren TEXT NOT NULL,
  beneficiary TEXT NOT NULL,
  insee TEXT NOT NULL,
  departement TEXT NOT NULL,
  title TEXT NOT NULL,
  programme TEXT NOT NULL,
  cost INTEGER CHECK (cost >= 0),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  year INTEGER CHECK (year BETWEEN 1990 AND 2100),
  PRIMARY KEY (version, prefix, number)
) STRICT, WITHOUT ROWID;

-- Cells that were set aside, the rest of their row being kept.
CREATE TABLE project_refusal (
  version INTEGER NOT NULL,
  prefix TEXT NOT NULL,
  number INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (version, prefix, number, field)
) STRICT, WITHOUT ROWID;
