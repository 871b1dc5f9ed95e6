#!/usr/bin/env python3
"""Reads the sources again, on its own, and compares every table cell of the bundle with them.

    python3 tools/bundle/verify.py --from ../shared/data --bundle data

Shares no code with the build (only reader.py, which reads the result). A cell is compared as a
number; a blank must be a blank of the source, or a value the build says it refuses. Exit status 1
on the first family of errors, with up to ten examples each.
"""
import argparse
import collections
import csv
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import verify_joined  # noqa: E402
from reader import Bundle  # noqa: E402

PLM = {"75": "75056", "69": "69123", "13": "13055"}
SHARE = re.compile(r"_pct_|txchom|txemp|txpauv|^TP60|^part_|^eloignement")
# table -> (delimiter, code column, selection of source rows)
PLAIN = {
    "census_2021_com": (",", "insee_com", lambda r: r["commune_type"] != "COMD"),
    "ptod_2022_com": (",", "code", lambda r: r["origine"] != "multi_iris_sans_valeur_commune"),
    "ptod_2022_epci": (",", "code", None), "ptod_2022_dep": (",", "code", None),
    "filosofi_2015_com": (",", "CODGEO", None), "filosofi_2015_dep": (",", "CODGEO", None), "filosofi_2015_reg": (",", "CODGEO", None),
    "urbasante_com": (",", "code_insee", lambda r: r["niveau"] == "Communes"),
    "urbasante_dep": (",", "code_insee", lambda r: r["niveau"] == "Departements"),
    "urbasante_reg": (",", "code_insee", lambda r: r["niveau"] == "Regions"),
    "itdd_dep": (",", "code", None),
}
SUMMED = {  # table.column -> (file, delimiter, code column, source column, selection)
    "social_housing_com.nb_ls": ("indicators/odis/logement_social_rpls_2024_communes.csv.gz", ",", "DEPCOM_ARM", "nb_ls", None),
    "social_housing_com.nb_loues": ("indicators/odis/logement_social_rpls_2024_communes.csv.gz", ",", "DEPCOM_ARM", "nb_loues", None),
    "social_housing_com.nb_vacants": ("indicators/odis/logement_social_rpls_2024_communes.csv.gz", ",", "DEPCOM_ARM", "nb_vacants", None),
    "pesticides_com.pesticides_cmr_kg": ("indicators/urbasante/indicateurs_environnement_services_2015_2023.csv.gz", ",", "code_insee", "Pesticides CMR",
                                         lambda r: r["niveau"] == "Communes"),
}
for _c in ("generaliste", "infirmiers", "dentiste", "reeducateur_podologue"):
    SUMMED["practitioners_com." + _c] = ("indicators/professionnels_sante_communes_sirene_2018.csv.gz", ";", "codecommuneetablissement", _c, None)
for _y in range(2017, 2022):
    SUMMED[f"population_com.population_{_y}"] = ("indicators/odis/population_2013_2021_communes.csv.gz", ",", "codgeo", f"p{_y % 100}_pop", None)
DGCL = "grants/dgcl-dotations/dgcl_projets_dotations_investissement_local_{}.csv.gz"


class Check:
    def __init__(self, source, bundle):
        self.source, self.bundle = source, bundle
        self.errors, self.cells = collections.Counter(), 0
        self.cache = {}
        self.seen = set()  # (table, column) read again

    def saw(self, stem, column):
        self.seen.add((stem, column))

    def fail(self, family, what):
        self.errors[family] += 1
        if self.errors[family] <= 10:
            print(f"error: {family}: {what}")

    def rows(self, name, delimiter=","):
        if name not in self.cache:
            opener = gzip.open if name.endswith(".gz") else open
            with opener(os.path.join(self.source, name), "rt", encoding="utf-8-sig", newline="") as handle:
                self.cache[name] = list(csv.DictReader(handle, delimiter=delimiter))
        return self.cache[name]

    def json(self, name):
        with gzip.open(os.path.join(self.source, name), "rt", encoding="utf-8") as handle:
            return json.load(handle)

    def table(self, stem):
        return self.bundle.rows(f"indicators/tables/{stem}.csv.gz")

    def carry(self, code):
        if len(code) == 6:
            code = code[:2] + code[3:]
        return code if code in self.bundle.communes else self.bundle.passage.get(code)


