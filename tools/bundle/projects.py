"""Funded projects: State investment grants (DGCL), Fonds vert, subsidies to associations.

One file a source, all of the same columns; a cell is the source's own text but for what is said here:
numbers are written plainly (`21 667,00 €` is 21667), white space is collapsed, `NA` and `nan` are blank, codes that a
spreadsheet had shortened get their zero back. A bad SIREN stays as it is: refusing it is the importer's work.

Natural persons never ship (see PERSONS): a row whose beneficiary is one is dropped, a name after « chez » is masked.
"""
import collections
import re
import unicodedata

from files import ETALAB, GPL, MIT, Field, Resource, plain_number

DGCL = "grants/dgcl-dotations/dgcl_projets_dotations_investissement_local_{}.csv.gz"
GREEN = "grants/fonds-vert/fonds_vert_2023.csv.gz"
ANNEX = "grants/jaune-budgetaire/plf2012_associations_subventionnees_2010.csv.gz"
LOIRE = "grants/subventions-pays-de-la-loire/subventions_agregees_PDL_2004-2019.csv.gz"
MASK = "[nom masqué]"

FIELDS = [
    Field("id", "string", "Identifiant stable : la source, « n », puis le rang de la ligne dans le fichier d'origine (1 : la première après l'en-tête)."),
    Field("siren", "string", "SIREN ou SIRET du bénéficiaire, tel que la source l'écrit."),
    Field("beneficiary", "string", "Nom du bénéficiaire, tel que la source l'écrit."),
    Field("insee", "string", "Code INSEE de la commune dans la source ; vide si elle n'en donne pas."),
    Field("departement", "string", "Code du département dans la source, sans zéro superflu ; vide si elle n'en donne pas."),
    Field("title", "string", "Intitulé du projet ; vide si la source n'en donne pas."),
    Field("programme", "string", "Programme, voir projects/programmes.csv."),
    Field("cost", "number", "Coût du projet hors taxes en € ; vide si la source ne le dit pas."),
    Field("amount", "number", "Montant de la subvention en €."),
    Field("year", "integer", "Année de la subvention ; vide si la source ne le dit pas."),
]

GREEN_DISPATCH = "Fonds vert"
SPACE = re.compile(r"[\s\u00a0\u202f]+")


def text(cell):
    cell = SPACE.sub(" ", "".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in cell or "")).strip()
    return "" if cell in ("NA", "nan") else cell


# ------------------------------------------------------------------ natural persons
CIVILITY = r"(?:M\.|MR\.?|MME|MLLE|MELLE|MONSIEUR|MADAME|MADEMOISELLE)"
BEGINS = re.compile(rf"^{CIVILITY}\s+\S", re.I)
CHEZ = re.compile(r"\s*(?:-\s*)?\b(CHEZ|C/O|S/C)\s+(?!L[AE]\b|LES\b|L').*?(?=\s+-\s+\d|$)", re.I)
INSIDE = re.compile(r"(?<!DE)\s(?:M\.|MR|MME|MLLE|MELLE)\s+(?!P\b)[A-ZÀ-Ý].*?(?=\s+-\s+\d|$)")
OWNER = re.compile(r"(?i)\b(propriét[ée]s?|propriete|maisons?|immeuble|terrains?|parcelles?|biens?|batiment|bâtiment|succession|consorts|famille)"
                   r"\s+(?:de\s+|des\s+)?(?:(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|consorts|famille)\s+)(?-i:[A-ZÀ-Ý])[\w'-]+(?:\s+(?-i:[A-ZÀ-Ý])[\w'-]+)?")
