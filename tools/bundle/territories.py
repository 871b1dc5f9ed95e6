"""data/territories: the territories of the COG 2026, their names, postcodes and former codes."""
import collections
import re
import unicodedata
from decimal import Decimal

from cog import PASSAGE_FILE, PLM
from files import ETALAB, MIT, Field, Resource, plain_number

AREAS = "indicators/communes_insee_2021_datasfun.csv.gz"
LAPOSTE = "postcodes/laposte_hexasmal_code_postal.csv.gz"
# Files that give a name to communes that no longer exist, oldest last.
NAME_FILES = (("indicators/odis/population_2013_2021_communes.csv.gz", "codgeo", "libgeo"),
              ("indicators/filosofi-2015/filosofi_2015_COM.csv.gz", "CODGEO", "LIBGEO"))
COG_SOURCE = "INSEE, Code officiel géographique 2026 ; paquet npm @etalab/decoupage-administratif 6.0.0"
COG_META = {"producer": "INSEE ; DGCL", "relay": "Etalab, découpage administratif 6.0.0", "vintage": "COG 2026",
            "cog_vintage": "2026", "licenses": [ETALAB, MIT]}


def text_key(name):
    """A name without accents, case, hyphens or apostrophes, to tell whether two are the same."""
    flat = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Œ", "OE"))
    flat = "".join(c for c in flat if not unicodedata.combining(c)).lower()
    flat = re.sub(r"[^a-z0-9]+", " ", flat).strip()
    return re.sub(r"\bste\b", "sainte", re.sub(r"\bst\b", "saint", flat))


def areas_and_points(cog):
    """code of 2026 -> (km² or '', lat or '', lng or '').

    The relay is in the COG 2024. The area of a merged commune is the sum of its parts; its point is
    the one of the part that kept its code, else the mean of the parts weighted by area. A commune
    from which another was taken after 2024 would have the area of the whole: left blank.
    """
    parts = collections.defaultdict(dict)
    for row in cog.sources.rows(AREAS):
        if row["commune_type"] == "COMD":
            continue
        code = cog.carry(row["insee_com"])
        parts[code][row["insee_com"]] = row
        if row["commune_type"] == "ARM":
            parts[PLM[row["insee_com"][:2]]][row["insee_com"]] = row
    shrunk = {old for new, old, since in restored_communes(cog) if since and int(since) > 2024}
    out = {}
    for code, rows in parts.items():
        known = [r for r in rows.values() if r["superficie_km2"]]
        area = sum((Decimal(r["superficie_km2"]) for r in known), Decimal(0))
        whole = len(known) == len(rows) and code not in shrunk and area > 0
        own = rows.get(code)
        placed = [r for r in rows.values() if r["lat"] and r["lng"]]
        if own and own["lat"]:
            lat, lng = own["lat"], own["lng"]
        elif placed:
            lat, lng = (weighted_mean(placed, k) for k in ("lat", "lng"))
        else:
            lat = lng = ""
        out[code] = (plain_number(str(area)) if whole else "", plain_number(lat), plain_number(lng))
    return out


def weighted_mean(rows, column):
    weights = [Decimal(r["superficie_km2"] or 0) for r in rows]
    if not sum(weights):
        weights = [Decimal(1)] * len(rows)
    mean = sum(w * Decimal(r[column]) for w, r in zip(weights, rows)) / sum(weights)
    return str(mean.quantize(Decimal("0.00001")))


def seats(cog):
    """commune code -> the highest seat it holds."""
    out = {}
    for rank, table in (("arrondissement", cog.arrondissements), ("departement", cog.departements),
                        ("region", cog.regions)):
        for entity in table.values():
            out[entity["chefLieu"]] = rank
    return out