def number(text):
    text = re.sub(r"[\s\u00a0\u202f€]", "", text or "").replace(",", ".")
    return float(text) if text else None


def same(a, b):
    return a == b or (a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)))


def checksums(check):
    for path, resource in check.bundle.resources.items():
        data = check.bundle.bytes(path)
        if "sha256:" + hashlib.sha256(data).hexdigest() != resource["hash"] or len(data) != resource["bytes"]:
            check.fail("checksum", path)
        if not resource["licenses"] or not all(l.get("name") and l.get("path") for l in resource["licenses"]):
            check.fail("licence", path)
        if any("odbl" in l["name"].lower() or "agpl" in l["name"].lower() for l in resource["licenses"]):
            check.fail("licence", f"{path}: {resource['licenses']}")
    here = os.path.dirname(os.path.abspath(__file__))
    for name in sorted(os.listdir(here)):
        if name.endswith(".py") and not name.startswith(("verify", "test_", "geo")):
            with open(os.path.join(here, name), encoding="utf-8") as handle:
                if re.search(r"cogugaison_|insee_historiq", handle.read()):
                    check.fail("odbl", f"{name} reads an ODbL table")


def plain_tables(check):
    for stem, (delimiter, key, select) in PLAIN.items():
        path = f"indicators/tables/{stem}.csv.gz"
        resource = check.bundle.resources[path]
        rebuilt = set(resource.get("rebuilt", []))
        origin = {}
        for field in resource["schema"]["fields"][1:]:
            column, file = re.fullmatch(r"Colonne « (.*) » de (.*)\.", field["description"]).groups()
            origin[field["name"]] = (column, file)
        sources = {file: {r[key]: r for r in check.rows(file, delimiter) if not select or select(r)} for _, file in origin.values()}
        kept = {row["code"] for row in check.table(stem)}
        lost = {c for rows in sources.values() for c in rows if c not in kept}
        refused = sum(r["number"] for r in check.bundle.package["refused"] if r["table"] == stem)
        if len(lost) > refused:
            check.fail("lost rows", f"{stem}: {len(lost)} source rows are not in the table, {refused} are said to be refused")
        for name in origin:
            check.saw(stem, name)
        for row in check.table(stem):
            for name, (column, file) in origin.items():
                check.cells += 1
                if row["code"] in rebuilt:
                    parts = [r for c, r in sources[file].items() if r.get("commune_type") == "ARM" and PLM[c[:2]] == row["code"]]
                    want = sum(float(r[column]) for r in parts)
                elif row["code"] in sources[file]:
                    want = number(sources[file][row["code"]][column])
                elif name in ("P22_POP", "P23_POP"):
                    continue  # the Métropole du Grand Paris, in the housing file only; see groups()
                else:
                    want = None
                if want is not None and SHARE.search(name) and not 0 <= want <= 100:
                    want = None
                if not same(number(row[name]), want):
                    check.fail("cell", f"{stem} {row['code']} {name}: {row[name]!r}, the source says {want}")


def summed_columns(check):
    for target, (file, delimiter, key, column, select) in SUMMED.items():
        stem, name = target.split(".")
        check.saw(stem, name)
        values = [(r[key], number(r[column])) for r in check.rows(file, delimiter) if not select or select(r)]
        given = {c for c, v in values if v is not None}
        sums = collections.defaultdict(float)
        for code, value in values:
            place = check.carry(code)
            if place is None or value is None:
                continue
            sums[place] += value
            if check.bundle.kind(place) == "arm" and PLM[place[:2]] not in given:
                sums[PLM[place[:2]]] += value
        for row in check.table(stem):
            check.cells += 1
            got = number(row[name])
            if got is None and stem == "population_com":
                continue  # years at another perimeter are left blank, counted in the report
            want = sums.get(row["code"], 0.0 if name in ("nb_ls",) or stem == "practitioners_com" else None)
            if not same(got, want):
                check.fail("sum", f"{target} {row['code']}: {got}, the source sums to {want}")


