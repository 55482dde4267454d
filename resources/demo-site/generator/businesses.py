"""The invented businesses of the demo site, one line each: slug | name | legal form | schema.org type | what it is |
street | postal code | city | template. Lines stand under their language and country. Every host is <slug>.example."""

from town_rows import DIRECTORIES, TOWN_ROWS

# City → area code as dialled at home. Subscriber numbers come from ranges set aside for fiction where a country has them
# (US, GB, FR, DE, SE); elsewhere they start with 000, which no exchange hands out.
AREAS = {
    "DE": {"Berlin": "030", "Frankfurt am Main": "069", "Hamburg": "040", "Köln": "0221", "München": "089"},
    "AT": {"Graz": "0316", "Salzburg": "0662", "Wien": "01", "Linz": "0732", "Innsbruck": "0512"},
    "CH": {"Bern": "031", "Basel": "061", "Genève": "022", "Zürich": "044", "Luzern": "041", "Lausanne": "021"},
    "FR": {"Paris": "01", "Nantes": "02", "Rennes": "02", "Lille": "03", "Strasbourg": "03", "Lyon": "04", "Marseille": "04",
           "Toulouse": "05", "Bordeaux": "05", "Nice": "04", "Dijon": "03", "Grenoble": "04", "Angers": "02", "Montpellier": "04"},
    "US": {"Denver": "303", "Seattle": "206", "Austin": "512", "Portland": "503", "Boston": "617", "Pittsburgh": "412",
           "Minneapolis": "612", "Burlington": "802", "Chicago": "312", "Phoenix": "602", "San Diego": "619", "Raleigh": "919",
           "Atlanta": "404", "Omaha": "402", "Tucson": "520", "Buffalo": "716", "Boise": "208", "Madison": "608"},
    "GB": {"London": "020", "Leeds": "0113", "Sheffield": "0114", "Bristol": "0117", "Edinburgh": "0131",
           "Manchester": "0161", "Cardiff": "029", "Birmingham": "0121", "Nottingham": "0115", "Leicester": "0116",
           "Reading": "0118", "Glasgow": "0141", "Liverpool": "0151"},
    "ES": {"Madrid": "910", "Barcelona": "930", "Sevilla": "955", "Valencia": "960", "Bilbao": "944", "Zaragoza": "976",
           "Málaga": "952", "Granada": "958", "Alicante": "965", "Murcia": "968", "A Coruña": "981", "Valladolid": "983",
           "San Sebastián": "943", "Palma": "971"},
    "IT": {"Milano": "02", "Roma": "06", "Firenze": "055", "Torino": "011", "Napoli": "081", "Bologna": "051",
           "Venezia": "041", "Palermo": "091", "Genova": "010", "Verona": "045", "Bari": "080", "Trieste": "040",
           "Padova": "049", "Cagliari": "070"},
    "NL": {"Amsterdam": "020", "Rotterdam": "010", "Utrecht": "030", "Den Haag": "070", "Groningen": "050",
           "Eindhoven": "040", "Haarlem": "023", "Leiden": "071", "Maastricht": "043", "Arnhem": "026", "Breda": "076",
           "Nijmegen": "024"},
    "PL": {"Warszawa": "22", "Kraków": "12", "Wrocław": "71", "Poznań": "61", "Gdańsk": "58", "Łódź": "42",
           "Lublin": "81", "Katowice": "32", "Szczecin": "91", "Toruń": "56", "Białystok": "85"},
    "PT": {"Lisboa": "21", "Porto": "22", "Coimbra": "239", "Braga": "253", "Faro": "289", "Aveiro": "234"},
    "SE": {"Stockholm": "08", "Göteborg": "031", "Malmö": "040", "Luleå": "0980"},
}

