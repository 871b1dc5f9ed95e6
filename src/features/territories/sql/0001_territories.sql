-- The record of the data sets « territoires » and « zonages ». Rows are added by an import and never changed; `version` is the id of the
-- data version they came with (room ingest). Empty text: the source does not say.
CREATE TABLE territory_edition (
  version INTEGER NOT NULL PRIMARY KEY,
  population_year INTEGER NOT NULL CHECK (population_year BETWEEN 1800 AND 2200)
) STRICT;

-- Communes, municipal arrondissements and communes of the overseas collectivities.
CREATE TABLE commune (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('commune', 'arrondissement-municipal', 'com')),
  parent TEXT NOT NULL,
  departement TEXT NOT NULL,
  region TEXT NOT NULL,
  arrondissement TEXT NOT NULL,
  epci TEXT NOT NULL,
  ept TEXT NOT NULL,
  siren TEXT NOT NULL,
  population INTEGER CHECK (population >= 0),
  area_km2 REAL CHECK (area_km2 > 0),
  latitude REAL,
  longitude REAL,
  chef_lieu TEXT NOT NULL,
  liaison INTEGER NOT NULL,
  PRIMARY KEY (version, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE delegated_commune (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  parent TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('associee', 'deleguee')),
  PRIMARY KEY (version, code, parent)
) STRICT, WITHOUT ROWID;

-- EPCI with own taxation, and EPT (kind EPT).
CREATE TABLE intercommunality (
  version INTEGER NOT NULL,
  siren TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  financing TEXT NOT NULL,
  seat TEXT NOT NULL,
  PRIMARY KEY (version, siren)
) STRICT, WITHOUT ROWID;

-- Régions, départements (parent: région), arrondissements (parent: département) and overseas collectivities.
CREATE TABLE division (
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('region', 'departement', 'arrondissement', 'collectivity')),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  parent TEXT NOT NULL,
  chef_lieu TEXT NOT NULL,
  zone TEXT NOT NULL,
  liaison INTEGER NOT NULL,
  PRIMARY KEY (version, kind, code)
) STRICT, WITHOUT ROWID;

-- From codes that are no longer in force to those that are. The weights of an old code sum to 1.
CREATE TABLE passage (
  version INTEGER NOT NULL,
  old_code TEXT NOT NULL,
  old_name TEXT NOT NULL,
  new_code TEXT NOT NULL,
  kind TEXT NOT NULL,
  date TEXT NOT NULL,
  source TEXT NOT NULL,
  weight REAL NOT NULL CHECK (weight BETWEEN 0 AND 1),
  PRIMARY KEY (version, old_code, new_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE place_name (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  PRIMARY KEY (version, code, name, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE postcode (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  postcode TEXT NOT NULL,
  label TEXT NOT NULL,
  PRIMARY KEY (version, code, postcode, label)
) STRICT, WITHOUT ROWID;

CREATE TABLE restored_commune (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  from_code TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (version, code, from_code)
) STRICT, WITHOUT ROWID;

CREATE TABLE commune_zoning (
  version INTEGER NOT NULL,
  code TEXT NOT NULL,
  density INTEGER CHECK (density BETWEEN 1 AND 7),
  rurality TEXT NOT NULL,
  centrality INTEGER CHECK (centrality BETWEEN 0 AND 4),
  mountain TEXT NOT NULL,
  aav TEXT NOT NULL,
  aav_name TEXT NOT NULL,
  aav_category INTEGER CHECK (aav_category IN (11, 12, 13, 20, 30)),
  ze TEXT NOT NULL,
  ze_name TEXT NOT NULL,
  bv TEXT NOT NULL,
  bv_name TEXT NOT NULL,
  uu TEXT NOT NULL,
  uu_name TEXT NOT NULL,
  qpv TEXT NOT NULL,
  acv TEXT NOT NULL,
  pvd TEXT NOT NULL,
  PRIMARY KEY (version, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE zoning_label (
  version INTEGER NOT NULL,
  zoning TEXT NOT NULL,
  value TEXT NOT NULL,
  label_fr TEXT NOT NULL,
  label_en TEXT NOT NULL,
  ordinal INTEGER,
  PRIMARY KEY (version, zoning, value)
) STRICT, WITHOUT ROWID;

-- Programmes, held by an EPCI or an EPT (their SIREN) or by a commune (its code).
CREATE TABLE zoning_programme (
  version INTEGER NOT NULL,
  holder TEXT NOT NULL,
  programme TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (version, holder, programme, id)
) STRICT, WITHOUT ROWID;
