#!/usr/bin/env python3
"""Reads the sources of data/projects again, on its own, and compares every cell of the bundle with them.

    python3 tools/bundle/verify_projects.py --from ../shared/data --bundle data

Shares no code with projects.py. A row that is not in the bundle is one of a natural person (their number is the one the
package declares) or a total of the annex whose association has lines of its own; a masked name must be the beginning of
the source's.
"""
import argparse
import collections
import csv
import gzip
import hashlib
import json
import os
import re
import sys
from decimal import Decimal

GRANTS = "grants/"
FILES = {
    "d18": ("dgcl_2018", GRANTS + "dgcl-dotations/dgcl_projets_dotations_investissement_local_2018.csv.gz"),
    "d19": ("dgcl_2019", GRANTS + "dgcl-dotations/dgcl_projets_dotations_investissement_local_2019.csv.gz"),
    "d23": ("dgcl_2023", GRANTS + "dgcl-dotations/dgcl_projets_dotations_investissement_local_2023.csv.gz"),
    "d24": ("dgcl_2024", GRANTS + "dgcl-dotations/dgcl_projets_dotations_investissement_local_2024.csv.gz"),
    "fv23": ("green_fund_2023", GRANTS + "fonds-vert/fonds_vert_2023.csv.gz"),
    "jb10": ("associations_2010", GRANTS + "jaune-budgetaire/plf2012_associations_subventionnees_2010.csv.gz"),
    "pl": ("pays_de_la_loire", GRANTS + "subventions-pays-de-la-loire/subventions_agregees_PDL_2004-2019.csv.gz"),
}
# bundle column -> source column
NAMES = {
    "d": {"siren": "beneficiaire_siren", "beneficiary": "beneficiaire_nom", "insee": "beneficiaire_code_insee", "departement": "beneficiaire_dep",
          "title": "intitule", "programme": "dispositif", "cost": "cout_ht", "amount": "subvention", "year": "exercice"},
    "fv": {"siren": "siren", "beneficiary": "nom_beneficiaire_principal", "insee": "code_commune", "departement": "code_departement",
           "title": "nom_du_projet", "programme": "numero_demarche_ds", "amount": "montant_engage"},
    "jb": {"siren": "SIREN", "beneficiary": "ASSOCIATION", "programme": "IMPUTATION"},
    "pl": {"siren": "idBeneficiaire", "beneficiary": "nomBeneficiaire", "title": "objet", "programme": "idAttribuant", "amount": "montant", "year": "dateConvention"},
}


def clean(cell):
    cell = " ".join("".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in cell).split())
    return "" if cell in ("NA", "nan") else cell


def money(cell):
    cell = re.sub(r"[^\d,.eE+-]", "", clean(cell)).replace(",", ".")
    return Decimal(cell) if cell else None