def population(check):
    now = {c["code"]: c for c in check.json("cog/communes.2026.json.gz") if c["type"] in ("commune-actuelle", "arrondissement-municipal")}
    before = {m["code"]: m["populationMunicipale"] for e in check.json("cog/epci.2026.json.gz") for m in e["membres"]}
    for row in check.table("population_com"):
        check.cells += 2
        if int(row["population_2023"]) != now[row["code"]]["population"]:
            check.fail("population", f"{row['code']} 2023")
        if row["code"] in before and row["population_2022"] and int(row["population_2022"]) != before[row["code"]]:
            check.fail("population", f"{row['code']} 2022")
    sums = collections.Counter()
    for c in check.bundle.communes.values():
        if c["kind"] == "commune":
            sums[c["departement"]] += int(c["population"] or 0)
    independent = [r for r in check.rows("indicators/ptod-2022/departements_metropole_2022.csv.gz") if r["code"] != "00FR"]
    agree = sum(sums[r["code"]] == int(float(r["P23_POP"])) for r in independent)
    print(f"population of départements: {agree} of {len(independent)} equal to P23_POP")
    if agree != 96 or len(independent) != 96:
        check.fail("golden", "P23_POP")
    for row in check.table("population_dep"):
        if int(row["population_2023"]) != sums[row["code"]]:
            check.fail("population", f"département {row['code']}")


def job_seekers(check):
    months = collections.defaultdict(lambda: collections.defaultdict(set))
    for r in check.rows("indicators/odis/demandeurs_emploi_communes_2020_2024.csv.gz"):
        months[r["codgeo"]][r["YEAR"]].add(r["Demandeurs_Emploi"])
    for level, prefix in (("com", ""), ("dep", ""), ("reg", "reg")):
        for row in check.table(f"job_seekers_{level}"):
            codes = [c for c in months if (check.carry(c) if level == "com" and len(c) == 5 else c) == prefix + row["code"]
                     and (level != "com" or len(c) == 5)] if prefix + row["code"] not in months else [prefix + row["code"]]
            for year in range(2020, 2025):
                check.saw(f"job_seekers_{level}", f"seekers_{year}_12")
                check.cells += 1
                found = months[codes[0]][f"decembre_{year}"] if len(codes) == 1 else set()
                if len(found) != 1 or not same(number(row[f"seekers_{year}_12"]), number(next(iter(found)))):
                    check.fail("job seekers", f"{level} {row['code']} {year}: {row} {found}")


def barometer(check):
    for level, stem, key in (("dep", "departemental", "code_departement"), ("reg", "regional", "code_region")):
        file = f"indicators/barometre/barometre-resultats-synthese-{stem}.csv.gz"
        source = {(r["id_indicateur"], r[key]): r for r in check.rows(file)}
        path = f"indicators/tables/barometer_{level}.csv.gz"
        for field in check.bundle.resources[path]["schema"]["fields"]:
            match = re.match(r"id_indicateur « (.*) », colonne « (.*) » de ", field["description"])
            if not match:
                continue
            year = field["name"][-4:]
            check.saw(f"barometer_{level}", field["name"])
            date = {"valeur_actuelle": "date_valeur_actuelle", "valeur_initiale": "date_valeur_initiale",
                    "progression_derniere_maj": "progression_derniere_maj_date"}[match.group(2)]
            for row in check.table(f"barometer_{level}"):
                cell = source.get((match.group(1), row["code"]))
                check.cells += 1
                if row[field["name"]] == "":
                    continue
                if not same(number(row[field["name"]]), number(cell[match.group(2)])) or cell[date][:4] != year:
                    check.fail("barometer", f"{level} {row['code']} {field['name']}")