def communes(cog):
    places, seat = areas_and_points(cog), seats(cog)
    rows = []
    for table, kind in ((cog.communes, "commune"), (cog.arm, "arrondissement-municipal"), (cog.com, "com")):
        for code, c in table.items():
            parent = c["commune"] if kind == "arrondissement-municipal" else ""
            host = parent or code
            rows.append([code, c["nom"], kind, parent, c["departement"], c["region"], c.get("arrondissement", ""),
                         cog.epci_of.get(host, ""), cog.ept_of.get(host, ""), c.get("siren", ""),
                         "" if c.get("population") is None else str(c["population"]),
                         *places.get(code, ("", "", "")), seat.get(code, "") if not parent else "",
                         "" if c.get("typeLiaison") is None else str(c["typeLiaison"])])
    fields = [
        Field("code", "string", "Code commune INSEE (COG 2026)."),
        Field("name", "string", "Nom officiel, article compris."),
        Field("kind", "string", "commune, arrondissement-municipal, ou com (commune d'une collectivité d'outre-mer)."),
        Field("parent", "string", "Commune dont l'arrondissement municipal est une partie."),
        Field("departement", "string", "Code du département, ou de la collectivité pour kind=com."),
        Field("region", "string", "Code de la région, ou de la collectivité pour kind=com."),
        Field("arrondissement", "string", "Code de l'arrondissement départemental."),
        Field("epci", "string", "SIREN de l'EPCI à fiscalité propre ; vide pour quatre îles et outre-mer sans EPCI."),
        Field("ept", "string", "SIREN de l'établissement public territorial (Grand Paris)."),
        Field("siren", "string", "SIREN de la commune."),
        Field("population", "integer", "Population municipale 2023 ; vide si non publiée."),
        Field("area_km2", "number", "Superficie cadastrale en km², sommée pour les communes fusionnées ; vide si inconnue."),
        Field("lat", "number", "Latitude WGS84 d'un point de la commune."),
        Field("lon", "number", "Longitude WGS84 d'un point de la commune."),
        Field("chef_lieu", "string", "Plus haut chef-lieu tenu : arrondissement, departement, region, ou vide."),
        Field("liaison", "string", "Type de nom en clair de l'INSEE (TNCC), pour former « de la », « du », « de l' »."),
    ]
    return Resource("territories/communes.csv.gz", "territoires", "Communes, arrondissements municipaux et COM",
                    "Communes, municipal arrondissements and overseas collectivities",
                    "Les communes actuelles, les 45 arrondissements municipaux et les communes des collectivités d'outre-mer.",
                    fields=fields, rows=sorted(rows),
                    sources=[COG_SOURCE, "INSEE ; relais datas.fun (superficie et point, COG 2024)"],
                    extra={"population_year": 2023, "area_year": 2021}, **COG_META)


def delegated(cog):
    kinds = {"commune-deleguee": "deleguee", "commune-associee": "associee"}
    rows = sorted([c["code"], c["nom"], kinds[c["type"]], c["chefLieu"]] for c in cog.delegated)
    fields = [Field("code", "string", "Code de la commune déléguée ou associée ; souvent celui de la commune elle-même."),
              Field("name", "string", "Nom officiel."), Field("kind", "string", "deleguee ou associee."),
              Field("parent", "string", "Commune actuelle.")]
    return Resource("territories/delegated.csv.gz", "territoires", "Communes déléguées et associées",
                    "Delegated and associated communes", "Parties de communes actuelles ; 584 portent le code de leur commune.",
                    fields=fields, rows=rows, sources=[COG_SOURCE], key=("code", "parent"), **COG_META)


def groupings(cog):
    fields = [Field("siren", "string", "SIREN du groupement."), Field("name", "string", "Nom."),
              Field("kind", "string", "CC, CA, CU, METRO, MET69 (métropole de Lyon) ou EPT."),
              Field("financing", "string", "Mode de financement : FPU, FA, ou vide."),
              Field("seat", "string", "Commune siège ; vide, la source ne la donne pas.")]
    out = []
    for path, table, title, title_en in (
            ("territories/epci.csv", cog.epci, "EPCI à fiscalité propre", "Intercommunal authorities (EPCI)"),
            ("territories/ept.csv", cog.ept, "Établissements publics territoriaux du Grand Paris", "Grand Paris public bodies (EPT)")):
        rows = sorted([code, e["nom"], e["type"], e.get("modeFinancement", ""), ""] for code, e in table.items())
        out.append(Resource(path, "territoires", title, title_en, "Les membres sont dans communes.csv.gz.",
                            fields=fields, rows=rows, sources=[COG_SOURCE], key=("siren",), **COG_META))
    return out