ORGANISED = set("""ASS ASSO ASSOC ASSOCIATION ASSOCIATIONS CIE COMPAGNIE CLUB COMITE OGEC SAINT SAINTE ST STE SANT THEATRE FOYER RADIO CERCLE
ABBAYE FRATERNITE RESIDENCE COLLEGE ECOLE LYCEE GROUPE EQUIPE ESPERANCE CINEMA MUSEE SA SARL SAS SCI GIE CENTRE MAISON AMIS AMICALE FEDERATION UNION
HALTE FONDATION ESSAIM PRODUCTIONS EVENEMENTS TY D'ARC L'ESSAIM PONT BOIS COMTE CHATEAU VILLE COMMUNE MAIRIE CC CA CU FONDS ATELIER ATELIERS ORCHESTRE
CHORALE ENSEMBLE BALLET DANSE JAZZ FESTIVAL INSTITUT INSTITUTION OEUVRE OEUVRES PATRONAGE SOCIETE SYNDICAT ENTENTE ETOILE AVENIR JEUNESSE SPORT SPORTS
SPORTIVE FOOT FOOTBALL TENNIS JUDO LUNE GALANTE""".split())
FIRST_NAMES = set("""JEAN PIERRE MICHEL ANDRE PHILIPPE RENE LOUIS ALAIN JACQUES BERNARD MARCEL DANIEL ROGER PAUL ROBERT CLAUDE HENRI CHRISTIAN
NICOLAS GEORGES PATRICK GERARD CHRISTOPHE JOSEPH JULIEN MAURICE LAURENT FREDERIC ERIC DAVID GUY PASCAL FRANCOIS RAYMOND GILBERT STEPHANE GILLES THIERRY
FRANCK DIDIER ALEXANDRE OLIVIER SEBASTIEN VINCENT BRUNO DOMINIQUE THOMAS ANTOINE MARC SERGE YVES DENIS FABRICE GUILLAUME XAVIER MARIE NATHALIE ISABELLE
SYLVIE CATHERINE FRANCOISE JEANNE MONIQUE JACQUELINE ANNE NICOLE CHRISTINE VALERIE SANDRINE STEPHANIE VERONIQUE CELINE CHANTAL JULIE BRIGITTE PATRICIA
AURELIE SOPHIE MARTINE DANIELLE ELISE LAURENCE CAROLINE CLAIRE VIRGINIE EMILIE FLORENCE HELENE AGNES CORINNE KARINE MURIEL ANNIE BENOIT LUCIEN MATHIEU
CEDRIC JEROME ARNAUD CYRIL REGIS HERVE YANN YANNICK LOIC MOHAMED AHMED FATIMA GENEVIEVE MAXIME KEVIN FABIEN LIONEL JOEL ROLAND SIMON LUCIENNE DENISE
YVETTE ODILE ELISABETH MARGUERITE GHISLAINE JOSIANE EVELYNE NADINE SABRINA MELANIE DELPHINE AMANDINE CAMILLE LEA MANON PAULINE MARION""".split())


def upper(words):
    return "".join(c for c in unicodedata.normalize("NFD", words.upper()) if not unicodedata.combining(c))


def is_person(name, siren):
    """A civility first, or two or three words one of which is a common first name and none an organisation's."""
    if siren[:1] in ("1", "2") and len(siren) >= 9:
        return False  # public bodies
    base = re.sub(r"\s*-\s+\d\d.*$", "", name)
    words = [w for w in re.split(r"[\s\-]+", upper(base)) if w]
    if any(w in ORGANISED for w in words):
        return False
    if BEGINS.match(name):
        return True
    return 2 <= len(words) <= 3 and (words[0] in FIRST_NAMES or words[-1] in FIRST_NAMES)


class Persons:
    """PERSONS: what was dropped and masked, so that the bundle says how many."""

    def __init__(self):
        self.dropped, self.masked = collections.Counter(), collections.Counter()

    def beneficiary(self, name, source):
        shorter = CHEZ.sub(" " + MASK, name)
        if source == "jb10":
            shorter = INSIDE.sub(" " + MASK, shorter)
        self.masked[source] += shorter != name
        return shorter

    def title(self, words, source):
        shorter = OWNER.sub(lambda m: m.group(1) + " " + MASK, words)
        self.masked[source] += shorter != words
        return shorter


# ------------------------------------------------------------------ sources
def departement(cell):
    cell = text(cell)
    return cell[1:] if len(cell) == 3 and cell[0] == "0" else cell.zfill(2) if cell else ""


def dgcl(sources, year):
    for n, row in enumerate(sources.rows(DGCL.format(year), ";"), 1):
        yield n, {"siren": text(row["beneficiaire_siren"]), "beneficiary": text(row["beneficiaire_nom"]), "insee": text(row["beneficiaire_code_insee"]),
                  "departement": departement(row["beneficiaire_dep"]), "title": text(row["intitule"]), "programme": row["dispositif"].lower(),
                  "cost": plain_number(row["cout_ht"]), "amount": plain_number(row["subvention"]), "year": row["exercice"]}, is_local(row)


