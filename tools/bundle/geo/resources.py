"""Describes the files of data/geo: what is missing, what is less exact, and their Frictionless resources."""

import csv
import hashlib
import io
import json

COG_VINTAGE = "2026"
LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte / Open Licence 2.0 (Etalab)",
    "path": "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
}
ADMIN_EXPRESS = {"title": "IGN, Admin Express 2018", "path": "https://geoservices.ign.fr/adminexpress"}
RELAY_2018 = "https://github.com/gregoiredavid/france-geojson (5d34ee6)"
RELAY_2022 = "https://github.com/MTES-MCT/aides-territoires-symfony (e32e850, contours-administratifs Etalab, 1000 m)"
INSEE = {"title": "INSEE, code officiel géographique et table de passage", "path": "https://www.insee.fr/fr/information/2560452"}

MISSING = ("code", "level", "reason", "covered_by")
NOTES = ("code", "note", "others")


def write_csv(path, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def covering(code, cog, present):
    """The current commune whose contour still includes ``code``, which left it after the contours were drawn."""
    found = {old for old, new in cog.passage.items() if code in new and old in present}
    if len(found) != 1:
        raise ValueError(f"{code} has no contour and no single commune covers it: {sorted(found)}")
    return found.pop()


def write_missing(path, cog, present):
    """Lists the places without a contour; returns {commune without contour: commune that covers it}."""
    covered = {c: covering(c, cog, present) for c in cog.expected() if c not in present}
    overseas = [e for e in cog.current.values() if e["zone"] == "com"]
    rows = [(c, "commune", "reestablished_since_source", by) for c, by in covered.items()]
    rows += [(e["code"], "commune", "collectivite_outre_mer", "") for e in overseas]
    for level in ("departement", "region"):
        rows += [(c, level, "collectivite_outre_mer", "") for c in sorted(cog.overseas[level])]
    write_csv(path, MISSING, sorted(rows, key=lambda r: (r[1], r[0])))
    return covered


def write_notes(path, cog, covered):
    """Lists the contours that are less exact than the others."""
    rows = []
    for by in sorted(set(covered.values())):
        rows.append((by, "includes_former_members", " ".join(sorted(c for c, b in covered.items() if b == by))))
    rows += [(a, "coarse_inner_borders", whole) for a, whole in sorted(cog.arrondissements.items())]
    rows += [("14712", "coarse_inner_borders", "14666"), ("14666", "coarse_inner_borders", "14712")]
    write_csv(path, NOTES, sorted(rows))


def titles(file, region_names):
    """French and English title and description of a topology file."""
    if file.startswith("light"):
        return (
            "Contours légers des communes, EPCI, départements et régions",
            "Light contours of communes, EPCI, départements and régions",
            "Pour les zooms inférieurs à 8 : simplification à frontières communes (260 m) des contours détaillés, grille de 0,0001°.",
        )
    if file.startswith("overview"):
        return (
            "Fond de carte de la France",
            "Outline map of France",
            "Départements et régions très simplifiés (3,5 km, 800 m dans les îles d'outre-mer ; îles de moins de 9 km² omises), pour de petites cartes fixes.",
        )
    if file.startswith("fine-supra"):
        return (
            "Contours détaillés des EPCI, départements et régions",
            "Detailed contours of EPCI, départements and régions",
            "Réunion des contours communaux détaillés, grille de 0,00001°.",
        )
    name = region_names[file.removeprefix("fine-").removesuffix(".topojson.gz")]
    return (
        f"Contours détaillés des communes : {name}",
        f"Detailed contours of communes: {name}",
        "Contours communaux de 2018 réunis selon le COG 2026, grille de 0,00001°.",
    )


def base(file, texts):
    title, title_en, description = texts
    return {
        "name": "contours-" + file.split(".")[0].replace("_", "-"),
        "path": f"geo/{file}",
        "set": "contours",
        "title": title,
        "title_en": title_en,
        "description": description,
        "producer": "IGN (Admin Express), INSEE (code officiel géographique)",
        "relay": f"{RELAY_2018} ; {RELAY_2022}",
        "vintage": "2018",
        "cog_vintage": COG_VINTAGE,
        "licenses": [LICENCE],
        "sources": [ADMIN_EXPRESS, INSEE],
    }


def topology_resource(file, facts, region_names):
    size, digest, rows = facts
    return base(file, titles(file, region_names)) | {
        "bytes": size,
        "hash": f"sha256:{digest}",
        "rows": sum(rows.values()),
        "objects": rows,
        "format": "topojson",
        "mediatype": "application/json",
        "compression": "gz",
        "encoding": "utf-8",
    }


def table_resource(path, texts, fields):
    content = path.read_bytes()
    return base(path.name, texts) | {
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": content.count(b"\n") - 1,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [{"name": n, "type": "string"} for n in fields]},
    }


def write(target, described, region_names):
    """Writes resources.json: the Frictionless resources of every file, to be merged into data/datapackage.json."""
    out = [topology_resource(f, described[f], region_names) for f in sorted(described)]
    out.append(table_resource(
        target / "contours_missing.csv",
        ("Territoires sans contour", "Places without a contour",
         "Communes rétablies depuis 2018 et collectivités d'outre-mer ; covered_by : commune dont le contour les inclut encore."),
        MISSING))
    out.append(table_resource(
        target / "contours_notes.csv",
        ("Contours moins exacts", "Less exact contours",
         "Contours qui incluent encore des communes rétablies depuis, ou dont les limites intérieures viennent d'un fichier grossier."),
        NOTES))
    (target / "resources.json").write_text(json.dumps(out, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