def divisions(cog):
    code, name = Field("code", "string", "Code INSEE."), Field("name", "string", "Nom officiel.")
    seat = Field("chef_lieu", "string", "Commune chef-lieu.")
    zone = Field("zone", "string", "metro ou drom.")
    liaison = Field("liaison", "string", "Type de nom en clair de l'INSEE (TNCC).")
    region = Field("region", "string", "Code de la région.")
    dep = Field("departement", "string", "Code du département.")
    tables = (
        ("departements", "Départements", "Départements", [code, name, region, seat, zone, liaison],
         [[d["code"], d["nom"], d["region"], d["chefLieu"], d["zone"], str(d["typeLiaison"])] for d in cog.departements.values()]),
        ("regions", "Régions", "Régions", [code, name, seat, zone, liaison],
         [[r["code"], r["nom"], r["chefLieu"], r["zone"], str(r["typeLiaison"])] for r in cog.regions.values()]),
        ("arrondissements", "Arrondissements départementaux", "Arrondissements of départements", [code, name, dep, seat, liaison],
         [[a["code"], a["nom"], a["departement"], a["chefLieu"], str(a["typeLiaison"])] for a in cog.arrondissements.values()]),
        ("com", "Collectivités d'outre-mer", "Overseas collectivities", [code, name, liaison],
         [[d["code"], d["nom"], str(d["typeLiaison"])] for d in cog.collectivites.values()]),
    )
    return [Resource(f"territories/{stem}.csv", "territoires", title, title_en, title + " du COG 2026.", fields=fields,
                     rows=sorted(rows), sources=[COG_SOURCE], **COG_META) for stem, title, title_en, fields, rows in tables]


def restored_communes(cog):
    """[(restored code, code it was taken from, first COG year that has it, or '')]."""
    out = []
    for old, news in cog.insee_passage.items():
        if old not in cog.current:
            continue
        for new in news:
            years = [y for y in sorted(cog.history_codes) if new in cog.history_codes[y]]
            out.append((new, old, str(years[0]) if years[0] > min(cog.history_codes) else ""))
    return sorted(out)


def restored(cog):
    names = cog.history_codes[2026]
    rows = [[new, names[new], old, since] for new, old, since in restored_communes(cog)]
    fields = [Field("code", "string", "Commune rétablie (COG 2026)."), Field("name", "string", "Nom officiel."),
              Field("from_code", "string", "Commune actuelle dont elle a été séparée."),
              Field("since", "string", "Premier COG où elle existe ; vide si antérieur à 2022.")]
    return Resource("territories/restored.csv", "territoires", "Communes rétablies", "Restored communes",
                    "Communes séparées d'une commune qui existe encore : les données d'avant la séparation portent sur l'ensemble.",
                    "INSEE", "dataforgoodfr/13_odis ; Etalab", "COG 2026", "2026", [ETALAB, MIT],
                    ["INSEE, table de passage annuelle 2025 ; relais dataforgoodfr/13_odis", COG_SOURCE], fields, rows,
                    key=("code", "from_code"))


def former_names(cog):
    """former code -> its last known name."""
    out = {}
    for name, code, label in reversed(NAME_FILES):
        out.update({r[code]: r[label] for r in cog.sources.rows(name)})
    for year in sorted(cog.history):
        out.update({c["code"]: c["nom"] for c in cog.history[year]})
    out.update({c["code"]: c["nom"] for c in cog.delegated})
    return out


def passage_kind(old, new, sources):
    if "commune-deleguee" in sources or "commune-associee" in sources:
        return "delegated" if "commune-deleguee" in sources else "associated"
    return "change" if old[:2] != new[:2] else "merge"


def gone_year(cog, old):
    """First COG from 2022 on without this commune code, or '' when it went before."""
    years = [y for y in sorted(cog.history_codes) if old in cog.history_codes[y]]
    return str(years[-1] + 1) if years else ""


def passage(cog):
    names, rows = former_names(cog), []
    for old, news in cog.successors.items():
        main = cog.main_successor[old]
        for new, sources in sorted(news.items()):
            kind = passage_kind(old, new, sources) if new == main else "uncertain"
            rows.append([old, names.get(old, ""), new, kind, gone_year(cog, old), " ".join(sorted(sources)),
                         "1" if new == main else "0"])
    fields = [
        Field("old_code", "string", "Ancien code commune ; jamais un code actuel."),
        Field("old_name", "string", "Dernier nom connu ; vide si inconnu."),
        Field("new_code", "string", "Code actuel (COG 2026)."),
        Field("kind", "string", "merge, delegated, associated (fusion), change (changement de département ou de code), "
                                "uncertain (cité par une source, démenti par le COG 2026 : à proposer, sans chiffres)."),
        Field("date", "string", "Premier COG (2022 ou après) sans l'ancien code ; vide si avant."),
        Field("source", "string", "anciensCodes, passage-insee, commune-deleguee, commune-associee."),
        Field("weight", "number", "Part de l'ancienne population reçue : 1, ou 0 pour uncertain."),
    ]
    return Resource("territories/passage.csv.gz", "territoires", "Passage des anciens codes commune",
                    "From former commune codes to current ones",
                    "Des anciens codes vers le COG 2026. Somme des poids d'un ancien code : 1.",
                    "INSEE", "Etalab ; dataforgoodfr/13_odis", "2025-2026", "2026", [ETALAB, MIT],
                    [COG_SOURCE, "INSEE, table de passage annuelle 2025 (" + PASSAGE_FILE.split("/")[1] + ") ; relais dataforgoodfr/13_odis",
                     "Noms : COG 2021 à 2025 (Etalab), INSEE Filosofi 2015, INSEE populations (relais ODIS)"],
                    fields, rows, key=("old_code", "new_code"))


