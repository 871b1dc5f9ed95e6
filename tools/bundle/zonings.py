"""data/zonings: the zonings and programmes each territory of the COG 2026 is in."""
import collections

from files import ETALAB, Field, Resource
from tables import refuse

GRIDS = "zonages/anct-grilles-2026/{}.csv.gz"
MEMBERSHIP = "zonages/INSEE_table_appartenance_communes_2023.csv.gz"
ZONES = "zonages/INSEE_zones_supra_communales_2023.csv.gz"
ACV = "zonages/action_coeur_de_ville_2024.csv"
PVD = "zonages/petites_villes_de_demain_2021.csv"
QPV = "zonages/qpv/qpv_centroides_2026.geojson.gz"
PROGRAMMES = "zonages/anct-programmes-2026/{}.csv"
# INSEE numbers the density grid from the densest; `ordinal` counts the other way, from the least dense.
DENSITY = [("1", "Grands centres urbains", "Large urban centres", "6"), ("2", "Centres urbains intermédiaires", "Intermediate urban centres", "5"),
           ("3", "Petites villes", "Small towns", "4"), ("4", "Ceintures urbaines", "Urban belts", "3"), ("5", "Bourgs ruraux", "Rural market towns", "2"),
           ("6", "Rural à habitat dispersé", "Dispersed rural", "1"), ("7", "Rural à habitat très dispersé", "Very dispersed rural", "0")]
CENTRALITY = [("0", "Communes non centre", "Not a centre", "0"),
              ("1", "Centre local d'équipements et de services", "Local centre of services", "1"),
              ("2", "Centre intermédiaire d'équipements et de services", "Intermediate centre of services", "2"),
              ("3", "Centre structurant d'équipements et de services", "Structuring centre of services", "3"),
              ("4", "Centre majeur d'équipements et de services", "Major centre of services", "4")]
AAV_CATEGORY = [("30", "Commune hors attraction des villes", "Outside the attraction of cities", "0"),
                ("20", "Commune de la couronne", "Commuting belt", "1"), ("13", "Autre commune du pôle secondaire", "Secondary pole", "2"),
                ("12", "Autre commune du pôle principal", "Main pole, other commune", "3"), ("11", "Commune-centre", "Central commune", "4")]
RURALITY = [("ruralites-productives-agricoles", "Les ruralités productives agricoles", "Agricultural productive rural areas"),
            ("ruralites-residentielles-mixtes", "Les ruralités résidentielles mixtes", "Mixed residential rural areas"),
            ("ruralites-residentielles-aisees", "Les ruralités résidentielles aisées", "Well-off residential rural areas"),
            ("ruralites-productives-ouvrieres", "Les ruralités productives ouvrières", "Industrial working-class rural areas"),
            ("petites-polarites-mixtes", "Les petites polarités mixtes", "Mixed small centres"),
            ("ruralites-touristiques-residentielles", "Les ruralités touristiques à dominante résidentielle", "Mainly residential tourist rural areas"),
            ("petites-polarites-industrielles", "Les petites polarités industrielles et artisanales", "Industrial and craft small centres"),
            ("ruralites-touristiques-specialisees", "Les ruralités touristiques spécialisées", "Specialised tourist rural areas")]
PROGRAMME_FILES = {"ti": ("territoire-industrie", "id_ti", "lib_ti"), "tec": ("tec", "id_tec", None),
                   "ami": ("avenir-montagnes-ingenierie", "id_ami", "lib_ami"), "amm": ("avenir-montagnes-mobilites", "id_amm", None),
                   "fabriques": ("fabrique-prospective", "id_fabp", None)}
PROGRAMME_LABELS = [("territoire-industrie", "Territoires d'industrie", "Industry territories"), ("tec", "Territoires engagés pour la transition écologique (contrat TEC)", "TEC contract"),
                    ("avenir-montagnes-ingenierie", "Avenir montagnes ingénierie", "Avenir montagnes, engineering"),
                    ("avenir-montagnes-mobilites", "Avenir montagnes mobilités", "Avenir montagnes, mobility"), ("fabrique-prospective", "Fabriques prospectives", "Foresight workshops")]


def grid(cog, stem, labels, column):
    """commune -> value of one ANCT grid; labels outside the list (undefined) are blank."""
    values = {label: value for value, label, *_ in labels}
    return {r["insee_com"]: values.get(r[column].strip(), "") for r in cog.sources.rows(GRIDS.format(stem))}