def is_local(row):
    """A commune, a grouping or a département is nobody's name."""
    return row["beneficiaire_type"] != "autre maître d'ouvrage"


def green(sources):
    for n, row in enumerate(sources.rows(GREEN, ";"), 1):
        same = re.sub(r"[^A-Z]", "", upper(row["nom_commune"])) in re.sub(r"[^A-Z]", "", upper(row["nom_beneficiaire_principal"]))
        yield n, {"siren": text(row["siren"]), "beneficiary": text(row["nom_beneficiaire_principal"]), "insee": text(row["code_commune"]).zfill(5),
                  "departement": departement(row["code_departement"]), "title": text(row["nom_du_projet"]), "programme": "fv-" + row["numero_demarche_ds"],
                  "cost": "", "amount": plain_number(row["montant_engage"]), "year": "2023"}, same


def annex(sources):
    """A line of total stands before the lines of each association: only what no line details is kept of it."""
    rows = sources.rows(ANNEX, ";")
    detailed = {r["SIREN"] for r in rows if r["IMPUTATION"].strip()}
    for n, row in enumerate(rows, 1):
        detail = row["IMPUTATION"].strip() != ""
        if not detail and row["SIREN"] in detailed:
            continue
        programme = "lolf-" + re.search(r": (\d+) - ", row["IMPUTATION"]).group(1) if detail else "lolf"
        amount = row["Détail des subventions"] if detail else row["Total des subventions"]
        yield n, {"siren": text(row["SIREN"]), "beneficiary": text(row["ASSOCIATION"]), "insee": "", "departement": "", "title": "", "programme": programme,
                  "cost": "", "amount": plain_number(amount), "year": "2010"}, False


FUNDERS = {"44": "cd44", "85": "cd85", "53": "cd53", "49": "cd49", "72": "cd72"}


def funder(row):
    return FUNDERS[re.sub(r"\D", "", row["idAttribuant"])[2:4]]


def loire(sources):
    for n, row in enumerate(sources.rows(LOIRE, ";"), 1):
        yield n, {"siren": text(row["idBeneficiaire"]), "beneficiary": text(row["nomBeneficiaire"]), "insee": "", "departement": "",
                  "title": text(row["objet"]), "programme": funder(row), "cost": "", "amount": plain_number(text(row["montant"])),
                  "year": text(row["dateConvention"])[:4]}, False


# ------------------------------------------------------------------ programmes
DGCL_NAMES = {
    "detr": ("DETR", "Dotation d'équipement des territoires ruraux"), "dsil": ("DSIL", "Dotation de soutien à l'investissement local"),
    "dpv": ("DPV", "Dotation politique de la ville"), "dsid": ("DSID", "Dotation de soutien à l'investissement des départements"),
}
COUNCILS = {"cd44": ("Loire-Atlantique", "224400028"), "cd49": ("Maine-et-Loire", "224900019"), "cd53": ("la Mayenne", "225300011"),
            "cd72": ("la Sarthe", "227200029"), "cd85": ("la Vendée", "228500013")}


def programmes(sources):
    rows = [[key, short, label, "État (DGCL)", "", ""] for key, (short, label) in DGCL_NAMES.items()]
    rows += [["fv-" + number, GREEN_DISPATCH, label, "État (Fonds vert)", "", ""]
             for number, label in sorted({(r["numero_demarche_ds"], text(r["nom_demarche_ds"])) for r in sources.rows(GREEN, ";")})]
    seen = {}
    for row in sources.rows(ANNEX, ";"):
        found = re.fullmatch(r"(.*?): (\d+) - (.*)", text(row["IMPUTATION"]))
        if found:
            seen.setdefault("lolf-" + found.group(2), (found.group(3), found.group(1)))
    rows += [[key, "Programme " + key[5:], label, "État (" + ministry + ")", "", ""] for key, (label, ministry) in sorted(seen.items())]
    rows.append(["lolf", "", "Subvention de l'État dont le programme n'est pas détaillé", "État", "", ""])
    rows += [[key, "", "Subventions aux associations", "Département de " + name, siren, key[2:]] for key, (name, siren) in sorted(COUNCILS.items())]
    return rows


