"""Tables that put several sources together, so that a numerator and its denominator share a row.

Their codes are of the COG 2026: each source is carried on its own, counts summed over the communes
that are one today. A zero is written only where the source lists nothing but what exists (social
dwellings, practitioners, grants).
"""
import collections
from decimal import Decimal

from cog import PLM
from files import Field, plain_number
from tables import DATASFUN, RELAY_DATASFUN, URBASANTE, RELAY_URBASANTE, census_rows, refuse, table, wholes
from territories import NAME_FILES, areas_and_points, restored_communes

POPULATION = "indicators/odis/population_2013_2021_communes.csv.gz"
PTOD_COM_FILE = "indicators/ptod-2022/communes_metropole_2022.csv.gz"
COG_FILE = "cog/communes.2026.json.gz"
EPCI_FILE = "cog/epci.2026.json.gz"
RPLS = "indicators/odis/logement_social_rpls_2024_communes.csv.gz"
HEALTH = "indicators/professionnels_sante_communes_sirene_2018.csv.gz"
SEEKERS = "indicators/odis/demandeurs_emploi_communes_2020_2024.csv.gz"
BAROMETER = "indicators/barometre/barometre-resultats-synthese-{}.csv.gz"
DGCL = "grants/dgcl-dotations/dgcl_projets_dotations_investissement_local_{}.csv.gz"
GREEN = "grants/fonds-vert/fonds_vert_2023.csv.gz"
RELAY_ODIS = "GitHub dataforgoodfr/13_odis"
# The DGCL merges the two départements of Corse and of Alsace: a region there, no département.
DGCL_MERGED = {"20A": ("2A", "2B"), "67A": ("67", "68")}
GRANT_YEARS = (2019, 2023, 2024)
# 2016 is left out: before 2017 the ODIS file lacks the communes merged in 2019, and datas.fun has 2015 only.
GROUP_YEARS = (2015, 2017, 2018, 2019, 2020, 2021, 2022, 2023)
PRACTITIONERS = ("generaliste", "infirmiers", "dentiste", "reeducateur_podologue")
# barometer column -> (id, columns of the file that are used); the dates kept are the most frequent ones
NOW, BEFORE, FIRST = ("valeur_actuelle", "date_valeur_actuelle"), ("progression_derniere_maj", "progression_derniere_maj_date"), ("valeur_initiale", "date_valeur_initiale")
BAROMETER_COLUMNS = {
    "beneficiaires_iae_2017": ("nb-beneficiaires-siae", FIRST), "beneficiaires_iae_2021": ("nb-beneficiaires-siae", BEFORE),
    "beneficiaires_iae_2022": ("nb-beneficiaires-siae", NOW),
    "classes_24_eleves_2019": ("tx-classes-cp-ce1", FIRST), "classes_24_eleves_2020": ("tx-classes-cp-ce1", BEFORE),
    "classes_24_eleves_2022": ("tx-classes-cp-ce1", NOW),
    "fibre_2017": ("taux-deploiement-fibre", FIRST), "fibre_2020": ("taux-deploiement-fibre", BEFORE),
    "fibre_2022": ("taux-deploiement-fibre", NOW),
    "maisons_sante_2017": ("nb-maisons-sante", FIRST), "maisons_sante_2020": ("nb-maisons-sante", BEFORE),
    "maisons_sante_2022": ("nb-maisons-sante", NOW),
    "france_services_2020": ("nb-labellisations-france-services", FIRST),
    "france_services_2022": ("nb-labellisations-france-services", NOW),
    "km_cyclables_2017": ("km-amenagement-cyclables-securises", FIRST),
    "km_cyclables_2020": ("km-amenagement-cyclables-securises", BEFORE),
    "km_cyclables_2022": ("km-amenagement-cyclables-securises", NOW),
    "points_recharge_2019": ("nb-points-recharge", FIRST), "points_recharge_2022": ("nb-points-recharge", NOW),
    "maprimerenov_2022": ("nb-maprimerenov-valides", NOW),
    "bio_2017": ("surface-agriculture-biologique", FIRST), "bio_2019": ("surface-agriculture-biologique", BEFORE),
    "bio_2021": ("surface-agriculture-biologique", NOW),
    "morts_routes_2022": ("nb-morts-routes", NOW),
    "service_civique_2017": ("nb-jeunes-engages", FIRST), "service_civique_2020": ("nb-jeunes-engages", BEFORE),
    "service_civique_2021": ("nb-jeunes-engages", NOW),
}


