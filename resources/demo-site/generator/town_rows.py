"""More invented businesses, in more towns: one line each as in businesses.py. A tenth column names the site whose phones
this one shares: the same business under a second address."""

TOWN_ROWS = """
de DE
backstube-konjunktiv | Backstube Konjunktiv | Backstube Konjunktiv GmbH | Bakery | Backstube | Wäregasse 11 | 50672 | Köln | modern
cafe-gedankenspiel | Café Gedankenspiel | Café Gedankenspiel GmbH | CafeOrCoffeeShop | Café | Wolkenstraße 23 | 10119 | Berlin | hcard
metzgerei-annahme | Metzgerei Annahme | Metzgerei Annahme e.K. | GroceryStore | Metzgerei | Annahmeweg 4 | 22303 | Hamburg | footer
weinhaus-wunschdenken | Weinhaus Wunschdenken | Weinhaus Wunschdenken KG | Winery | Weinhandlung | Wunschzeile 17 | 60316 | Frankfurt am Main | sidebar
dachdecker-hypothese | Dachdeckerei Hypothese | Dachdeckerei Hypothese GmbH | RoofingContractor | Dachdeckerei | Hypothesenring 52 | 80339 | München | imprint
maler-farblos | Malerbetrieb Farblos | Malerbetrieb Farblos GmbH | HomeAndConstructionBusiness | Malerbetrieb | Farblosgasse 6 | 50825 | Köln | table
notariat-angenommen | Notariat Angenommen | Notariat Angenommen | Notary | Notariat | Vermutungsplatz 1 | 10178 | Berlin | dl
praxis-dr-vielleicht | Praxis Dr. Vielleicht | Praxis Dr. Vielleicht | Dentist | Zahnarztpraxis | Eventualstraße 30 | 20355 | Hamburg | spa
optik-trugbild | Optik Trugbild | Optik Trugbild GmbH | Optician | Optiker | Trugbildweg 14 | 60594 | Frankfurt am Main | rdfa
buecher-nirgends | Buchhandlung Nirgends | Buchhandlung Nirgends OHG | BookStore | Buchhandlung | Nirgendsstraße 8 | 80469 | München | shop
gaertnerei-gruenschein | Gärtnerei Grünschein | Gärtnerei Grünschein GbR | Florist | Gärtnerei | Wüstenpfad 21 | 50859 | Köln | microdata
fahrschule-theorie | Fahrschule Grautheorie | Fahrschule Grautheorie UG | LocalBusiness | Fahrschule | Theoriestraße 77 | 13353 | Berlin | builder
musters-backwaren | Bäckerei Muster | Bäckerei Muster GmbH | Bakery | Bäckerei | Musterstraße 12 | 10115 | Berlin | table | baeckerei-muster
de AT
backhaus-fiktion | Backhaus Fiktion | Backhaus Fiktion GmbH | Bakery | Bäckerei | Fiktionsgasse 3 | 1070 | Wien | modern
kaffee-phantasie | Kaffeehaus Phantasie | Kaffeehaus Phantasie KG | CafeOrCoffeeShop | Kaffeehaus | Phantasieplatz 2 | 4020 | Linz | microdata
installateur-trocken | Installateur Trocken | Installateur Trocken e.U. | Plumber | Installateur | Trockengasse 18 | 6020 | Innsbruck | dl
de CH
conditorei-denkbar | Conditorei Denkbar | Conditorei Denkbar AG | CafeOrCoffeeShop | Conditorei | Denkbarstrasse 31 | 8001 | Zürich | spa
treuhand-annaehernd | Treuhand Annähernd | Treuhand Annähernd AG | AccountingService | Treuhandbüro | Annäherung 12 | 6003 | Luzern | rdfa
fr CH
patisserie-supposee | Pâtisserie Supposée | Pâtisserie Supposée SA | Bakery | pâtisserie | Rue du Mirage 9 | 1003 | Lausanne | modern
fr FR
boulangerie-subjonctif | Boulangerie du Subjonctif | Boulangerie du Subjonctif SARL | Bakery | boulangerie | 14 rue du Songe | 06000 | Nice | microdata
patisserie-hypothese | Pâtisserie de l'Hypothèse | Pâtisserie de l'Hypothèse EURL | Bakery | pâtisserie | 5 place des Apparences | 21000 | Dijon | modern
cafe-conditionnel | Café du Conditionnel | Café du Conditionnel SAS | CafeOrCoffeeShop | café | 33 rue du Peut-Être | 38000 | Grenoble | builder
traiteur-hypothetique | Traiteur Hypothétique | Traiteur Hypothétique SARL | GroceryStore | traiteur | 7 quai des Suppositions | 49000 | Angers | footer
domaine-inexistant | Domaine Inexistant | SCEA Domaine Inexistant | Winery | domaine viticole | 2 route des Nuages | 34000 | Montpellier | prose
etude-supposition | Étude Supposition | Étude Supposition SELARL | Notary | étude notariale | 18 rue du Doute | 44100 | Nantes | hcard
avocats-chimere | Avocats Chimère | Avocats Chimère AARPI | LegalService | cabinet d'avocats | 40 avenue des Rêves | 13006 | Marseille | rdfa
dentiste-du-reve | Cabinet Dentaire du Rêve | Cabinet Dentaire du Rêve SELARL | Dentist | cabinet dentaire | 11 rue de la Lune | 59800 | Lille | spa
comptable-virtuel | Cabinet Comptable Virtuel | Cabinet Comptable Virtuel SARL | AccountingService | cabinet comptable | 90 boulevard du Zéro | 33200 | Bordeaux | xhtml
electricite-absente | Électricité Absente | Électricité Absente SARL | Electrician | entreprise d'électricité | 26 rue de l'Ombre | 31200 | Toulouse | table
fleurs-irreelles | Fleurs Irréelles | Fleurs Irréelles SARL | Florist | fleuriste | 8 rue du Mirage | 67100 | Strasbourg | sidebar
cycles-imaginaires | Cycles Imaginaires | Cycles Imaginaires SAS | SportingGoodsStore | magasin de cycles | 61 rue du Vent | 35200 | Rennes | shop
en US
doubtful-doughnuts | Doubtful Doughnuts | Doubtful Doughnuts LLC | Bakery | doughnut bakery | 310 Doubtful Street | 60601 | Chicago, IL | modern
as-if-espresso | As If Espresso | As If Espresso LLC | CafeOrCoffeeShop | espresso bar | 12 Perhaps Avenue | 85004 | Phoenix, AZ | microdata
would-be-winery | Would-Be Winery | Would-Be Winery LLC | Winery | winery | 4500 Maybe Road | 92101 | San Diego, CA | basehref
unreal-barbecue | Unreal Barbecue | Unreal Barbecue Inc. | Restaurant | barbecue restaurant | 77 Figment Street | 27601 | Raleigh, NC | footer
pretend-peaches | Pretend Peaches | Pretend Peaches Co. | GroceryStore | fruit stand | 9 Orchard Fiction Road | 30303 | Atlanta, GA | shop
hypothesis-law | Hypothesis Law Office | Hypothesis Law Office PC | LegalService | law office | 201 Conjecture Court | 68102 | Omaha, NE | imprint
hypothetical-dental | Hypothetical Dental | Hypothetical Dental PLLC | Dentist | dental practice | 55 Shimmer Lane | 85701 | Tucson, AZ | hcard
notional-numbers | Notional Numbers | Notional Numbers CPA | AccountingService | accounting office | 18 Ledger Fiction Street | 14202 | Buffalo, NY | dl
figment-pharmacy | Figment Pharmacy | Figment Pharmacy Inc. | Pharmacy | pharmacy | 640 Figment Drive | 83702 | Boise, ID | rdfa
imagined-optics | Imagined Optics | Imagined Optics LLC | Optician | optician | 23 Lens Lane | 53703 | Madison, WI | table
nowhere-hardware | Nowhere Hardware | Nowhere Hardware Co. | HardwareStore | hardware store | 1 Nowhere Street | 60602 | Chicago, IL | sidebar
sampletown-cycles | Sampletown Cycles | Sampletown Cycles LLC | SportingGoodsStore | bicycle shop | 88 Spoke Street | 92102 | San Diego, CA | builder
en GB
pretend-patisserie | Pretend Patisserie | Pretend Patisserie Ltd | Bakery | patisserie | 6 Sugar Fiction Lane | NG1 2AB | Nottingham | modern
subjunctive-coffee | Subjunctive Coffee | Subjunctive Coffee Ltd | CafeOrCoffeeShop | coffee shop | 19 Perhaps Place | G1 1XQ | Glasgow | spa
invented-cheesemongers | Invented Cheesemongers | Invented Cheesemongers Ltd | GroceryStore | cheesemonger | 40 Rind Row | L1 4JQ | Liverpool | hcard
fictitious-fish-bar | The Fictitious Fish Bar | The Fictitious Fish Bar Ltd | Restaurant | fish bar | 2 Batter Street | LE1 3PJ | Leicester | microdata
conjecture-solicitors | Conjecture Solicitors | Conjecture Solicitors LLP | LegalService | solicitors | 33 Proviso Street | RG1 1LX | Reading | imprint
supposition-dental | Supposition Dental | Supposition Dental Ltd | Dentist | dental practice | 8 Molar Mews | G2 5TS | Glasgow | rdfa
hearsay-accountants | Hearsay Accountants | Hearsay Accountants LLP | AccountingService | accountants | 50 Ledger Lane | L2 2DZ | Liverpool | xhtml
mythical-pharmacy | Mythical Pharmacy | Mythical Pharmacy Ltd | Pharmacy | pharmacy | 11 Tincture Terrace | NG1 5FW | Nottingham | dl
unbuilt-joinery | Unbuilt Joinery | Unbuilt Joinery Ltd | HomeAndConstructionBusiness | joinery | Unit 7, Dovetail Yard | LE2 7LG | Leicester | table
rumoured-roses | Rumoured Roses | Rumoured Roses Ltd | Florist | florist | 3 Thorn Street | RG1 2AG | Reading | footer
phantom-cycles-hub | Phantom Cycles | Phantom Cycles Ltd | SportingGoodsStore | bicycle shop | 22 Spectre Street | S1 2HE | Sheffield | hcard | phantom-cycles
es ES
horno-subjuntivo | Horno Subjuntivo | Horno Subjuntivo S.L. | Bakery | horno | Calle del Espejo, 4 | 03001 | Alicante | modern
cafe-pluscuam | Café Pluscuamperfecto | Café Pluscuamperfecto S.L. | CafeOrCoffeeShop | cafetería | Plaza del Aire, 9 | 30001 | Murcia | hcard
conservas-invisibles | Conservas Invisibles | Conservas Invisibles S.L. | GroceryStore | conservera | Rúa da Néboa, 15 | 15001 | A Coruña | shop
meson-del-cuento | Mesón del Cuento | Mesón del Cuento S.L. | Restaurant | mesón | Calle del Cuento, 21 | 47001 | Valladolid | microdata
notaria-supuesta | Notaría Supuesta | Notaría Supuesta | Notary | notaría | Avenida de la Duda, 10 | 20001 | San Sebastián | dl
asesoria-teorica | Asesoría Teórica | Asesoría Teórica S.L. | AccountingService | asesoría | Calle de la Hipótesis, 27 | 07001 | Palma | rdfa
clinica-ficticia | Clínica Ficticia | Clínica Ficticia S.L.P. | Dentist | clínica dental | Calle Inventada, 36 | 03002 | Alicante | spa
farmacia-imaginada | Farmacia Imaginada | Farmacia Imaginada C.B. | Pharmacy | farmacia | Plaza del Sueño, 5 | 30002 | Murcia | table
optica-ilusoria | Óptica Ilusoria | Óptica Ilusoria S.L. | Optician | óptica | Calle de la Ilusión, 44 | 47002 | Valladolid | footer
bicis-irreales | Bicis Irreales | Bicis Irreales S.L. | SportingGoodsStore | tienda de bicicletas | Calle del Viento, 12 | 15002 | A Coruña | sidebar
it IT
forno-immaginario | Forno Immaginario | Forno Immaginario S.n.c. | Bakery | forno | Via del Sogno, 14 | 16121 | Genova | modern
caffe-congiuntivo | Caffè Congiuntivo | Caffè Congiuntivo S.r.l. | CafeOrCoffeeShop | caffè | Piazza delle Nuvole, 2 | 37121 | Verona | microdata
salumeria-presunta | Salumeria Presunta | Salumeria Presunta S.r.l. | GroceryStore | salumeria | Via della Luna, 33 | 70121 | Bari | shop
osteria-condizionale | Osteria del Condizionale | Osteria del Condizionale S.a.s. | Restaurant | osteria | Via del Condizionale, 7 | 34121 | Trieste | hcard
notaio-virtuale | Studio Notarile Virtuale | Studio Notarile Virtuale | Notary | studio notarile | Via del Dubbio, 19 | 35121 | Padova | dl
commercialista-zero | Studio Zero Commercialisti | Studio Zero Commercialisti | AccountingService | studio commercialista | Largo dello Zero, 1 | 09124 | Cagliari | rdfa
dentista-ipotesi | Studio Dentistico Ipotesi | Studio Dentistico Ipotesi S.r.l. | Dentist | studio dentistico | Via dell'Ipotesi, 25 | 16122 | Genova | spa
ottica-miraggio | Ottica Miraggio | Ottica Miraggio S.n.c. | Optician | ottica | Via del Miraggio, 48 | 37122 | Verona | table
falegnameria-vuota | Falegnameria Vuota | Falegnameria Vuota S.n.c. | HomeAndConstructionBusiness | falegnameria | Via del Legno Finto, 6 | 35122 | Padova | footer
fiori-apparenti | Fiori Apparenti | Fiori Apparenti S.a.s. | Florist | fioraio | Viale delle Apparenze, 52 | 70122 | Bari | sidebar
nl NL
bakker-denkbeeld | Bakker Denkbeeld | Bakker Denkbeeld B.V. | Bakery | bakkerij | Denkbeeldstraat 9 | 2011 AA | Haarlem | modern
koffie-verbeeld | Koffiehuis Verbeeld | Koffiehuis Verbeeld B.V. | CafeOrCoffeeShop | koffiehuis | Verbeeldgracht 24 | 2312 CB | Leiden | microdata
wijn-en-waan | Wijn en Waan | Wijn en Waan B.V. | Winery | wijnhandel | Waanweg 13 | 6211 DC | Maastricht | shop
advocaten-aanname | Advocaten Aanname | Advocaten Aanname B.V. | LegalService | advocatenkantoor | Aannamelaan 70 | 6811 ED | Arnhem | imprint
boekhouder-begroot | Boekhouder Begroot | Boekhouder Begroot B.V. | AccountingService | administratiekantoor | Begrootplein 3 | 4811 FE | Breda | dl
apotheek-abstract | Apotheek Abstract | Apotheek Abstract B.V. | Pharmacy | apotheek | Abstractstraat 41 | 6511 GF | Nijmegen | rdfa
timmerman-theorie | Timmerbedrijf Theorie | Timmerbedrijf Theorie B.V. | HomeAndConstructionBusiness | timmerbedrijf | Theoriekade 18 | 2013 HG | Haarlem | table
fietsen-fata | Fata Fietsen | Fata Fietsen V.O.F. | SportingGoodsStore | fietsenwinkel | Morganapad 5 | 6512 JH | Nijmegen | builder
pl PL
cukiernia-przypuszczenie | Cukiernia Przypuszczenie | Cukiernia Przypuszczenie Sp. z o.o. | Bakery | cukiernia | ul. Marzeń 6 | 20-001 | Lublin | modern
kawiarnia-pozorna | Kawiarnia Pozorna | Kawiarnia Pozorna s.c. | CafeOrCoffeeShop | kawiarnia | ul. Domysłów 14 | 40-001 | Katowice | microdata
delikatesy-widmo | Delikatesy Widmo | Delikatesy Widmo Sp. z o.o. | GroceryStore | delikatesy | ul. Widmowa 31 | 70-001 | Szczecin | shop
notariusz-domysl | Kancelaria Notarialna Domysł | Kancelaria Notarialna Domysł | Notary | kancelaria notarialna | pl. Pozorny 2 | 87-100 | Toruń | dl
biuro-teoria | Biuro Rachunkowe Teoria | Biuro Rachunkowe Teoria Sp. k. | AccountingService | biuro rachunkowe | ul. Teoretyczna 9 | 15-001 | Białystok | xhtml
dentysta-zludzenie | Gabinet Złudzenie | Gabinet Złudzenie s.c. | Dentist | gabinet stomatologiczny | ul. Złudna 22 | 20-002 | Lublin | rdfa
stolarnia-hipoteza | Stolarnia Hipoteza | Stolarnia Hipoteza s.c. | HomeAndConstructionBusiness | stolarnia | ul. Senna 17 | 40-002 | Katowice | footer
rowery-domniemane | Rowery Domniemane | Rowery Domniemane Sp. j. | SportingGoodsStore | sklep rowerowy | ul. Legendarna 5 | 70-002 | Szczecin | hcard
pt PT
padaria-exemplo | Padaria Exemplo | Padaria Exemplo, Lda. | Bakery | padaria | Rua do Exemplo, 12 | 1100-001 | Lisboa | modern
pastelaria-suposicao | Pastelaria Suposição | Pastelaria Suposição, Lda. | Bakery | pastelaria | Rua da Miragem, 40 | 4000-001 | Porto | microdata
cafe-condicional | Café Condicional | Café Condicional, Lda. | CafeOrCoffeeShop | café | Largo do Talvez, 3 | 3000-001 | Coimbra | hcard
adega-ilusoria | Adega Ilusória | Adega Ilusória, S.A. | Winery | adega | Estrada das Nuvens, 8 | 4700-001 | Braga | shop
advogados-hipotese | Advogados Hipótese | Advogados Hipótese, SP RL | LegalService | escritório de advogados | Avenida da Hipótese, 55 | 1100-002 | Lisboa | imprint
clinica-sonho | Clínica Dentária do Sonho | Clínica Dentária do Sonho, Lda. | Dentist | clínica dentária | Rua do Sonho, 27 | 8000-001 | Faro | spa
farmacia-suposta | Farmácia Suposta | Farmácia Suposta, Lda. | Pharmacy | farmácia | Praça Suposta, 1 | 3800-001 | Aveiro | rdfa
carpintaria-vazia | Carpintaria Vazia | Carpintaria Vazia, Lda. | HomeAndConstructionBusiness | carpintaria | Rua da Serra Ausente, 19 | 4000-002 | Porto | table
sv SE
bageri-exempel | Bageri Exempel | Bageri Exempel AB | Bakery | bageri | Exempelgatan 12 | 111 20 | Stockholm | modern
kafe-konjunktiv | Kafé Konjunktiv | Kafé Konjunktiv AB | CafeOrCoffeeShop | kafé | Hägringsvägen 7 | 411 05 | Göteborg | microdata
ostbutiken-kanske | Ostbutiken Kanske | Ostbutiken Kanske AB | GroceryStore | ostbutik | Kanskegränd 3 | 211 22 | Malmö | shop
advokat-antagande | Advokatbyrån Antagande | Advokatbyrån Antagande AB | LegalService | advokatbyrå | Antagandegatan 31 | 111 22 | Stockholm | imprint
tandlakare-dimma | Tandläkare Dimma | Tandläkare Dimma AB | Dentist | tandläkare | Dimgatan 9 | 411 06 | Göteborg | spa
redovisning-noll | Redovisning Noll | Redovisning Noll AB | AccountingService | redovisningsbyrå | Nollgatan 1 | 972 31 | Luleå | dl
snickeri-luft | Snickeri Luft | Snickeri Luft HB | HomeAndConstructionBusiness | snickeri | Luftvägen 14 | 211 24 | Malmö | hcard
cyklar-hypotes | Cyklar Hypotes | Cyklar Hypotes AB | SportingGoodsStore | cykelbutik | Drömstigen 22 | 972 32 | Luleå | rdfa
"""