ROWS = """
de DE
baeckerei-muster | Bäckerei Muster | Bäckerei Muster GmbH | Bakery | Bäckerei | Musterstraße 12 | 10115 | Berlin | modern
tischlerei-beispiel | Tischlerei Beispiel | Tischlerei Beispiel e.K. | HomeAndConstructionBusiness | Tischlerei | Beispielweg 3a | 20095 | Hamburg | imprint
kanzlei-fiktiv | Kanzlei Fiktiv & Partner | Kanzlei Fiktiv & Partner mbB | LegalService | Rechtsanwaltskanzlei | Erfundene Allee 101 | 60311 | Frankfurt am Main | table
radhaus-irgendwo | Radhaus Irgendwo | Radhaus Irgendwo UG | SportingGoodsStore | Fahrradladen | Nirgendwoplatz 7 | 50667 | Köln | shop
zahnarzt-probe | Zahnarztpraxis Dr. Probe | Zahnarztpraxis Dr. Probe | Dentist | Zahnarztpraxis | Probestraße 45 | 80331 | München | spa
blumen-musterfrau | Blumen Musterfrau | Blumen Musterfrau | Florist | Blumengeschäft | Am Beispielmarkt 2 | 10243 | Berlin | latin1
elektro-ohnestrom | Elektro Ohnestrom | Elektro Ohnestrom GmbH & Co. KG | Electrician | Elektriker | Steckdosenweg 19 | 22301 | Hamburg | sidebar
gasthof-zum-platzhalter | Gasthof zum Platzhalter | Gasthof zum Platzhalter GmbH | Restaurant | Gasthof | Platzhalterring 8 | 81667 | München | microdata
druckerei-lorem | Druckerei Lorem | Druckerei Lorem GmbH | LocalBusiness | Druckerei | Ipsumstraße 66 | 50823 | Köln | broken
de AT
konditorei-exempel | Konditorei Exempel | Konditorei Exempel OG | CafeOrCoffeeShop | Konditorei | Exempelgasse 14 | 8010 | Graz | hcard
skischule-attrappe | Skischule Attrappe | Skischule Attrappe e.U. | SportsActivityLocation | Skischule | Attrappenweg 5 | 5020 | Salzburg | footer
de CH
uhren-scheinbar | Uhren Scheinbar | Uhren Scheinbar AG | JewelryStore | Uhrmacher | Scheinbarstrasse 22 | 3011 | Bern | dl
apotheke-musterli | Apotheke Musterli | Apotheke Musterli AG | Pharmacy | Apotheke | Musterligasse 9 | 4051 | Basel | rdfa
fr FR
boulangerie-exemple | Boulangerie Exemple | SARL Boulangerie Exemple | Bakery | boulangerie | 12 rue de l'Exemple | 75011 | Paris | modern
garage-fictif | Garage Fictif | Garage Fictif SAS | AutoRepair | garage automobile | 8 avenue des Faux-Semblants | 69003 | Lyon | table
librairie-inventee | Librairie Inventée | EURL Librairie Inventée | BookStore | librairie | 27 place du Conte | 44000 | Nantes | xhtml
fleuriste-imaginaire | Fleuriste Imaginaire | Fleuriste Imaginaire SARL | Florist | fleuriste | 3 bis rue des Chimères | 59000 | Lille | latin1
plombier-dupont-fictif | Plomberie Dupont-Fictif | Plomberie Dupont-Fictif SARL | Plumber | plombier | 41 chemin du Tuyau Percé | 31000 | Toulouse | sidebar
cabinet-exemplaire | Cabinet Exemplaire | Cabinet Exemplaire SELARL | LegalService | cabinet d'avocats | 15 boulevard du Modèle | 33000 | Bordeaux | basehref
fromagerie-fantaisie | Fromagerie Fantaisie | Fromagerie Fantaisie SARL | GroceryStore | fromagerie | 6 quai de la Fantaisie | 67000 | Strasbourg | shop
hotel-du-modele | Hôtel du Modèle | SAS Hôtel du Modèle | Hotel | hôtel | 19 cours du Spécimen | 13001 | Marseille | microdata
coiffure-specimen | Coiffure Spécimen | Coiffure Spécimen EURL | HairSalon | salon de coiffure | 52 rue du Peigne Absent | 35000 | Rennes | footer
menuiserie-factice | Menuiserie Factice | Menuiserie Factice SARL | GeneralContractor | menuiserie | 2 impasse de la Sciure | 69007 | Lyon | imprint
fr CH
horlogerie-du-vide | Horlogerie du Vide | Horlogerie du Vide SA | JewelryStore | horlogerie | Rue du Cadran 11 | 1204 | Genève | spa
en US
placeholder-roofing | Placeholder Roofing | Placeholder Roofing LLC | RoofingContractor | roofing contractor | 1200 Sample Street | 80202 | Denver, CO | footer
sample-coffee-roasters | Sample Coffee Roasters | Sample Coffee Roasters, Inc. | CafeOrCoffeeShop | coffee roaster | 455 Example Avenue | 98101 | Seattle, WA | spa
imaginary-dental | Imaginary Dental Care | Imaginary Dental Care PLLC | Dentist | dental practice | 78 Nowhere Boulevard, Suite 210 | 78701 | Austin, TX | modern
fictional-books | Fictional Books | Fictional Books LLC | BookStore | book shop | 9 Storytelling Lane | 97201 | Portland, OR | shop
testbed-plumbing | Testbed Plumbing | Testbed Plumbing & Heating Co. | Plumber | plumbing company | 3301 Demo Parkway | 02108 | Boston, MA | table
madeup-law | Made-Up Law Group | Made-Up Law Group LLP | LegalService | law firm | 600 Pretend Plaza | 15222 | Pittsburgh, PA | dl
lorem-brewing | Lorem Brewing Company | Lorem Brewing Company LLC | Brewery | brewery | 27 Ipsum Drive | 55401 | Minneapolis, MN | sidebar
mock-maple-farm | Mock Maple Farm | Mock Maple Farm LLC | GroceryStore | maple syrup farm | 88 Pancake Road | 05401 | Burlington, VT | broken
en GB
sample-and-sons | Sample & Sons | Sample & Sons Ltd | HomeAndConstructionBusiness | builders | 14 Example Road | EC1A 1BB | London | xhtml
invented-tea-rooms | The Invented Tea Rooms | The Invented Tea Rooms Ltd | CafeOrCoffeeShop | tea room | 3 Make-Believe Lane | LS1 4AP | Leeds | microdata
phantom-cycles | Phantom Cycles | Phantom Cycles Ltd | SportingGoodsStore | bicycle shop | 22 Spectre Street | S1 2HE | Sheffield | rdfa
pretend-accounting | Pretend Accounting | Pretend Accounting LLP | AccountingService | accountants | 71 Fiction Street | BS1 4DJ | Bristol | imprint
notional-gallery | Notional Gallery | Notional Gallery CIC | ArtGallery | art gallery | 9 Idea Place | EH1 1YZ | Edinburgh | spa
example-veterinary | Example Veterinary Clinic | Example Veterinary Clinic Ltd | VeterinaryCare | veterinary clinic | 230 Specimen Road | M1 1AE | Manchester | hcard
dummy-couriers | Dummy Couriers | Dummy Couriers Ltd | MovingCompany | courier service | Unit 4, Parcel Park | CF10 1EP | Cardiff | footer
supposed-florist | The Supposed Florist | The Supposed Florist Ltd | Florist | florist | 16 Petal Row | B1 1BB | Birmingham | table
es ES
panaderia-ejemplo | Panadería Ejemplo | Panadería Ejemplo S.L. | Bakery | panadería | Calle del Ejemplo, 12 | 28013 | Madrid | modern
taller-ficticio | Taller Ficticio | Taller Ficticio S.L. | AutoRepair | taller mecánico | Avenida Inventada, 45 | 08002 | Barcelona | broken
libreria-imaginaria | Librería Imaginaria | Librería Imaginaria S.L.U. | BookStore | librería | Calle de la Quimera, 7 | 41004 | Sevilla | latin1
naranjas-supuestas | Naranjas Supuestas | Naranjas Supuestas S.A. | GroceryStore | frutería | Camino del Azahar, 101 | 46001 | Valencia | shop
clinica-muestra | Clínica Dental Muestra | Clínica Dental Muestra S.L.P. | Dentist | clínica dental | Gran Vía de Prueba, 33 | 48001 | Bilbao | spa
bodega-hipotetica | Bodega Hipotética | Bodega Hipotética S.L. | Winery | bodega | Paseo de la Hipótesis, 5 | 50001 | Zaragoza | basehref
hostal-quimera | Hostal Quimera | Hostal Quimera S.L. | Hotel | hostal | Plaza del Espejismo, 2 | 29005 | Málaga | rdfa
abogados-modelo | Abogados Modelo | Abogados Modelo S.C. | LegalService | despacho de abogados | Calle Modelo, 18 | 18001 | Granada | imprint
floristeria-ficcion | Floristería Ficción | Floristería Ficción S.L. | Florist | floristería | Calle del Cuento, 64 | 28004 | Madrid | sidebar
it IT
panificio-esempio | Panificio Esempio | Panificio Esempio S.r.l. | Bakery | panificio | Via dell'Esempio, 12 | 20121 | Milano | modern
officina-immaginaria | Officina Immaginaria | Officina Immaginaria S.n.c. | AutoRepair | officina meccanica | Via Inventata, 45 | 00184 | Roma | table
libreria-finzione | Libreria Finzione | Libreria Finzione S.a.s. | BookStore | libreria | Piazza della Finzione, 3 | 50122 | Firenze | xhtml
studio-ipotetico | Studio Legale Ipotetico | Studio Legale Ipotetico | LegalService | studio legale | Corso Ipotetico, 88 | 10121 | Torino | dl
pizzeria-fantasma | Pizzeria Fantasma | Pizzeria Fantasma S.r.l. | Restaurant | pizzeria | Vico del Fantasma, 9 | 80134 | Napoli | microdata
farmacia-campione | Farmacia Campione | Farmacia Campione S.n.c. | Pharmacy | farmacia | Via del Campione, 27 | 40121 | Bologna | latin1
vetreria-chimera | Vetreria Chimera | Vetreria Chimera S.r.l. | HomeGoodsStore | vetreria | Fondamenta Chimera, 210 | 30121 | Venezia | basehref
agrumi-presunti | Agrumi Presunti | Agrumi Presunti S.r.l. | GroceryStore | agrumi | Via della Presunzione, 6 | 90133 | Palermo | shop
idraulico-finto | Idraulica Finto | Idraulica Finto di Mario Finto | Plumber | idraulico | Via del Rubinetto, 31 | 20122 | Milano | footer
nl NL
bakkerij-voorbeeld | Bakkerij Voorbeeld | Bakkerij Voorbeeld B.V. | Bakery | bakkerij | Voorbeeldstraat 12 | 1012 AB | Amsterdam | sidebar
fietsen-fictief | Fictief Fietsen | Fictief Fietsen B.V. | SportingGoodsStore | fietsenwinkel | Verzonnenlaan 45 | 3011 CD | Rotterdam | hcard
boekhandel-verzonnen | Boekhandel Verzonnen | Boekhandel Verzonnen V.O.F. | BookStore | boekhandel | Sprookjesplein 3 | 3511 EF | Utrecht | table
notaris-denkbeeldig | Notariskantoor Denkbeeldig | Notariskantoor Denkbeeldig N.V. | Notary | notariskantoor | Denkbeeldkade 88 | 2511 GH | Den Haag | spa
kaas-zogenaamd | Kaashuis Zogenaamd | Kaashuis Zogenaamd B.V. | GroceryStore | kaaswinkel | Zogenaamdstraat 27 | 9711 JK | Groningen | shop
drukkerij-proefdruk | Drukkerij Proefdruk | Drukkerij Proefdruk B.V. | LocalBusiness | drukkerij | Proefdrukweg 210 | 5611 LM | Eindhoven | broken
bloemen-bedacht | Bloemen Bedacht | Bloemen Bedacht | Florist | bloemist | Bedachtsteeg 6 | 1016 NP | Amsterdam | dl
pl PL
piekarnia-przyklad | Piekarnia Przykład | Piekarnia Przykład Sp. z o.o. | Bakery | piekarnia | ul. Przykładowa 12 | 00-001 | Warszawa | microdata
ksiegarnia-zmyslona | Księgarnia Zmyślona | Księgarnia Zmyślona Sp. j. | BookStore | księgarnia | ul. Zmyślona 45 | 31-001 | Kraków | xhtml
warsztat-fikcja | Auto-Warsztat Fikcja | Auto-Warsztat Fikcja s.c. | AutoRepair | warsztat samochodowy | ul. Fikcyjna 3 | 50-001 | Wrocław | footer
kancelaria-wzorcowa | Kancelaria Wzorcowa | Kancelaria Wzorcowa Sp. k. | LegalService | kancelaria prawna | pl. Wzorcowy 8 | 61-001 | Poznań | imprint
stocznia-niby | Żaglownia Niby | Żaglownia Niby Sp. z o.o. | LocalBusiness | żaglownia | ul. Na Niby 27 | 80-001 | Gdańsk | hcard
kwiaty-domniemane | Kwiaciarnia Domniemana | Kwiaciarnia Domniemana | Florist | kwiaciarnia | ul. Domniemana 21 | 90-001 | Łódź | rdfa
optyk-urojony | Optyk Urojony | Optyk Urojony s.c. | Optician | optyk | ul. Urojona 17 | 31-002 | Kraków | splash
de DE
agentur-hirngespinst | Agentur Hirngespinst | Agentur Hirngespinst GmbH | ProfessionalService | Werbeagentur | Luftschlossallee 31 | 20097 | Hamburg | builder
steuerbuero-konjunktiv | Steuerbüro Konjunktiv | Steuerbüro Konjunktiv PartG mbB | AccountingService | Steuerbüro | Hättestraße 5b | 60313 | Frankfurt am Main | prose
en US
makebelieve-yoga | Make Believe Yoga | Make Believe Yoga LLC | HealthClub | yoga studio | 19 Daydream Drive | 78702 | Austin, TX | builder
fr FR
vignoble-chimere | Vignoble Chimère | SCEA Vignoble Chimère | Winery | vignoble | 4 chemin des Songes | 33100 | Bordeaux | prose
es ES
ferreteria-irreal | Ferretería Irreal | Ferretería Irreal S.L. | HardwareStore | ferretería | Calle del Clavo Invisible, 9 | 28012 | Madrid | splash
nl NL
tandarts-schijnbaar | Tandartspraktijk Schijnbaar | Tandartspraktijk Schijnbaar B.V. | Dentist | tandartspraktijk | Schijnbaarsingel 18 | 3012 KL | Rotterdam | tangled
it IT
gelateria-illusione | Gelateria Illusione | Gelateria Illusione S.r.l. | CafeOrCoffeeShop | gelateria | Via dell'Illusione, 23 | 10122 | Torino | tangled
en GB
hearsay-locksmiths | Hearsay Locksmiths | Hearsay Locksmiths Ltd | Locksmith | locksmiths | 44 Rumour Road | LS2 3AB | Leeds | tangled
"""