def carried(cog, pairs):
    """Sums (source code, value) by current code; arrondissements also into their city when it is absent."""
    out, given = {}, set()
    pairs = [(c, v) for c, v in pairs if v != ""]
    given = {c for c, _ in pairs}
    for code, value in pairs:
        for target in {cog.carry(code)} | ({PLM[code[:2]]} - given if code in cog.arm else set()):
            if target:
                out[target] = out.get(target, Decimal(0)) + Decimal(value)
    return {c: plain_number(format(v, "f")) for c, v in out.items()}


def odis_code(code):
    return code[:2] + code[3:] if len(code) == 6 else code  # overseas: 972209 is 97209


def census_column(cog, column):
    """One count of the census relay by current commune."""
    return carried(cog, [(c, r[column]) for c, r in census_rows(cog)[0].items()])


def census_group(cog, column, level):
    """The same by group, with the communes that were whole then: right for a département or a région."""
    rows = {r["insee_com"]: r for r in cog.sources.rows(DATASFUN) if r["commune_type"] != "COMD" and not r["insee_com"].startswith("976")}
    return loose_sum(cog, carried(cog, [(c, r[column]) for c, r in rows.items()]), level)


# ------------------------------------------------------------------ population
def merged_recently(cog):
    """Current communes made of others since about 2013: a delegated part, or a part that recent files still name."""
    recent = {r[code] for name, code, _ in NAME_FILES for r in cog.sources.rows(name)} | set(cog.history_codes[2021])
    out = {c["chefLieu"] for c in cog.delegated}
    return out | {new for old, new in cog.main_successor.items() if old in recent}


def odis_years(cog):
    """year -> {current code: population}, from the ODIS file, doubtful years left out.

    In this file each year has the geography it was published in, and only the communes of about 2020
    have a line: from 2017 on the sum over merged communes is right, before that it is not. Years 2013
    and 2014 are kept for communes that did not change.
    """
    rows = {odis_code(r["codgeo"]): r for r in cog.sources.rows(POPULATION)}
    unsure = merged_recently(cog)
    restored = restored_communes(cog)
    out = {}
    for year in (2013, 2014, 2015, 2016, 2017, 2018, 2019, 2020, 2021):
        values = carried(cog, [(c, plain_number(r[f"p{year % 100}_pop"])) for c, r in rows.items()])
        shrunk = {old for new, old, _ in restored if new not in values}
        out[year] = {c: v for c, v in values.items() if c not in shrunk and (year >= 2017 or c not in unsure)}
    for year in (2013, 2014):
        steady = {c for c, v in out[year].items() if 0.75 <= (int(v) + 20) / (int(out[2015].get(c, v)) + 20) <= 1.33}
        out[year] = {c: v for c, v in out[year].items() if c in steady}
    return out


def population_years(cog):
    years = odis_years(cog)
    years[2015] = {**years[2015], **census_column(cog, "population_2015")}
    relay = {r["code"]: plain_number(r["p22_pop"]) for r in cog.sources.rows(PTOD_COM_FILE)}
    outside_epci = {c: relay[c] for c in list(cog.arm) + [c for c in cog.communes if c not in cog.epci_of] if c in relay}
    years[2022] = {**outside_epci, **cog.population_2022}
    years[2023] = {c: str(e["population"]) for t in (cog.communes, cog.arm) for c, e in t.items() if e.get("population") is not None}
    return dict(sorted(years.items()))