def membership(cog):
    """current commune -> its row of the INSEE table of 2023, blank where its parts disagree."""
    parts = collections.defaultdict(list)
    for row in cog.sources.rows(MEMBERSHIP):
        code = cog.carry(row["CODGEO"])
        if code in cog.communes:
            parts[code].append(row)
    columns = ("AAV2020", "CATEAAV2020", "ZE2020", "BV2022", "UU2020")
    out, split = {}, 0
    for code, rows in parts.items():
        merged = {c: rows[0][c] if len({r[c] for r in rows}) == 1 else "" for c in columns}
        if merged["AAV2020"] == "":
            merged["CATEAAV2020"] = ""
        split += "" in merged.values()
        out[code] = merged
    refuse("zonings/communes_zonings", split, "commune née d'une fusion dont les parties avaient des zones différentes : la zone reste vide")
    return out


def flagged(cog):
    """Communes of the three yes/no zonings, as sets of current codes."""
    pvd = [r["insee_com"] for r in cog.sources.rows(PVD)]
    refuse("zonings/communes_zonings", pvd.count("999999"), "ligne d'exemple de Petites villes de demain (« Trifouilly-les-Oies »)")
    qpv = {f["properties"]["insee_com"] for f in cog.sources.json(QPV)["features"]}
    acv = {r["insee_com"] for r in cog.sources.rows(ACV)}
    return [{cog.carry(c) for c in codes} for codes in (qpv, acv, pvd)]


def communes(cog, classes):
    rurality = {r["insee_com"]: r["niveau_ruralite"].strip() for r in cog.sources.rows(GRIDS.format("ruralite"))}
    rural_value = {label: value for value, label, _ in RURALITY}
    mountain = {r["insee_com"]: r["niveau_montagne"].split(" - ", 1)[1] for r in cog.sources.rows(GRIDS.format("montagne"))}
    zone_names = {(r["NIVGEO"], r["CODGEO"]): r["LIBGEO"] for r in cog.sources.rows(ZONES)}
    member, flags = membership(cog), flagged(cog)
    rows = []
    for code in cog.communes:
        m = member.get(code, {})
        zones = []
        for level in ("AAV2020", "ZE2020", "BV2022", "UU2020"):
            value = m.get(level, "")
            none = (level == "AAV2020" and value == "000") or (level == "UU2020" and value.endswith("000"))
            zones.append(["" if none else value, "" if none else zone_names.get((level, value), "")])
        rows.append([code, classes["density"].get(code, ""), rural_value.get(rurality.get(code, ""), ""), classes["centrality"].get(code, ""),
                     mountain.get(code, ""), *zones[0], m.get("CATEAAV2020", ""), *zones[1], *zones[2], *zones[3],
                     *["1" if code in f else "" for f in flags]])
    fields = [Field("code", "string", "Commune (COG 2026)."), Field("density", "integer", "Grille de densité INSEE, 1 à 7 (1 la plus dense)."),
              Field("rurality", "string", "Typologie des ruralités ; vide hors champ (outre-mer, urbain) ou périmètre changé."),
              Field("centrality", "integer", "Niveau de centralité, 0 à 4 ; vide outre-mer."), Field("mountain", "string", "Massif, ou vide."),
              Field("aav", "string", "Aire d'attraction des villes 2020 ; vide hors attraction."), Field("aav_name", "string", "Nom de l'aire."),
              Field("aav_category", "string", "Place dans l'aire : 11, 12, 13, 20, 30."), Field("ze", "string", "Zone d'emploi 2020."), Field("ze_name", "string", "Nom."),
              Field("bv", "string", "Bassin de vie 2022."), Field("bv_name", "string", "Nom."), Field("uu", "string", "Unité urbaine 2020 ; vide hors unité urbaine."), Field("uu_name", "string", "Nom."),
              Field("qpv", "string", "1 si la commune a au moins un quartier prioritaire (2024)."), Field("acv", "string", "1 si Action cœur de ville (2024)."),
              Field("pvd", "string", "1 si Petites villes de demain (2021).")]
    return Resource("zonings/communes_zonings.csv.gz", "zonages", "Zonages des communes", "Zonings of communes",
                    "Grilles de l'ANCT, zonages d'étude de l'INSEE portés au COG 2026, programmes communaux.", "INSEE ; ANCT ; INRAE",
                    "anct-carto/superposeur-V2 ; UrbaSanté ; anct-carto", "2020 à 2026", "2026", [ETALAB],
                    ["ANCT, grilles 2026 ; relais anct-carto/superposeur-V2", "INSEE, table d'appartenance des communes 2023", "ANCT, QPV 2024, Action cœur de ville 2024, Petites villes de demain 2021"],
                    fields, sorted(rows))