# Ten small sites in folders of one host, each bounded by its folder.
FOLDER_HOST = "artisans-invented.example"
FOLDER_ROWS = """
en GB
pottery | Maybe Pottery | Maybe Pottery | LocalBusiness | pottery | 1 Clay Court | BS1 5TR | Bristol | dl
candles | Candle Conjecture | Candle Conjecture Ltd | LocalBusiness | candle maker | 2 Wick Way | LS1 5DL | Leeds | modern
knives | Hypothetical Knives | Hypothetical Knives Ltd | LocalBusiness | knife maker | 3 Edge End | S1 4GF | Sheffield | microdata
de DE
seife | Seifensiederei Quasi | Seifensiederei Quasi | LocalBusiness | Seifensiederei | Quasigasse 4 | 10117 | Berlin | table
honig | Imkerei Vielleicht | Imkerei Vielleicht | LocalBusiness | Imkerei | Vielleichtweg 5 | 20099 | Hamburg | footer
fr FR
savon | Savonnerie Peut-être | Savonnerie Peut-être | LocalBusiness | savonnerie | 6 rue du Peut-être | 13002 | Marseille | xhtml
cuir | Maroquinerie Supposée | Maroquinerie Supposée | LocalBusiness | maroquinerie | 7 rue Supposée | 75003 | Paris | sidebar
es ES
ceramica | Cerámica Tal Vez | Cerámica Tal Vez | LocalBusiness | cerámica | Calle Tal Vez, 8 | 41001 | Sevilla | hcard
it IT
pelle | Pelletteria Forse | Pelletteria Forse | LocalBusiness | pelletteria | Via Forse, 9 | 50123 | Firenze | rdfa
nl NL
klompen | Klompenmakerij Wellicht | Klompenmakerij Wellicht | LocalBusiness | klompenmakerij | Wellichtpad 10 | 3512 JE | Utrecht | broken
"""