def population_com(cog, years):
    areas = {c: a for c, (a, _, _) in areas_and_points(cog).items()}
    rows = [[c] + [years[y].get(c, "") for y in years] + [areas.get(c, "")] for c in list(cog.communes) + list(cog.arm)]
    files = {2015: DATASFUN, 2022: f"{EPCI_FILE} (membres), {PTOD_COM_FILE} pour les arrondissements et les îles sans EPCI", 2023: COG_FILE}
    fields = ([Field("code", "string", "Commune ou arrondissement municipal (COG 2026).")]
              + [Field(f"population_{y}", "integer", f"Population municipale {y}, {files.get(y, POPULATION)}.") for y in years]
              + [Field("area_km2", "number", f"Superficie, colonne « superficie_km2 » de {DATASFUN}, sommée.")])
    meta = ("INSEE", "Etalab ; datas.fun ; ptod ; ODIS", "2013 à 2023", "2026", [f"INSEE, populations municipales ({POPULATION}, {COG_FILE}, {PTOD_COM_FILE}, {DATASFUN})"])
    return table("population_com", "Population municipale 2013-2023 et superficie", "Municipal population 2013-2023 and area",
                 "À périmètre du COG 2026 ; vide quand l'année n'existe qu'à un autre périmètre.", meta, fields, rows)


def groups(cog, level):
    """current commune code -> code of its group."""
    if level == "epci":
        return {c: cog.epci_of[c] for c in cog.communes if c in cog.epci_of}
    column = {"dep": "departement", "reg": "region"}[level]
    return {c: e[column] for c, e in cog.communes.items()}


def summed(cog, values, level):
    """group -> sum over its communes; a group where an inhabited commune is missing has none.

    A restored commune counts as present when the commune it was taken from is in the same group.
    """
    group = groups(cog, level)
    parent = {new: old for new, old, _ in restored_communes(cog)}
    out, holes = {}, set()
    for code, g in group.items():
        if code in values:
            out[g] = out.get(g, Decimal(0)) + Decimal(values[code])
        elif cog.communes[code]["population"] and not (code in parent and parent[code] in values and group.get(parent[code]) == g):
            holes.add(g)
    return {g: plain_number(str(v)) for g, v in out.items() if g not in holes}


def whole_population(cog, year):
    """Like population_years for one year, with the communes that were whole then: for sums only."""
    if year == 2015:
        return carried(cog, [(r["insee_com"], r["population_2015"]) for r in
                             {r["insee_com"]: r for r in cog.sources.rows(DATASFUN) if r["commune_type"] != "COMD"}.values()
                             if not r["insee_com"].startswith("976")])
    return carried(cog, [(odis_code(r["codgeo"]), plain_number(r[f"p{year % 100}_pop"])) for r in cog.sources.rows(POPULATION)])


def population_groups(cog, years):
    shown = GROUP_YEARS
    wholes_ = {y: years[y] if y > 2021 else whole_population(cog, y) for y in shown}
    out = {}
    for level, known in (("epci", cog.epci), ("dep", cog.departements), ("reg", cog.regions)):
        sums = {y: summed(cog, wholes_[y], level) for y in shown}
        out[level] = {code: [sums[y].get(code, "") for y in shown] for code in known}
    fields = [Field("code", "string", "Code du groupe de communes.")] + [
        Field(f"population_{y}", "integer", f"Somme des populations municipales {y} des communes.") for y in shown]
    meta = ("INSEE", "Etalab ; datas.fun ; ptod ; ODIS", "2015 à 2023", "2026", [f"INSEE, populations municipales, sommées ({POPULATION}, {COG_FILE})"])
    titles = {"epci": "EPCI", "dep": "départements", "reg": "régions"}
    return out, [table(f"population_{level}", f"Population municipale, {titles[level]}", f"Municipal population, {titles[level]}",
                       "Somme des communes ; vide si une commune habitée manque.", meta, fields,
                       [[c] + v for c, v in rows.items()]) for level, rows in out.items()]