def labels():
    rows = [["density", *r] for r in DENSITY] + [["centrality", *r] for r in CENTRALITY] + [["aav_category", *r] for r in AAV_CATEGORY]
    rows += [["rurality", *r, ""] for r in RURALITY] + [["programme", *r, ""] for r in PROGRAMME_LABELS]
    fields = [Field("zoning", "string", "Colonne de communes_zonings, ou programme."), Field("value", "string", "Valeur."),
              Field("label_fr", "string", "Libellé officiel."), Field("label_en", "string", "Libellé anglais, traduit."),
              Field("ordinal", "integer", "Rang dans l'ordre du zonage ; vide sans ordre.")]
    return Resource("zonings/zonings_labels.csv", "zonages", "Libellés des zonages", "Zoning labels", "Libellés des valeurs.", "INSEE ; ANCT",
                    "anct-carto/superposeur-V2", "2020 à 2026", "2026", [ETALAB], ["ANCT, grilles 2026", "INSEE, aires d'attraction des villes 2020"],
                    fields, rows, key=("zoning", "value"))


def programmes(cog):
    town = {c["siren"]: code for code, c in cog.communes.items() if c.get("siren")}
    rows, outside = set(), 0
    communes_ = set()
    for stem, (programme, ident, label) in PROGRAMME_FILES.items():
        for r in cog.sources.rows(PROGRAMMES.format(stem)):
            for siren in (s.strip() for s in r["siren_groupement"].split(",")):
                name = r[label] if label else ""
                if siren in cog.epci or siren in cog.ept:
                    rows.add((siren, programme, r[ident], name))
                elif siren in town:
                    communes_.add((town[siren], programme, r[ident], name))
                else:
                    outside += 1
    refuse("zonings/epci_programmes", outside, "SIREN qui n'est ni un EPCI, ni un EPT, ni une commune du COG 2026 (PETR, syndicats, groupements dissous)")
    shared = [Field("programme", "string", "Programme, voir zonings_labels.csv."), Field("id", "string", "Identifiant de l'ANCT."),
              Field("name", "string", "Nom du territoire de programme, vide si la source n'en donne pas.")]
    meta = ("ANCT", "anct-carto/superposeur-V2", "2026", "2026", [ETALAB], ["ANCT, programmes 2026 ; relais anct-carto/superposeur-V2"])
    return [Resource("zonings/epci_programmes.csv", "zonages", "Programmes des EPCI", "Programmes of EPCI", "Par SIREN exact du groupement.", *meta,
                     [Field("siren", "string", "SIREN de l'EPCI ou de l'EPT.")] + shared, sorted(map(list, rows)), key=("siren", "programme", "id")),
            Resource("zonings/communes_programmes.csv", "zonages", "Programmes portés par des communes", "Programmes led by communes",
                     "Groupements qui nomment des communes, par leur SIREN exact.", *meta,
                     [Field("code", "string", "Commune (COG 2026).")] + shared, sorted(map(list, communes_)), key=("code", "programme", "id"))]


def build(cog):
    """The resources and, for the indicators, the ordered classes by commune."""
    classes = {"density": grid(cog, "densite", DENSITY, "niveau_densite"), "centrality": grid(cog, "centralite", CENTRALITY, "niveau_centralite")}
    order = {z: {v: o for v, _, _, o in table} for z, table in (("density", DENSITY), ("centrality", CENTRALITY), ("aav_category", AAV_CATEGORY))}
    ordinal = {z: {c: order[z].get(v, "") for c, v in classes[z].items()} for z in classes}
    ordinal["aav_category"] = {c: order["aav_category"].get(m["CATEAAV2020"], "") for c, m in membership(cog).items()}
    resources = [communes(cog, classes), labels(), *programmes(cog)]
    return resources, ordinal