def grants(check):
    for level, key, known in (("com", None, None), ("reg", None, None)):
        table = {r["code"]: r for r in check.table(f"grants_{level}")}
        for year in (2023, 2024):
            counts, amounts = collections.Counter(), collections.Counter()
            for r in check.rows(DGCL.format(year), ";"):
                place = check.carry(r["beneficiaire_code_insee"])
                if place and check.bundle.kind(place) == "arm":
                    place = PLM[place[:2]]
                if level == "com" and place in table:
                    counts[place] += 1
                    amounts[place] += number(r["subvention"])
            if level == "com":
                check.saw("grants_com", f"projects_{year}")
                check.saw("grants_com", f"amount_{year}")
                for code, row in table.items():
                    check.cells += 2
                    if int(row[f"projects_{year}"]) != counts[code] or abs(float(row[f"amount_{year}"]) - amounts[code]) > 0.01:
                        check.fail("grants", f"{code} {year}: {row} {counts[code]} {amounts[code]}")
            else:
                total = sum(int(r[f"projects_{year}"]) for r in table.values())
                lines = len(check.rows(DGCL.format(year), ";"))
                check.cells += 1
                if not 0.98 * lines <= total <= lines:
                    check.fail("grants", f"{total} projects in regions of {lines} lines in {year}")
    lines = check.rows("grants/fonds-vert/fonds_vert_2023.csv.gz", ";")
    for level, column in (("dep", "code_departement"),):
        counts, amounts = collections.Counter(), collections.Counter()
        for r in lines:
            counts[r[column].zfill(2)] += 1
            amounts[r[column].zfill(2)] += number(r["montant_engage"])
        for row in check.table(f"green_fund_{level}"):
            check.cells += 2
            if int(row["projects_2023"]) != counts[row["code"]] or abs(float(row["amount_2023"]) - amounts[row["code"]]) > 0.01:
                check.fail("green fund", row["code"])


def passage(check):
    current = {c["code"] for c in check.json("cog/communes.2026.json.gz") if c["type"] in ("commune-actuelle", "arrondissement-municipal")}
    weights = collections.Counter()
    former = set()
    for row in check.bundle.rows("territories/passage.csv.gz"):
        weights[row["old_code"]] += float(row["weight"])
        former.add(row["old_code"])
        if row["old_code"] in current or row["new_code"] not in current:
            check.fail("passage", str(row))
    if any(w != 1 for w in weights.values()):
        check.fail("passage", "weights do not sum to 1")
    for row in check.rows("cog_history/geocodes_passage_annuel_2025.csv.gz", ";"):
        old = row["Ancien Code Officiel"]
        if row["Niveau"] == "COM" and old not in current and old not in former:
            check.fail("passage", f"{old} of the INSEE table is lost")
    for year in range(2021, 2026):
        path = os.path.join(check.source, f"cog/history/communes.{year}.json.zst")
        for c in json.loads(subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout):
            if c["type"] == "commune-actuelle" and c["code"] not in current and c["code"] not in former:
                check.fail("passage", f"{c['code']} of COG {year} is lost")


def everything_was_seen(check):
    """No column of figures may be left out of these proofs, whatever is added to the bundle later."""
    for path, resource in check.bundle.resources.items():
        stem = os.path.basename(path).split(".")[0]
        if not path.startswith("indicators/tables/"):
            continue
        for field in resource["schema"]["fields"][1:]:
            if (stem, field["name"]) not in check.seen:
                check.fail("not read again", f"{stem} {field['name']}")
    print(f"{len(check.seen)} columns of figures read again")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--bundle", required=True)
    args = parser.parse_args()
    check = Check(args.source, Bundle(args.bundle))
    for step in (checksums, plain_tables, summed_columns, population, job_seekers, barometer, grants, passage, verify_joined.steps, everything_was_seen):
        step(check)
    print(f"{check.cells} cells compared, {sum(check.errors.values())} errors")
    return 1 if check.errors else 0


if __name__ == "__main__":
    sys.exit(main())