# ------------------------------------------------------------------ commune tables
def social_housing(cog):
    columns = ("nb_ls", "nb_loues", "nb_vacants")
    values = {c: carried(cog, [(r["DEPCOM_ARM"], r[c]) for r in cog.sources.rows(RPLS)]) for c in columns}
    households = census_column(cog, "menages_2021")
    shrunk = {old for _, old, since in restored_communes(cog) if since and int(since) > 2024}
    rows = [[c, values["nb_ls"].get(c, "0"), values["nb_loues"].get(c, ""), values["nb_vacants"].get(c, ""), households.get(c, "")]
            for c in list(cog.communes) + list(cog.arm) if c not in shrunk and (c in households or c in values["nb_ls"])]
    meta = ("SDES, RPLS ; INSEE", f"{RELAY_ODIS} ; {RELAY_DATASFUN}", "1er janvier 2024 / RP 2021", "2026", [f"SDES, RPLS 2024 ; relais ODIS ({RPLS})", f"INSEE, RP 2021 ({DATASFUN})"])
    fields = [Field("code", "string", "Commune ou arrondissement municipal (COG 2026).")] + [
        Field(c, "integer", f"Colonne « {c} » de {RPLS}" + (" ; 0 quand la commune n'y est pas." if c == "nb_ls" else ".")) for c in columns] + [
        Field("menages_2021", "integer", f"Colonne « menages_2021 » de {DATASFUN}.")]
    return table("social_housing_com", "Logement social 2024", "Social housing 2024", "Parc social et ménages.", meta, fields, rows)


def practitioners(cog):
    people = odis_years(cog)[2018]
    values = {c: carried(cog, [(r["codecommuneetablissement"], r[c]) for r in cog.sources.rows(HEALTH, ";")]) for c in PRACTITIONERS}
    rows = [[c] + [values[p].get(c, "0") for p in PRACTITIONERS] + [people[c]] for c in list(cog.communes) + list(cog.arm) if c in people]
    meta = ("INSEE, SIRENE et recensement", f"virgilus/desert-medicaux-global ; {RELAY_ODIS}", "SIRENE 2018 / population 2018", "2026", [f"INSEE, SIRENE 2018 ({HEALTH})", f"INSEE, population 2018 ({POPULATION})"])
    fields = [Field("code", "string", "Commune ou arrondissement municipal (COG 2026).")] + [
        Field(p, "integer", f"Établissements actifs, colonne « {p} » de {HEALTH} ; 0 quand la commune n'y est pas.") for p in PRACTITIONERS] + [
        Field("population_2018", "integer", f"Colonne « p18_pop » de {POPULATION}.")]
    return table("practitioners_com", "Professionnels de santé 2018", "Health practitioners 2018", "Établissements, non personnes.", meta, fields, rows)


def pesticides(cog):
    areas = {c: a for c, (a, _, _) in areas_and_points(cog).items()}
    source = [r for r in cog.sources.rows(URBASANTE) if r["niveau"] == "Communes"]
    whole = wholes(cog, {r["code_insee"] for r in source}, 2022)
    values = carried(cog, [(r["code_insee"], plain_number(r["Pesticides CMR"])) for r in source if r["code_insee"] not in whole])
    rows = [[c, v, areas.get(c, "")] for c, v in values.items()]
    meta = ("BNVD ; INSEE", RELAY_URBASANTE, "année non dite / superficie 2021", "2026", [f"BNVD ; relais UrbaSanté ({URBASANTE})", f"INSEE ({DATASFUN})"])
    fields = [Field("code", "string", "Commune (COG 2026)."), Field("pesticides_cmr_kg", "number", f"Colonne « Pesticides CMR » de {URBASANTE}, en kg."),
              Field("area_km2", "number", f"Colonne « superficie_km2 » de {DATASFUN}.")]
    return table("pesticides_com", "Achats de pesticides CMR", "CMR pesticide purchases", "Quantités réparties par code postal.", meta, fields, rows)


