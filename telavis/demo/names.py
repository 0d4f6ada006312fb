"""Names to draw from: particles, hyphens, apostrophes, accents. Each alone is common; together they are nobody."""

FAMILY_NAMES = (
    *("Martin", "Durand", "Lefèvre", "Le Goff", "de La Tour", "d’Argent", "Dubois-Léger", "Muñoz", "Œuvrard"),
    *("N’Diaye", "M’Baye", "Nguyễn", "Gonçalves", "Ben Youssef", "El Amrani", "Van den Berg", "Schœlcher"),
    *("Kerdoncuff", "Ar Bras", "Etcheverry", "Colonna d’Istria", "Santoni", "Weiß", "Müller", "Traoré"),
    *("Hoarau", "Payet", "Lévy-Brühl", "O’Connor", "Saint-Amand", "du Plessis", "Çelik", "Björnsson"),
    *("Deschênes", "L’Hermite", "Guérin", "Rousseau", "Chevallier", "Poirier", "Marchand", "Besançon"),
    *("Fernandes", "Kowalczyk", "Ivanov", "Haddad", "Cissé", "Rakoto", "Tran-Minh", "Bouchard", "Aubépine"),
)
FEMALE_NAMES = (
    *(
        "Jeanne",
        "Marie-Claire",
        "Noémie",
        "Inès",
        "Françoise",
        "Anne-Laure",
        "Zoé",
        "Léa",
        "Aïcha",
        "Fatoumata",
    ),
    *("Élodie", "Maëlle", "Céleste", "Thi-Mai", "Yvonne", "Simone", "Chloé", "Gaëlle", "Lætitia", "Rosa"),
)
MALE_NAMES = (
    *("Paul", "Jean-Noël", "René", "Loïc", "François-Xavier", "Mamadou", "Yves", "Hervé", "Théo", "Gaël"),
    *("André", "Karim", "Jérôme", "Maël", "Étienne", "Ange-Toussaint", "Raphaël", "Ömer", "Joël", "Émile"),
)
BIRTH_PLACES = (
    # INSEE codes: towns, Corsica, overseas, abroad.
    *("33063", "33318", "40088", "64445", "24322", "75115", "13205", "69383", "59350", "67482"),
    *("2A004", "2B033", "2A041", "97411", "97209", "97105", "99350", "99351", "99109", "99139"),
)
