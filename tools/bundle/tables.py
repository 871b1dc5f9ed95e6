"""data/indicators/tables: the source cells as they are, first column `code`.

A plain table keeps the codes of its source; the importer carries them to the COG 2026 with
territories/passage.csv.gz. Rows that would give a wrong value are left out and counted in REFUSED.
"""
import collections

from cog import PLM
from files import ETALAB, MIT, Field, Resource, plain_number
from territories import restored_communes

REFUSED = []  # (table, number, reason in French)
FILOSOFI = "indicators/filosofi-2015/filosofi_2015_{}.csv.gz"
PTOD = "indicators/ptod-2022/{}.csv.gz"
URBASANTE = "indicators/urbasante/indicateurs_environnement_services_2015_2023.csv.gz"
DATASFUN = "indicators/communes_insee_2021_datasfun.csv.gz"
ITDD = "indicators/itdd-odd/INSEE_ITDD_departements_2008_2014.csv"

RELAY_DATASFUN = "GitHub rcarlier/datas.fun"
RELAY_PTOD = "GitHub vincentroue/ptod-observatoire-territorial"
RELAY_URBASANTE = "GitHub MaelaGLG/Project-UrbaSante"
RELAY_FILOSOFI = "GitHub virgilus/desert-medicaux-global"
RELAY_ITDD = "GitHub marysean/odd"

CENSUS = ("population_2021", "population_2015", "menages_2021", "naissances_2022", "deces_2022",
          "pop_15_64_totale_2021", "pop_15_64_chomage_2021", "pop_15_64_active_2021")
PTOD_COM = ("soc_txchom_1564_22", "eco_txemp_1564_22", "rev_med_21", "rev_txpauv_21", "dsp_dipl_infbac_pct_22",
            "dmv_75p_pct_22", "dmv_iv_ind_22", "dmv_80p_seul_pct_22", "men_mono_pct_22", "log_vac_pct_22",
            "log_ressec_pct_22", "log_prop_pct_22", "dm_pop_vtcam_1622", "dsp_csp_ouvriers_pct_22",
            "dsp_csp_cadres_pct_22", "logd_dpe_fg_pct_24")
PTOD_BOTH = (
    "P22_POP", "P23_POP", "soc_txchom_1564_22", "eco_txemp_1564_16", "eco_txemp_1564_22", "eco_emp_vtcam_1116", "eco_emp_vtcam_1622",
    "eco_emppriv_vtcam_1924", "eco_ratio_emplt_actoc_22", "eco_sectindus_pct_22", "rev_txpauv_19", "rev_txpauv_21",
    "rev_med_19", "rev_med_21", "rev_ird9d1_19", "rev_ird9d1_21", "rev_prestasoc_19", "rev_prestasoc_21",
    "dsp_dipl_infbac_pct_22", "dsp_dipl_supbac2_pct_22", "dmv_75p_pct_22", "dmv_iv_ind_11", "dmv_iv_ind_16",
    "dmv_iv_ind_22", "men_mono_pct_22", "log_vac_pct_22", "log_ressec_pct_22", "log_prop_pct_22",
    "dm_pop_vtcam_1116", "dm_pop_vtcam_1622", "dm_sma_vtcam_1116", "dm_sma_vtcam_1622", "dmf_tmi_a1524_16",
    "dmf_tmi_a1524_22", "dsp_csp_ouvriers_pct_22", "dsp_csp_cadres_pct_11", "dsp_csp_cadres_pct_16", "dsp_csp_cadres_pct_22")
PTOD_DEP = ("dmv_80p_seul_pct_11", "dmv_80p_seul_pct_16", "dmv_80p_seul_pct_22")
PTOD_HOUSING = ("logv_vac2ans_vol_24", "logv_parc_vol_24", "log_surocc_pct_16", "log_surocc_pct_22",
                "logd_px2q2_mai_24", "logl_app_m2_25", "logs_logcom_vol_2224")