class Business:
    def __init__(self, index, lang, country, fields, folder=None):
        (self.slug, self.name, self.legal_name, self.type, self.noun, self.street, self.postal_code, city,
         self.template, self.twin) = (fields + [""])[:10]
        self.city, _, self.region = city.partition(", ")
        self.index, self.lang, self.country = index, lang, country
        self.folder = folder  # None: a host of its own
        self.host = FOLDER_HOST if folder else self.slug + ".example"
        self.block = self.mobile = 0  # first of the eight phone numbers it has in its area, and its mobile number


class Directory:
    """A site that lists several businesses of one country."""

    def __init__(self, slug, name, lang, country):
        self.host, self.name, self.lang, self.country = slug + ".example", name, lang, country
        self.rows = []


class Numbers:
    """Hands out phone numbers so that no two businesses share one."""

    NUMBERS, MOBILES, EACH = {"US": 100, "SE": 100}, {"DE": 100, "SE": 95}, 8

    def __init__(self):
        self.taken = {}

    def take(self, country, area, first, count, size):
        used = self.taken.setdefault((country, area), set())
        while first is None or not used.isdisjoint(range(first, first + count)):
            first = 0 if first is None else first + count
            assert first + count <= size, f"no numbers left in {country} {area}"
        used.update(range(first, first + count))
        return first

    def give(self, business, wish=None, wished_mobile=None):
        country = business.country
        size = self.NUMBERS.get(country, 1000)
        business.block = self.take(country, AREAS[country][business.city], wish, self.EACH, size)
        business.mobile = self.take(country, "mobile", wished_mobile, 1, self.MOBILES.get(country, 1000))

    def single(self, country, city):
        return self.take(country, AREAS[country][city], None, 1, self.NUMBERS.get(country, 1000))