def zonings_ordinal(cog, zones):
    rows = [[c, zones["density"].get(c, ""), zones["centrality"].get(c, ""), zones["aav_category"].get(c, "")] for c in cog.communes]
    meta = ("INSEE ; ANCT ; INRAE", "anct-carto/superposeur-V2 ; UrbaSanté", "2026 ; zonage 2020", "2026", ["INSEE et ANCT, grilles 2026 (zonages/anct-grilles-2026)", "INSEE, table d'appartenance 2023"])
    fields = [Field("code", "string", "Commune (COG 2026)."),
              Field("density", "integer", "Rang dans zonings_labels.csv : 0 très dispersé à 6 grand centre urbain."),
              Field("centrality", "integer", "0 commune non centre à 4 centre majeur ; vide outre-mer."),
              Field("aav_category", "integer", "0 hors attraction, 1 couronne, 2 et 3 autres communes de pôle, 4 commune-centre.")]
    return table("zonings_com", "Classes ordonnées des zonages", "Ordered zoning classes", "Rangs, voir zonings/zonings_labels.csv.", meta, fields, rows)


# ------------------------------------------------------------------ job seekers
def job_seekers(cog):
    values, double = collections.defaultdict(dict), set()
    for r in cog.sources.rows(SEEKERS):
        if values[r["codgeo"]].setdefault(r["YEAR"], r["Demandeurs_Emploi"]) != r["Demandeurs_Emploi"]:
            double.add(r["codgeo"])
    refuse("job_seekers_com", len(double), "commune avec deux valeurs différentes le même mois")
    years = (2020, 2021, 2022, 2023, 2024)
    active = census_column(cog, "pop_15_64_totale_2021")
    tables = {"com": {}, "dep": {}, "reg": {}}
    for code, months in values.items():
        if code in double:
            continue
        level = "reg" if code.startswith("reg") else "dep" if len(code) < 4 else "com"
        code = code[3:] if level == "reg" else code
        known = {"com": cog.communes, "dep": cog.departements, "reg": cog.regions}[level]
        target = cog.carry(code) if level == "com" else code
        if target in known:
            tables[level].setdefault(target, []).append(months)
    shrunk = {old for _, old, since in restored_communes(cog) if since and int(since) > 2024}
    out = []
    for level, found in tables.items():
        people = active if level == "com" else census_group(cog, "pop_15_64_totale_2021", level)
        rows = [[c] + [plain_number(m[0][f"decembre_{y}"]) for y in years] + [people.get(c, "")]
                for c, m in found.items() if len(m) == 1 and c not in shrunk]
        fields = [Field("code", "string", "Code du territoire (COG 2026).")] + [
            Field(f"seekers_{y}_12", "integer", f"Décembre {y}, colonne « Demandeurs_Emploi » de {SEEKERS}.") for y in years] + [
            Field("pop_15_64_2021", "integer", f"Colonne « pop_15_64_totale_2021 » de {DATASFUN}, sommée sur les communes.")]
        meta = ("France Travail ; INSEE", f"{RELAY_ODIS} ; {RELAY_DATASFUN}", "décembre 2020 à décembre 2024 / RP 2021", "2026", [f"France Travail ; relais ODIS ({SEEKERS})", f"INSEE, RP 2021 ({DATASFUN})"])
        title = {"com": "communes de 5 000 habitants et plus", "dep": "départements", "reg": "régions"}[level]
        out.append(table(f"job_seekers_{level}", f"Demandeurs d'emploi, {title}", f"Registered job seekers, {title}",
                         "Effectifs arrondis à la dizaine, décembre de chaque année.", meta, fields, rows))
    return out


def loose_sum(cog, values, level):
    """Denominator of a published numerator: what the source gives over the group, as check_indicators does."""
    group, out = groups(cog, level), {}
    for code, value in values.items():
        if code in group:
            out[group[code]] = out.get(group[code], 0) + int(value)
    return {g: str(v) for g, v in out.items()}