FILOSOFI_COM = ("TP6015", "MED15", "D115", "TP60TOL215")
FILOSOFI_UP = FILOSOFI_COM + ("TP60AGE615",)
URBASANTE_UP = {
    "part_65_ans_ou_plus": "Part des pers. âgées de 65",
    "part_suroccupation": "Part des Résidences Principales Suroccupées",
    "eloignement_proximite": "Eloignement des Equipements de Proximité",
    "eloignement_intermediaires": "Eloignement des Equipements Intermédiaires",
    "eloignement_superieurs": "Eloignement des Equipements Supérieurs",
    "coups_et_blessures": "Coups et Blessures Volontaires",
    "vols_sans_violence": "Vols Sans Violence Contre des Personnes",
    "cambriolages": "Cambriolages de Logement",
    "surface_impermeable": "Surface Imperméable",
    "radiance": "Radiance",
    "couvert_forestier": "Couvert Forestier",
}
URBASANTE_COM = {**URBASANTE_UP, "cyclabilite": "Cyclabilité de la Voirie"}
URBASANTE_REG = {k: v for k, v in URBASANTE_UP.items() if k != "part_65_ans_ou_plus"}
ITDD_COLUMNS = ("esperance_vie_h_2008", "esperance_vie_h_2014", "esperance_vie_f_2008", "esperance_vie_f_2014",
                "part_jeunes_non_inseres_2008", "part_jeunes_non_inseres_2013", "part_pop_eloignee_7mn_services_sante_2014",
                "part_pop_zone_inondable_2008", "part_pop_zone_inondable_2013", "part_jeunes_diplomes_2008",
                "part_jeunes_diplomes_2013", "dt_voiture_2008", "dt_voiture_2013",
                "part_ess_emploi_salarie_2008", "part_ess_emploi_salarie_2014")
SHARES = ("_pct_", "txchom", "txemp", "txpauv", "TP60", "part_", "eloignement")


def refuse(table, number, reason):
    if number:
        REFUSED.append((table, number, reason))


def code_field(what):
    return Field("code", "string", what)


def source_field(name, file, column):
    return Field(name, "number", f"Colonne « {column} » de {file}.")


def is_share(column):
    return any(mark in column for mark in SHARES)


def cell(value, column, dropped):
    """One source cell; a share out of 0..100 is an error of the source, left blank and counted."""
    value = plain_number(value)
    if value and is_share(column) and not 0 <= float(value) <= 100:
        dropped.append(value)
        return ""
    return value


def wholes(cog, codes, since):
    """Codes of a source whose figures cover a commune that has since been taken out of them.

    `codes`: the codes of the source; `since`: year of its COG. A source that covers everything and
    lacks the restored commune describes the former, larger one.
    """
    out = set()
    for new, old, year in restored_communes(cog):
        if old in codes and new not in codes and (not year or int(year) > since):
            out.add(old)
    return out


def table(path, title, title_en, note, meta, fields, rows, **extra):
    producer, relay, vintage, cog_vintage, sources = meta
    return Resource(f"indicators/tables/{path}.csv.gz", "indicateurs", title, title_en, note, producer, relay, vintage,
                    cog_vintage, [ETALAB], sources, fields, sorted(rows), extra=extra)


# ------------------------------------------------------------------ datas.fun
def census_rows(cog):
    """code -> row of the census relay, one by commune or arrondissement, refused rows left out."""
    rows, doubles = {}, 0
    for row in cog.sources.rows(DATASFUN):
        if row["commune_type"] == "COMD":
            continue
        doubles += row["insee_com"] in rows
        rows[row["insee_com"]] = row
    empty = {c for c, r in rows.items() if r["menages_2021"] == "0" and (r["population_2021"] != "0" or c.startswith("976"))}
    mixed = {old for new, old, _ in restored_communes(cog) if new in empty}
    whole = wholes(cog, rows.keys() - empty, 2024) | mixed
    return {c: r for c, r in rows.items() if c not in empty | whole}, doubles, empty, whole


def census_com(cog):
    rows, doubles, empty, whole = census_rows(cog)
    name = "census_2021_com"
    refuse(name, doubles, "doublons commune × code postal")
    refuse(name, len(empty), "zéros qui ne sont pas des zéros : Mayotte (17) et communes rétablies en 2024 (3)")
    refuse(name, len(whole), "commune dont une autre a été séparée : population d'après et actifs d'avant")
    out = [[code] + [plain_number(r[c]) for c in CENSUS] for code, r in rows.items()]
    for prefix, city in PLM.items():
        parts = [r for r in rows.values() if r["commune_type"] == "ARM" and r["insee_com"].startswith(prefix)]
        out.append([city] + [str(sum(int(r[c]) for r in parts)) for c in CENSUS])
    meta = ("INSEE, recensement et état civil", RELAY_DATASFUN, "RP 2021 (2019-2023), état civil 2022", "2024",
            [f"INSEE ; relais datas.fun ({DATASFUN})"])
    fields = [code_field("Commune ou arrondissement municipal.")] + [source_field(c, DATASFUN, c) for c in CENSUS]
    return table(name, "Recensement 2021 et état civil 2022", "Census 2021 and vital records 2022",
                 "Effectifs par commune. Paris, Lyon et Marseille sont la somme de leurs arrondissements.", meta, fields, out,
                 rebuilt=sorted(PLM.values()))