def _sections(rows):
    """Lines below a heading without separators: (heading, fields)."""
    heading = ""
    for line in rows.strip().splitlines():
        fields = [f.strip() for f in line.split(" | ")]
        if len(fields) == 1:
            heading = line
        else:
            yield heading, fields


def _read(rows, first_index, in_folders=False):
    out = []
    for heading, fields in _sections(rows):
        lang, country = heading.split()
        out.append(Business(first_index + len(out), lang, country, fields, fields[0] if in_folders else None))
    return out


def _all():
    own, folders, towns = _read(ROWS, 0), _read(FOLDER_ROWS, 200, True), _read(TOWN_ROWS, 300)
    numbers, by_slug = Numbers(), {}
    for b in own + folders:
        n = 800 + (b.index - 200) * 8 if b.folder else b.index * 8
        # The first sites have their numbers by their place in the list; in an area of a hundred numbers they wrap around.
        b.block = n
        numbers.taken.setdefault((b.country, AREAS[b.country][b.city]), set()).update(
            (n + k) % numbers.NUMBERS.get(b.country, 1000) for k in range(numbers.EACH))
        b.mobile = n % numbers.MOBILES.get(b.country, 1000)
        numbers.taken.setdefault((b.country, "mobile"), set()).add(b.mobile)
        by_slug[b.slug] = b
    # The eight that the first directory has always listed.
    for city in AREAS["GB"].values():
        numbers.taken.setdefault(("GB", city), set()).update(range(990, 998))
    for b in towns:
        if b.twin:
            b.block, b.mobile = by_slug[b.twin].block, by_slug[b.twin].mobile
        else:
            numbers.give(b)
    return own + towns, folders, numbers


def businesses():
    return _all()[0]


def folder_businesses():
    return _all()[1]


def directories():
    """Each row: name, schema.org type, street, postal code, city, region, number of its phone in the city."""
    numbers, out = _all()[2], []
    for line in DIRECTORIES.strip().splitlines():
        fields = [f.strip() for f in line.split(" | ")]
        if len(fields) == 4:
            out.append(Directory(*fields))
            continue
        name, kind, street, postal_code, place = fields
        city, _, region = place.partition(", ")
        here = out[-1]
        n = 990 + len(here.rows) if len(out) == 1 else numbers.single(here.country, city)
        here.rows.append((name, kind, street, postal_code, city, region, n))
    return out