# ------------------------------------------------------------------ barometer
def barometer(cog, level, population):
    stem, known = {"dep": ("departemental", cog.departements), "reg": ("regional", cog.regions)}[level]
    key = {"dep": "code_departement", "reg": "code_region"}[level]
    file = BAROMETER.format(stem)
    source, out = cog.sources.rows(file), collections.defaultdict(dict)
    for column, (indicator, (value, date)) in BAROMETER_COLUMNS.items():
        rows = [r for r in source if r["id_indicateur"] == indicator and r[key] in known and r[value] != ""]
        if not rows or (level == "reg" and indicator == "tx-classes-cp-ce1"):
            continue  # five regions only
        usual = collections.Counter(r[date] for r in rows).most_common(1)[0][0]
        late = [r for r in rows if r[date] != usual or (column == "fibre_2022" and r[key] == {"dep": "976", "reg": "06"}[level])]
        refuse(f"barometer_{level}", len(late), f"{column} : autre date que {usual}, ou zéro de Mayotte pour la fibre")
        for r in rows:
            if r not in late:
                out[r[key]][column] = plain_number(r[value])
    columns = [c for c in BAROMETER_COLUMNS if any(c in v for v in out.values())]
    households = census_group(cog, "menages_2021", level)
    denominators = (2017, 2019, 2020, 2021, 2023)
    at = {y: i for i, y in enumerate(GROUP_YEARS)}
    rows = [[c] + [out[c].get(k, "") for k in columns] + [population[c][at[y]] for y in denominators] + [households.get(c, "")] for c in known]
    fields = ([Field("code", "string", "Code du territoire.")]
              + [Field(c, "number", f"id_indicateur « {BAROMETER_COLUMNS[c][0]} », colonne « {BAROMETER_COLUMNS[c][1][0]} » de {file}.") for c in columns]
              + [Field(f"population_{y}", "integer", f"Somme des populations municipales {y} des communes.") for y in denominators]
              + [Field("menages_2021", "integer", f"Colonne « menages_2021 » de {DATASFUN}, sommée sur les communes.")])
    meta = ("Ministères ; baromètre des résultats de l'action publique", "etalab/barometre-resultats-donnees", "2017 à 2022", "2022", [f"Baromètre des résultats ({file})", f"INSEE, populations ({POPULATION}, {COG_FILE})"])
    title = {"dep": "départements", "reg": "régions"}[level]
    return table(f"barometer_{level}", f"Baromètre des résultats, {title}", f"Public action barometer, {title}",
                 "Un indicateur par colonne ; seules les valeurs à la date la plus fréquente.", meta, fields, rows)


# ------------------------------------------------------------------ grants
def dgcl_keys(cog, row):
    """Where one project counts: its commune, its département when the source tells it, its région."""
    found = cog.carry(row["beneficiaire_code_insee"])
    found = found if found in cog.communes or found in cog.arm else None
    raw = row["beneficiaire_dep"]
    dep = raw[1:] if len(raw) == 3 and raw[0] == "0" else raw
    dep = {"691": "69"}.get(dep, dep)
    keys = []
    if found:
        city = PLM[found[:2]] if found in cog.arm else found
        keys.append(("com", city))
        dep = cog.communes[city]["departement"]
    if dep in cog.departements:
        keys.append(("reg", cog.departements[dep]["region"]))
        if not any(dep in pair for pair in DGCL_MERGED.values()):
            keys.append(("dep", dep))
    elif dep in DGCL_MERGED:
        keys.append(("reg", cog.departements[DGCL_MERGED[dep][0]]["region"]))
    return keys