# ------------------------------------------------------------------ ptod
def former_perimeter(cog, source):
    """Codes whose row is of one part of a merged commune, or of a commune before a separation.

    The relay reads IRIS: for communes merged lately it keeps the IRIS of one part under the new code.
    The municipal population 2022 tells: 2 % and 5 inhabitants apart is more than rounding.
    """
    out = set()
    for r in source:
        official = cog.population_2022.get(r["code"])
        if official and abs(float(r["p22_pop"]) - int(official)) > max(5, 0.02 * int(official)):
            out.add(r["code"])
    return out


def ptod_com(cog):
    file, name = PTOD.format("communes_metropole_2022"), "ptod_2022_com"
    rows, dropped = [], []
    source = cog.sources.rows(file)
    several = {r["code"] for r in source if r["origine"] == "multi_iris_sans_valeur_commune"}
    former = former_perimeter(cog, source) - several
    kept = [r for r in source if r["code"] not in several | former]
    for r in kept:
        rows.append([r["code"]] + [cell(r[c], c, dropped) for c in PTOD_COM])
    refuse(name, len(several), "commune à plusieurs IRIS sans valeur communale")
    refuse(name, len(former), "la ligne décrit un périmètre ancien : sa population 2022 n'est pas celle de la commune")
    refuse(name, len(dropped), "taux hors de 0 à 100 à la source, cellule laissée vide : " + ", ".join(dropped))
    meta = ("INSEE, recensement et Filosofi ; ADEME", RELAY_PTOD, "RP 2022 (2020-2024), Filosofi 2021, DPE 2024", "2025",
            [f"INSEE ; relais ptod ({file})"])
    fields = [code_field("Commune ou arrondissement municipal, métropole.")] + [source_field(c, file, c) for c in PTOD_COM]
    return table(name, "Recensement 2022 et Filosofi 2021, communes", "Census 2022 and Filosofi 2021, communes",
                 "Taux publiés sans effectifs.", meta, fields, rows)


def ptod_up(cog, level, known, extra_columns):
    main, housing = (PTOD.format(f"{level}_{stem}") for stem in ("metropole_2022", "logement_2024"))
    short = "epci" if level == "epci" else "dep"
    name = f"ptod_2022_{short}"
    columns = PTOD_BOTH + extra_columns
    first, second = ({r["code"]: r for r in cog.sources.rows(f)} for f in (main, housing))
    rows, dropped = [], []
    outside = sum(c not in known for c in first)
    blank = collections.defaultdict(str)  # the Métropole du Grand Paris is in the housing file only
    for code in sorted(set(first) | set(second)):
        if code in known:
            a, b = first.get(code, blank), second.get(code, blank)
            people = {c: a[c] or b[c] for c in ("P22_POP", "P23_POP")}
            rows.append([code] + [cell(people.get(c, a[c]), c, dropped) for c in columns] + [cell(b[c], c, dropped) for c in PTOD_HOUSING])
    refuse(name, outside, "ligne 00FR, 11 EPT et Paris au lieu de la Métropole du Grand Paris" if short == "epci" else "ligne 00FR")
    refuse(name, len(dropped), "taux hors de 0 à 100 à la source, cellule laissée vide")
    meta = ("INSEE ; SDES ; DGFiP ; ANIL ; Urssaf", RELAY_PTOD, "RP 2022, Filosofi 2021, LOVAC 2024, DVF 2024", "2025",
            [f"INSEE et autres ; relais ptod ({main})", f"SDES, DGFiP, ANIL ; relais ptod ({housing})"])
    fields = ([code_field("SIREN de l'EPCI." if short == "epci" else "Code du département.")]
              + [source_field(c, main, c) for c in columns] + [source_field(c, housing, c) for c in PTOD_HOUSING])
    where = ("EPCI", "intercommunal authorities") if short == "epci" else ("départements", "départements")
    return table(name, f"Recensement 2022, revenus, logement, {where[0]}", f"Census 2022, incomes, housing, {where[1]}",
                 "Valeurs publiées à ce niveau, métropole ; années antérieures quand elles y sont.", meta, fields, rows)


