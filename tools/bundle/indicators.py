"""data/indicators/{themes,indicators,series}.csv: the catalogue, checked against the tables.

The catalogue is data, not code: it is kept in tools/bundle/catalog and copied as it is.
"""
import csv
import os
import re

from files import ETALAB, GPL, Field, Resource

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "catalog")
WORDS = {
    "id": "Identifiant stable.", "order": "Rang d'affichage.", "label_fr": "Libellé français.", "label_en": "Libellé anglais.",
    "slug_fr": "Morceau d'adresse.", "objective": "1 pour les neuf thèmes de la méthode, 0 pour les deux groupes de contexte.",
    "theme": "Identifiant du thème.", "role": "fragility, context ou structure.", "unit_fr": "Unité.", "unit_en": "Unité en anglais.",
    "direction": "higher-worse, lower-worse ou neutral.", "weight": "Poids dans le thème ; 0 hors fragilités.",
    "producer": "Producteur de la statistique.", "relay": "Dépôt qui la relaie.", "overseas": "yes, partial ou no.",
    "aggregation": "sum-num-den, producer-value-only, sum ou not-aggregable.",
    "blank_state": "Ce que dit un blanc : secret, missing ou na.", "blank_note_fr": "Le même en mots.", "blank_note_en": "En anglais.",
    "reliability_rule": "Règles séparées par une espace : census, best:NIVEAU=good|medium|low, min-population=N[:niveau], min-numerator=N[:niveau], min-denominator=N[:niveau] ; faible si aucun niveau n'est dit.",
    "reliability_note_fr": "Fiabilité en mots.", "reliability_note_en": "En anglais.", "limits_fr": "Limites.", "limits_en": "Limites en anglais.",
    "decimals": "Décimales à l'affichage.", "short_fr": "Libellé court.", "short_en": "Libellé court anglais.", "sentence_fr": "Groupe nominal sans article.",
    "publication_limited": "1 quand la publication dépend de la taille : pas de rang là où des valeurs manquent.", "interval": "wilson ou none.",
    "history_of": "Indicateur dont celui-ci est une année passée comparable ; vide partout.",
    "missing_in": "Départements (ou NIVEAU:code) où un blanc est missing et non blank_state.",
    "indicator": "Identifiant de l'indicateur.", "level": "com, arm, epci, dep ou reg.", "year": "Année affichée.", "vintage": "Millésime en toutes lettres.",
    "latest": "1 pour la série montrée par défaut, une par indicateur et niveau.", "table": "Chemin de la table dans le paquet.",
    "value": "Expression de la valeur (noms de colonnes, + et -), ou vide.", "num": "Expression du numérateur.", "den": "Expression du dénominateur.",
    "factor": "Multiplicateur : valeur = factor*num/den, ou factor*value.", "growth_years": "Si rempli : valeur = factor*((num/den)^(1/growth_years)-1).",
    "from_level": "Vide, ou niveau dont les numérateurs et dénominateurs sont sommés.", "cog_vintage": "Année des codes commune de la table.",
    "estimated_rule": "Règle d'estimation ; vide : aucune.", "caution_fr": "Prudence propre à cette série.", "caution_en": "En anglais.",
}
NUMBERS = {"order": "integer", "weight": "number", "decimals": "integer", "year": "integer", "factor": "number", "growth_years": "integer",
           "objective": "integer", "publication_limited": "integer", "latest": "integer", "cog_vintage": "integer"}


def read(name):
    with open(os.path.join(HERE, name + ".csv"), encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    return rows[0], rows[1:]


def columns_of(expression):
    """The column names of an expression; anything but names, + and - raises."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*([+-][A-Za-z_][A-Za-z0-9_]*)*", expression):
        raise ValueError(f"expression « {expression} »")
    return re.split(r"[+-]", expression)


def check_series(series, tables):
    for line in series:
        if line["table"] not in tables:
            raise ValueError(f"{line['indicator']}: no table {line['table']}")
        known = tables[line["table"]]
        for part in ("value", "num", "den"):
            for column in columns_of(line[part]) if line[part] else []:
                if column not in known:
                    raise ValueError(f"{line['indicator']} {line['level']}: no column {column} in {line['table']}")
        if bool(line["value"]) == bool(line["num"]) or bool(line["num"]) != bool(line["den"]):
            raise ValueError(f"{line['indicator']} {line['level']}: a value, or a numerator and a denominator")


def build(tables):
    """`tables`: resources already made, to check that the series read existing columns."""
    known = {r.path: {f.name for f in r.fields} for r in tables}
    out = []
    for name, title, title_en, key in (
            ("themes", "Thèmes", "Themes", ("id",)), ("indicators", "Indicateurs", "Indicators", ("id",)),
            ("series", "Séries : où lire chaque valeur", "Series: where each value is read", ("indicator", "level", "year"))):
        header, rows = read(name)
        if name == "series":
            check_series([dict(zip(header, r)) for r in rows], known)
        fields = [Field(c, NUMBERS.get(c, "string"), WORDS[c]) for c in header]
        out.append(Resource(f"indicators/{name}.csv", "indicateurs", title, title_en, "Catalogue tenu par le projet.", "Catalyse", "", "2026", "",
                            [GPL, ETALAB], ["Catalyse, tools/bundle/catalog"], fields, rows, key=key))
    return out