def grants(cog, years, population):
    counts = collections.Counter()
    nowhere = 0
    for year in GRANT_YEARS:
        for row in cog.sources.rows(DGCL.format(year), ";"):
            keys = dgcl_keys(cog, row)
            nowhere += not keys
            for level, code in keys:
                counts[level, code, "projects", year] += 1
                counts[level, code, "amount", year] += Decimal(plain_number(row["subvention"]))
                counts[level, code, "epci", year] += row["beneficiaire_type"] == "epci"
    refuse("grants_reg", nowhere, "projet sans commune ni département connus")
    merged = set(sum(DGCL_MERGED.values(), ()))
    shrunk = {old for new, old, since in restored_communes(cog) if since and int(since) > 2024}
    out = []
    for level, known in (("com", cog.communes), ("dep", cog.departements), ("reg", cog.regions)):
        spans = (2023, 2024) if level == "com" else GRANT_YEARS
        kinds = ("projects", "amount") if level == "com" else ("projects", "amount", "epci")
        people = ({c: [years[2023].get(c, "")] for c in known} if level == "com"
                  else {c: [population[level][c][GROUP_YEARS.index(y)] for y in (2019, 2023)] for c in known})
        columns = [(k, y) for k in kinds for y in spans if (k, y) != ("epci", 2019)]
        rows = [[c] + [plain_number(format(Decimal(counts[level, c, k, y]), "f")) for k, y in columns] + people[c]
                for c in known if not (level == "dep" and c in merged) and c not in shrunk]
        names = {"projects": "Nombre de projets", "amount": "Somme des subventions en €", "epci": "Projets dont le bénéficiaire est un EPCI"}
        fields = ([Field("code", "string", "Code du territoire (COG 2026).")]
                  + [Field(f"{k}_{y}", "number" if k == "amount" else "integer", f"{names[k]}, {DGCL.format(y)}.") for k, y in columns]
                  + [Field(f"population_{y}", "integer", f"Population municipale {y}.") for y in ((2023,) if level == "com" else (2019, 2023))])
        meta = ("DGCL", "betagouv/communs-de-la-transition-ecologique-des-collectivites", "2019, 2023, 2024", "2026", [f"DGCL, projets DETR, DSIL, DPV, DSID ({DGCL.format(y)})" for y in spans])
        title = {"com": "communes", "dep": "départements", "reg": "régions"}[level]
        out.append(table(f"grants_{level}", f"Dotations d'investissement de l'État, {title}", f"State investment grants, {title}",
                         "0 : aucun projet. Communes : projets dont la commune est bénéficiaire.", meta, fields, rows))
    return out


def green_fund(cog, years, population):
    counts = collections.Counter()
    for row in cog.sources.rows(GREEN, ";"):
        amount = Decimal(plain_number(row["montant_engage"]))
        code = cog.carry(row["code_commune"].zfill(5)) if row["code_commune"] else None
        dep = row["code_departement"].zfill(2)
        keys = []
        if code in cog.communes or code in cog.arm:
            keys.append(("com", PLM[code[:2]] if code in cog.arm else code))
        if dep in cog.departements:
            keys += [("dep", dep), ("reg", cog.departements[dep]["region"])]
        for key in keys:
            counts[key, "projects"] += 1
            counts[key, "amount"] += amount
    out = []
    for level, known in (("com", cog.communes), ("dep", cog.departements), ("reg", cog.regions)):
        people = years[2023] if level == "com" else {c: v[-1] for c, v in population[level].items()}
        rows = [[c, str(counts[(level, c), "projects"]), plain_number(format(Decimal(counts[(level, c), "amount"]), "f")), people.get(c, "")] for c in known]
        fields = [Field("code", "string", "Code du territoire (COG 2026)."), Field("projects_2023", "integer", f"Nombre de lignes de {GREEN}."),
                  Field("amount_2023", "number", f"Somme de « montant_engage » de {GREEN}, en €."), Field("population_2023", "integer", "Population municipale 2023.")]
        meta = ("Ministère de la Transition écologique", "MTES-MCT/aides-territoires-symfony", "2023", "2026", [f"Fonds vert 2023 ({GREEN})"])
        title = {"com": "communes", "dep": "départements", "reg": "régions"}[level]
        out.append(table(f"green_fund_{level}", f"Fonds vert 2023, {title}", f"Green Fund 2023, {title}", "0 : aucun projet.", meta, fields, rows))
    return out


def build(cog, zones):
    years = population_years(cog)
    population, group_tables = population_groups(cog, years)
    return [population_com(cog, years), *group_tables, social_housing(cog), practitioners(cog), pesticides(cog),
            zonings_ordinal(cog, zones), *job_seekers(cog), barometer(cog, "dep", population["dep"]),
            barometer(cog, "reg", population["reg"]), *grants(cog, years, population), *green_fund(cog, years, population)]