class Check:
    def __init__(self, source, bundle):
        self.source, self.bundle = source, bundle
        self.errors, self.cells = 0, 0

    def fail(self, what):
        self.errors += 1
        if self.errors <= 20:
            print("error:", what)

    def rows(self, name, delimiter):
        with gzip.open(name, "rt", encoding="utf-8-sig", newline="") as handle:
            return list(csv.DictReader(handle, delimiter=delimiter))

    def same_text(self, where, got, want):
        self.cells += 1
        want = clean(want)
        if "[nom masqué]" in got and "[nom masqué]" not in want:
            before, after = got.split("[nom masqué]", 1)
            if not (want.startswith(before.strip()) and want.endswith(after.strip()) and len(before) > 1):
                self.fail(f"{where}: {got!r} does not mask {want!r}")
        elif got != want:
            self.fail(f"{where}: {got!r}, the source has {want!r}")

    def same_money(self, where, got, want):
        self.cells += 1
        if (Decimal(got) if got else None) != money(want):
            self.fail(f"{where}: {got!r}, the source has {want!r}")

    def same_code(self, where, got, want):
        self.cells += 1
        if got.lstrip("0") != clean(want).lstrip("0") or (got and len(got) < 2):
            self.fail(f"{where}: {got!r}, the source has {want!r}")

    def row(self, prefix, row, origin, programmes):
        names = NAMES[prefix.rstrip("0123456789")]
        where = row["id"]
        for column in ("siren", "beneficiary", "title"):
            self.same_text(f"{where} {column}", row[column], origin[names[column]] if column in names else "")
        for column in ("insee", "departement"):
            self.same_code(f"{where} {column}", row[column], origin[names[column]] if column in names else "")
        if row["insee"] and len(row["insee"]) != 5:
            self.fail(f"{where}: commune {row['insee']}")
        self.same_money(f"{where} cost", row["cost"], origin[names["cost"]] if "cost" in names else "")
        detail = origin.get("IMPUTATION", "").strip()
        amount = origin[names["amount"]] if "amount" in names else origin["Détail des subventions" if detail else "Total des subventions"]
        self.same_money(f"{where} amount", row["amount"], amount)
        year = clean(origin[names["year"]])[:4] if "year" in names else {"fv23": "2023", "jb10": "2010"}[prefix]
        self.same_text(f"{where} year", row["year"], year)
        self.cells += 1
        programme = programmes.get(row["programme"])
        if programme is None:
            return self.fail(f"{where}: no programme {row['programme']}")
        said = clean(origin[names["programme"]])
        if not self.names_programme(prefix.rstrip("0123456789"), row["programme"], programme, origin, said):
            self.fail(f"{where}: programme {row['programme']} for {said!r}")

    @staticmethod
    def names_programme(family, key, programme, origin, said):
        if family == "d":
            return key == said.lower()
        if family == "fv":
            return key == "fv-" + said and programme["label"] == clean(origin["nom_demarche_ds"])
        if family == "jb":
            return key == ("lolf-" + re.search(r": (\d+) -", said).group(1) if said else "lolf")
        return programme["funder_siren"][:4] == re.sub(r"\D", "", said)[:4]

    def file(self, prefix, programmes, resources):
        stem, name = FILES[prefix]
        resource = resources[f"projects/{stem}.csv.gz"]
        path = os.path.join(self.bundle, resource["path"])
        with open(path, "rb") as handle:
            data = handle.read()
        if "sha256:" + hashlib.sha256(data).hexdigest() != resource["hash"]:
            self.fail(f"checksum of {path}")
        if not resource["licenses"] or any("odbl" in l["name"].lower() for l in resource["licenses"]):
            self.fail(f"licence of {path}")
        origins = self.rows(os.path.join(self.source, name), ";")
        rows = self.rows(path, ",")
        if len(rows) != resource["rows"] or resource["prefix"] != prefix:
            self.fail(f"{path}: {len(rows)} rows")
        kept, masked = set(), 0
        for row in rows:
            number = int(row["id"].removeprefix(prefix + "n"))
            if number in kept:
                self.fail(f"{row['id']} twice")
            kept.add(number)
            masked += sum(row[c].count("[nom masqué]") for c in ("beneficiary", "title"))
            self.row(prefix, row, origins[number - 1], programmes)
        self.left_out(prefix, origins, kept, resource)
        if masked != resource["persons_masked"]:
            self.fail(f"{stem}: {masked} masked names, {resource['persons_masked']} declared")
        return len(rows)

    def left_out(self, prefix, origins, kept, resource):
        totals = 0
        if prefix == "jb10":
            detailed = {o["SIREN"] for o in origins if o["IMPUTATION"].strip()}
            totals = sum(not o["IMPUTATION"].strip() and o["SIREN"] in detailed for o in origins)
            sums = collections.defaultdict(lambda: [Decimal(0), Decimal(0)])
            for o in origins:
                sums[o["SIREN"]][bool(o["IMPUTATION"].strip())] += money(o["Détail des subventions"] or o["Total des subventions"])
            apart = [s for s, (total, detail) in sums.items() if detail and total != detail]
            print(f"annex: {totals} lines of total left out; {len(apart)} of {len(sums)} SIREN whose lines do not sum to their total")
        missing = len(origins) - len(kept) - totals
        if missing != resource["persons_dropped"]:
            self.fail(f"{prefix}: {missing} rows are not in the bundle, {resource['persons_dropped']} are declared")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--bundle", required=True)
    args = parser.parse_args()
    check = Check(args.source, args.bundle)
    with open(os.path.join(args.bundle, "datapackage.json"), encoding="utf-8") as handle:
        resources = {r["path"]: r for r in json.load(handle)["resources"]}
    with open(os.path.join(args.bundle, "projects/programmes.csv"), encoding="utf-8", newline="") as handle:
        programmes = {r["id"]: r for r in csv.DictReader(handle)}
    total = sum(check.file(prefix, programmes, resources) for prefix in FILES)
    print(f"{total} projects, {check.cells} cells read again, {check.errors} errors")
    sys.exit(1 if check.errors else 0)


if __name__ == "__main__":
    main()