# Directories: host | name | language | country, then what they list: name | schema.org type | street | postal code | city.
DIRECTORIES = """
directory-of-nowhere | Directory of Nowhere | en | GB
Absent Antiques | Store | 5 Vacant Row | EC2A 2BB | London
Blank Barbers | HairSalon | 17 Empty Street | M2 3AA | Manchester
Null Nurseries | GardenStore | 40 Void Avenue | LS2 7EW | Leeds
Zero Zumba | HealthClub | 8 Nil Close | BS2 0JP | Bristol
Untold Upholstery | FurnitureStore | 63 Unsaid Street | EH2 2ER | Edinburgh
Vague Vets | VeterinaryCare | 2 Hazy Lane | CF11 9LJ | Cardiff
Wishful Windows | HomeAndConstructionBusiness | 91 Wish Road | B2 4QA | Birmingham
Yonder Yoga | HealthClub | 12 Far Field | S2 5TR | Sheffield
branchenbuch-irgendwo | Branchenbuch Irgendwo | de | DE
Angeblich Antiquitäten | Store | Angeblichstraße 4 | 10249 | Berlin
Beinahe Bestattungen | LocalBusiness | Beinaheweg 11 | 22305 | Hamburg
Chimären Chemie | LocalBusiness | Chimärenring 90 | 60326 | Frankfurt am Main
Dunst Druckluft | HomeAndConstructionBusiness | Dunstgasse 2 | 50733 | Köln
Ersatz Elektronik | ElectronicsStore | Ersatzallee 45 | 80335 | München
Fast Friseure | HairSalon | Fastplatz 8 | 10435 | Berlin
Gedachte Gärten | GardenStore | Gedankenpfad 19 | 22307 | Hamburg
Halbwahr Hörgeräte | LocalBusiness | Halbwahrstraße 3 | 60486 | Frankfurt am Main
Irrtum Immobilien | RealEstateAgent | Irrtumweg 66 | 50735 | Köln
Jenseits Juwelen | JewelryStore | Jenseitsstraße 7 | 80337 | München
Kaum Kosmetik | BeautySalon | Kaumgasse 21 | 10437 | Berlin
Leerlauf Logistik | MovingCompany | Leerlaufring 100 | 22309 | Hamburg
Mutmaßlich Möbel | FurnitureStore | Mutmaßallee 34 | 60488 | Frankfurt am Main
Nebel Naturkost | GroceryStore | Nebelstraße 15 | 50737 | Köln
Ohnehin Orthopädie | LocalBusiness | Ohnehinplatz 5 | 80638 | München
Quasi Qualitätsprüfung | ProfessionalService | Quasistraße 28 | 10439 | Berlin
Rätsel Reinigung | DryCleaningOrLaundry | Rätselweg 9 | 22391 | Hamburg
Schein Schlüsseldienst | Locksmith | Scheingasse 12 | 60489 | Frankfurt am Main
Traumverloren Tanzschule | LocalBusiness | Traumstraße 50 | 50739 | Köln
Utopisch Umzüge | MovingCompany | Utopiaweg 71 | 80639 | München
annuaire-de-nulle-part | Annuaire de Nulle Part | fr | FR
Antiquités Absentes | Store | 3 rue de l'Absence | 75010 | Paris
Bijoux du Brouillard | JewelryStore | 21 rue du Brouillard | 69002 | Lyon
Carrelage Conditionnel | HomeAndConstructionBusiness | 60 avenue du Si | 31300 | Toulouse
Déménagements Demain | MovingCompany | 9 quai du Demain | 33300 | Bordeaux
Esthétique Éphémère | BeautySalon | 14 rue de l'Instant | 44200 | Nantes
Fleurs Fictives | Florist | 5 place du Faux | 06100 | Nice
Garage Guère | AutoRepair | 77 route de Guère | 21000 | Dijon
Horloges Hors du Temps | JewelryStore | 2 passage du Temps | 38100 | Grenoble
Immobilier Imaginé | RealEstateAgent | 18 cours de l'Idée | 13008 | Marseille
Jardins Jamais | GardenStore | 30 chemin de Jamais | 49100 | Angers
Kiné du Kaléidoscope | LocalBusiness | 6 rue du Reflet | 59000 | Lille
Laverie Lacunaire | DryCleaningOrLaundry | 45 rue de la Lune | 67000 | Strasbourg
Meubles du Mirage | FurnitureStore | 12 rue du Mirage | 35000 | Rennes
Nettoyage Nébuleux | ProfessionalService | 8 rue des Brumes | 34000 | Montpellier
Optique Onirique | Optician | 27 rue du Rêve | 75012 | Paris
Peinture Presque | HomeAndConstructionBusiness | 51 rue du Presque | 69006 | Lyon
Restaurant du Rien | Restaurant | 1 place du Rien | 31000 | Toulouse
Serrurerie Songeuse | Locksmith | 16 rue des Songes | 33000 | Bordeaux
Toilettage Théorique | LocalBusiness | 4 rue du Postulat | 44000 | Nantes
Vélos Virtuels | SportingGoodsStore | 39 quai Virtuel | 13007 | Marseille
guia-del-vacio | Guía del Vacío | es | ES
Antigüedades Ausentes | Store | Calle Ausente, 3 | 28005 | Madrid
Bodega Borrosa | Winery | Calle Borrosa, 18 | 08003 | Barcelona
Cerrajería Conjetura | Locksmith | Calle de la Conjetura, 7 | 41002 | Sevilla
Deportes Dudosos | SportingGoodsStore | Avenida de la Duda, 22 | 46002 | Valencia
Estética Efímera | BeautySalon | Calle Efímera, 9 | 48002 | Bilbao
Fotografía Fantasma | ProfessionalService | Calle del Fantasma, 13 | 50002 | Zaragoza
Gafas Góticas | Optician | Calle Gótica, 31 | 29006 | Málaga
Helados Hipotéticos | CafeOrCoffeeShop | Plaza Hipotética, 6 | 18002 | Granada
Inmobiliaria Irreal | RealEstateAgent | Calle Irreal, 40 | 03003 | Alicante
Jardines de Jauja | GardenStore | Camino de Jauja, 2 | 30003 | Murcia
Lavandería Lejana | DryCleaningOrLaundry | Calle Lejana, 16 | 15003 | A Coruña
Mudanzas Mentales | MovingCompany | Calle Mental, 25 | 47003 | Valladolid
Neumáticos Nulos | AutoRepair | Polígono Nulo, 4 | 20002 | San Sebastián
Ortopedia Onírica | LocalBusiness | Calle del Sueño, 11 | 07002 | Palma
Peluquería Posible | HairSalon | Calle Posible, 8 | 28006 | Madrid
Relojes Remotos | JewelryStore | Calle Remota, 19 | 08004 | Barcelona
elenco-del-nulla | Elenco del Nulla | it | IT
Antiquariato Assente | Store | Via dell'Assenza, 3 | 20123 | Milano
Barbiere del Boh | HairSalon | Via del Boh, 18 | 00185 | Roma
Cornici Congetturali | Store | Via della Congettura, 7 | 50124 | Firenze
Discoteca del Dubbio | LocalBusiness | Corso del Dubbio, 40 | 10123 | Torino
Estetica Effimera | BeautySalon | Via Effimera, 9 | 80135 | Napoli
Fotografia Fittizia | ProfessionalService | Via Fittizia, 22 | 40122 | Bologna
Gondole Gratuite | LocalBusiness | Calle della Nebbia, 5 | 30122 | Venezia
Gioielli Generici | JewelryStore | Via Generica, 61 | 90134 | Palermo
Immobiliare Irreale | RealEstateAgent | Via Irreale, 13 | 16123 | Genova
Lavanderia Lontana | DryCleaningOrLaundry | Via Lontana, 30 | 37123 | Verona
Mobili Mentali | FurnitureStore | Via della Mente, 4 | 70123 | Bari
Noleggio Nullo | LocalBusiness | Riva Nulla, 11 | 34122 | Trieste
Orologi Onirici | JewelryStore | Via del Sonno, 27 | 35123 | Padova
Palestra Presunta | HealthClub | Via Presunta, 16 | 09125 | Cagliari
Quadri Qualunque | ArtGallery | Via Qualunque, 2 | 20124 | Milano
Restauri Remoti | HomeAndConstructionBusiness | Via Remota, 35 | 00186 | Roma
Serramenti Sospesi | HomeAndConstructionBusiness | Via Sospesa, 50 | 50125 | Firenze
Traslochi Teorici | MovingCompany | Via della Teoria, 8 | 10124 | Torino
Vivaio Virtuale | GardenStore | Via Virtuale, 70 | 80136 | Napoli
Zerbini Zero | Store | Via Zero, 1 | 40123 | Bologna
maple-and-maybe | Maple & Maybe Listings | en | US
Allegedly Antiques | Store | 5 Alleged Street | 60603 | Chicago, IL
Baseless Barbers | HairSalon | 18 Baseless Road | 85006 | Phoenix, AZ
Conceivable Cleaners | DryCleaningOrLaundry | 31 Notion Avenue | 92103 | San Diego, CA
Dubious Drywall | HomeAndConstructionBusiness | 240 Dubious Drive | 27603 | Raleigh, NC
Evasive Electronics | ElectronicsStore | 12 Evasion Lane | 30305 | Atlanta, GA
Figurative Florist | Florist | 9 Petal Place | 68104 | Omaha, NE
Ghostly Glass | HomeAndConstructionBusiness | 66 Pane Street | 85705 | Tucson, AZ
Hazy Hair | BeautySalon | 3 Haze Court | 14204 | Buffalo, NY
Imaginary Ironworks | ProfessionalService | 150 Anvil Road | 83704 | Boise, ID
Jury-Is-Out Jewelry | JewelryStore | 27 Facet Street | 53704 | Madison, WI
Kinda Karate | SportsActivityLocation | 44 Dojo Drive | 60604 | Chicago, IL
Likely Locksmith | Locksmith | 8 Keyhole Way | 85007 | Phoenix, AZ
Mostly Movers | MovingCompany | 500 Boxcar Boulevard | 92104 | San Diego, CA
Notionally Nails | BeautySalon | 16 Polish Plaza | 27604 | Raleigh, NC
Ostensible Optics | Optician | 21 Iris Street | 30306 | Atlanta, GA
Possibly Pizza | Restaurant | 73 Slice Street | 68105 | Omaha, NE
Quasi Quilts | Store | 35 Patch Lane | 85711 | Tucson, AZ
Roughly Realty | RealEstateAgent | 90 Deed Drive | 14206 | Buffalo, NY
Seeming Seeds | GardenStore | 11 Sprout Street | 83705 | Boise, ID
Tentative Tires | AutoRepair | 62 Tread Road | 53705 | Madison, WI
"""