def resource(source, rows):
    stem, title, title_en, producer, relay, vintage, licences, note, paths = source
    return Resource(path=f"projects/{stem}.csv.gz", set="projets", title=title, title_en=title_en, description=note, producer=producer, relay=relay, vintage=vintage,
                    cog_vintage=vintage[-4:], licenses=licences, sources=paths, fields=FIELDS, rows=rows, key=("id",))


RELAY_DGCL = "betagouv/communs-de-la-transition-ecologique-des-collectivites"
APACHE = {"name": "Apache-2.0", "title": "Apache License 2.0 (relais / relay)", "path": "https://www.apache.org/licenses/LICENSE-2.0"}


def build(sources):
    persons = Persons()
    out = []
    streams = [(f"d{year % 100}", (f"dgcl_{year}", f"Projets DETR, DSIL, DPV et DSID {year}", f"Projects funded by DETR, DSIL, DPV and DSID grants, {year}", "DGCL", RELAY_DGCL, str(year),
                                  [ETALAB, APACHE], "Une ligne par projet subventionné.", [DGCL.format(year)]), dgcl(sources, year)) for year in (2018, 2019, 2023, 2024)]
    streams.append(("fv23", ("green_fund_2023", "Projets du Fonds vert 2023", "Green Fund projects, 2023", "Ministère de la Transition écologique",
                             "MTES-MCT/aides-territoires-symfony", "2023", [ETALAB, MIT], "Une ligne par engagement.", [GREEN]), green(sources)))
    streams.append(("jb10", ("associations_2010", "Associations subventionnées par l'État en 2010", "Associations subsidised by the State in 2010",
                             "Ministère du Budget, annexe au PLF 2012", "etalab/hackathon_associations", "2010", [ETALAB],
                             "Une ligne par association et programme ; les lignes de total ne sont gardées que sans détail. Aucune commune.", [ANNEX]), annex(sources)))
    streams.append(("pl", ("pays_de_la_loire", "Subventions de départements des Pays de la Loire, 2004-2019", "Subsidies of départements of Pays de la Loire, 2004-2019",
                           "Départements de Loire-Atlantique, Maine-et-Loire, Mayenne, Sarthe et Vendée", "etalab/hackathon_associations", "2019", [ETALAB],
                           "Une ligne par subvention à une association. Aucune commune : seul le département qui paie est connu.", [LOIRE]), loire(sources)))
    for prefix, meta, stream in streams:
        rows = []
        for n, row, public in stream:
            if not public and is_person(row["beneficiary"], row["siren"]):
                persons.dropped[prefix] += 1
                continue
            if not public:
                row["beneficiary"] = persons.beneficiary(row["beneficiary"], prefix)
            row["title"] = persons.title(row["title"], prefix)
            rows.append([f"{prefix}n{n}"] + [row[f.name] for f in FIELDS[1:]])
        made = resource(meta, rows)
        made.extra = {"prefix": prefix, "persons_dropped": persons.dropped[prefix], "persons_masked": persons.masked[prefix]}
        out.append(made)
    names = ("Programme, tel que la colonne « programme » le nomme.", "Sigle ou famille ; vide s'il n'y en a pas.", "Nom du programme.", "Qui finance.",
             "SIREN de qui finance ; vide pour l'État.", "Département de qui finance ; vide pour l'État.")
    fields = [Field(name, "string", words) for name, words in zip(("id", "short", "label", "funder", "funder_siren", "funder_departement"), names)]
    out.append(Resource(path="projects/programmes.csv", set="projets", title="Programmes de financement", title_en="Funding programmes",
                        description="Les programmes que nomment les fichiers de projets.", producer="DGCL ; ministères ; départements", relay="Catalyse", vintage="2010-2024",
                        cog_vintage="2024", licenses=[ETALAB, GPL], sources=[DGCL.format("AAAA"), GREEN, ANNEX, LOIRE], fields=fields, rows=programmes(sources), key=("id",)))
    return out