def delivery_rows(cog):
    """The lines of La Poste whose postcode is one: in a few, the name and the postcode have changed places."""
    from tables import refuse  # tables itself reads this module
    lines = list(cog.sources.rows(LAPOSTE, ";"))
    good = [row for row in lines if re.fullmatch(r"\d{5}", row["Code_postal"])]
    refuse("territories/postcodes", len(lines) - len(good), "ligne de La Poste où le nom et le code postal sont intervertis")
    return good


def postcodes(cog, delivery):
    rows, seen = set(), set()
    for row in delivery:
        code = cog.carry(row["Code_commune_INSEE"])
        if code:
            rows.add((code, row["Code_postal"], row["Libellé_d_acheminement"]))
            seen.add((code, row["Code_postal"]))
    for table in (cog.communes, cog.arm, cog.com):
        for code, c in table.items():
            for post in c.get("codesPostaux", []):
                if (code, post) not in seen:
                    rows.add((code, post, ""))
    fields = [Field("code", "string", "Code commune (COG 2026)."), Field("postcode", "string", "Code postal."),
              Field("label", "string", "Libellé d'acheminement de La Poste ; vide si le couple vient du seul COG.")]
    return Resource("territories/postcodes.csv.gz", "territoires", "Codes postaux", "Postcodes",
                    "Couples commune et code postal.", "La Poste ; INSEE", "dataforgoodfr/13_odis ; Etalab", "2025-2026", "2026",
                    [ETALAB, MIT], ["La Poste, base officielle des codes postaux (hexasmal) ; relais dataforgoodfr/13_odis", COG_SOURCE],
                    fields, sorted(map(list, rows)), key=("code", "postcode", "label"))


def names(cog, delivery):
    """Other names a reader may type: former, delegated, and those of La Poste."""
    official = {c: text_key(e["nom"]) for t in (cog.communes, cog.arm, cog.com) for c, e in t.items()}
    found = {}

    def add(code, name, kind):
        name = " ".join(name.split())
        key = (code, text_key(name))
        if code in official and name and key[1] != official[code]:
            found.setdefault(key, (code, name, kind))

    for c in cog.delegated:
        add(c["chefLieu"], c["nom"], "delegated")
    for year in sorted(cog.history_codes, reverse=True):
        for code, name in cog.history_codes[year].items():
            add(cog.carry(code), name, "former-name")
    for old, name in sorted(former_names(cog).items()):
        if old in cog.main_successor:
            add(cog.main_successor[old], name, "former-name")
    for row in delivery:
        code = cog.carry(row["Code_commune_INSEE"])
        for column in ("Nom_de_la_commune", "Libellé_d_acheminement", "Ligne_5"):
            add(code, row[column] or "", "delivery")  # some lines stop before ligne 5
    fields = [Field("code", "string", "Code commune (COG 2026)."), Field("name", "string", "Autre nom."),
              Field("kind", "string", "delegated, former-name ou delivery (La Poste, en capitales).")]
    return Resource("territories/names.csv.gz", "territoires", "Autres noms des communes", "Other names of communes",
                    "Noms pour la recherche : communes déléguées, anciens noms, noms et lignes 5 de La Poste.",
                    "INSEE ; La Poste", "Etalab ; dataforgoodfr/13_odis", "2015-2026", "2026", [ETALAB, MIT],
                    [COG_SOURCE, "COG 2021 à 2025 (Etalab)", "La Poste, hexasmal ; relais dataforgoodfr/13_odis",
                     "INSEE Filosofi 2015 et populations, pour les noms de communes disparues"],
                    fields, sorted(map(list, found.values())), key=("code", "name", "kind"))


def build(cog):
    delivery = delivery_rows(cog)
    return [communes(cog), delegated(cog), *groupings(cog), *divisions(cog), restored(cog), passage(cog),
            postcodes(cog, delivery), names(cog, delivery)]