# ------------------------------------------------------------------ Filosofi 2015
def filosofi(cog, level, known, columns):
    file, name = FILOSOFI.format(level.upper()), f"filosofi_2015_{level}"
    source = cog.sources.rows(file)
    whole = wholes(cog, {r["CODGEO"] for r in source}, 2016) if level == "com" else set()
    rows, dropped = [], []
    for r in source:
        if r["CODGEO"] in known and r["CODGEO"] not in whole:
            rows.append([r["CODGEO"]] + [cell(r[c], c, dropped) for c in columns])
    refuse(name, len(whole), "commune dont une autre a été séparée depuis")
    refuse(name, len(dropped), "taux hors de 0 à 100")
    meta = ("INSEE, Filosofi", RELAY_FILOSOFI, "Filosofi 2015", "2016", [f"INSEE, Filosofi 2015 ; relais virgilus ({file})"])
    fields = [code_field("Code du territoire à la date de la source.")] + [source_field(c, file, c) for c in columns]
    title = {"com": "communes", "dep": "départements", "reg": "régions"}[level]
    return table(name, f"Filosofi 2015, {title}", f"Filosofi 2015, {title}",
                 "Revenus et pauvreté 2015. Les lignes vides sont gardées : elles disent qu'une commune fusionnée depuis avait plusieurs parties.", meta, fields, rows)


# ------------------------------------------------------------------ UrbaSanté
def urbasante(cog, level, known, columns):
    place = {"com": "Communes", "dep": "Departements", "reg": "Regions"}[level]
    name = f"urbasante_{level}"
    source = [r for r in cog.sources.rows(URBASANTE) if r["niveau"] == place]
    whole = wholes(cog, {r["code_insee"] for r in source}, 2022) if level == "com" else set()
    rows, dropped = [], []
    for r in source:
        code = r["code_insee"]
        if code in whole or (known is not None and code not in known):
            continue
        rows.append([code] + [cell(r[label], name_, dropped) for name_, label in columns.items()])
    refuse(name, len(whole), "commune dont une autre a été séparée depuis")
    if known is not None:
        refuse(name, sum(r["code_insee"] not in known for r in source), "69D et 69M, parties du Rhône")
    if level == "reg":
        refuse(name, 1, "colonnes d'âge, permutées dans les lignes des régions")
    meta = ("INSEE ; Copernicus ; SSMSI ; Falchi et al.", RELAY_URBASANTE, "2015 à 2022 selon la colonne", "2022",
            [f"INSEE, Copernicus, SSMSI ; relais UrbaSanté ({URBASANTE})"])
    fields = [code_field("Code du territoire à la date de la source.")] + [source_field(n, URBASANTE, c) for n, c in columns.items()]
    title = {"com": "communes", "dep": "départements", "reg": "régions"}[level]
    return table(name, f"Services, sécurité, environnement, {title}", f"Services, safety, environment, {title}",
                 "Métropole. Cyclabilité : fraction de 0 à 1.", meta, fields, rows)


def itdd(cog):
    rows = [[r["code"]] + [plain_number(r[c]) for c in ITDD_COLUMNS] for r in cog.sources.rows(ITDD) if r["code"] in cog.departements]
    meta = ("INSEE et SOeS, indicateurs territoriaux de développement durable", RELAY_ITDD, "2008 à 2014", "2016",
            [f"INSEE, ITDD 2016 ; relais odd ({ITDD})"])
    fields = [code_field("Code du département.")] + [source_field(c, ITDD, c) for c in ITDD_COLUMNS]
    return table("itdd_dep", "Indicateurs territoriaux de développement durable", "Territorial sustainable development indicators",
                 "Départements, outre-mer compris selon la colonne.", meta, fields, rows)


def build(cog):
    return [census_com(cog), ptod_com(cog), ptod_up(cog, "epci", cog.epci, ()),
            ptod_up(cog, "departements", cog.departements, PTOD_DEP),
            filosofi(cog, "com", cog.current | set(cog.main_successor), FILOSOFI_COM),
            filosofi(cog, "dep", cog.departements, FILOSOFI_UP), filosofi(cog, "reg", cog.regions, FILOSOFI_UP),
            urbasante(cog, "com", None, URBASANTE_COM), urbasante(cog, "dep", cog.departements, URBASANTE_UP),
            urbasante(cog, "reg", cog.regions, URBASANTE_REG), itdd(cog)]
