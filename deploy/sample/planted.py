"""What generate.py hides in the roll, so that a screening has something to find.

SUBJECTS are fictitious persons of the generated reports. Those whose outcome is SUBSTANTIATED are
taken to a finding by the quickstart; the others show that an unsubstantiated report leaves no
trace.
LISTED are persons of the real list beside this file, under other spellings of their names; their
nationality is left open. ERRORS are rows that cannot be screened.

spelling: what was done to the name. expect: MATCH (at least a possible match must be raised),
NO_MATCH (nothing may hold the candidate), UNABLE (too little identity), ERROR (the row is refused).
"""


def subject(year, subcategory, name, native, dob, state, spellings, *, gender="MALE", id_type="",
            number="", outcome="SUBSTANTIATED"):
    return {
        "year": year,
        "subcategory": subcategory,
        "name": name,
        "native": native,
        "dob": dob,
        "state": state,
        "gender": gender,
        "id_type": id_type,
        "id": number,
        "outcome": outcome,
        "expect": "MATCH" if outcome == "SUBSTANTIATED" else "NO_MATCH",
        "spellings": [{"dob": dob, **spelling} for spelling in spellings],
    }


def listed(ref, name, dob, spellings):
    return {
        "ref": ref,
        "name": name,
        "gender": "MALE",
        "outcome": "LISTED",
        "expect": "MATCH",
        "spellings": [{"dob": dob, **spelling} for spelling in spellings],
    }


SUBJECTS = [
    subject(2013, "CONTINGENT_MEMBER", "Yusuf Ibrahim al-Harazi", "يوسف إبراهيم الحرازي",
            "1979-03-14", "XA", [
        {"full": "يوسف إبراهيم الحرازي", "spelling": "other_script"},
        {"full": "Youssef Ebrahim Alharazi", "spelling": "transliteration"},
    ], id_type="MILITARY_SERVICE_NO", number="XA771204"),
    subject(2013, "CONTINGENT_MEMBER", "Aleksei Viktorovich Shchukarev",
            "Алексей Викторович Щукарев", "1981-11-02", "XC", [
        {"full": "Щукарев Алексей Викторович", "spelling": "other_script"},
        {"full": "Alexey Schukarev", "spelling": "transliteration"},
    ]),
    subject(2013, "CONTINGENT_MEMBER", "Baek Seungmo", "백승모",
            "1984-06-27", "XD", [
        {"full": "백승모", "spelling": "other_script"},
        {"full": "Seung-mo Paek", "spelling": "order"},
    ], id_type="MILITARY_SERVICE_NO", number="XD300418"),
    subject(2013, "CONTINGENT_MEMBER", "Zheng Haoran", "郑浩然",
            "1983-09-19", "XE", [
        {"full": "郑浩然", "spelling": "other_script"},
        # Wade-Giles for a name in Pinyin.
        {"full": "Cheng Hao-jan", "spelling": "transliteration"},
    ]),
    subject(2013, "CONTINGENT_MEMBER", "Mamadou Kalifa Sangaré", "",
            "1977-04-30", "XG", [
        {"full": "SANGARE Mamadou Kalifa", "spelling": "order"},
        {"full": "Mamadu Khalifa Sangaré", "spelling": "typo"},
        # Another person: nothing but the name agrees.
        {"full": "Mamadou Kalifa Sangaré", "spelling": "namesake", "dob": "1994-12-08",
         "dob_change": "OTHER", "state": "XH", "expect": "NO_MATCH"},
    ], id_type="MILITARY_SERVICE_NO", number="XG118293"),
    subject(2013, "INDIVIDUAL_POLICE_OFFICER", "José Antonio Quispe Villanueva", "",
            "1974-01-22", "XP", [
        {"full": "Jose Antonio Quispe Vilanueva", "spelling": "typo"},
    ], id_type="POLICE_SERVICE_NO", number="XP40911"),
    subject(2013, "NATIONAL_STAFF", "Jean-Baptiste Ngoma-Loubaki", "",
            "1969-08-11", "XL", [
        {"full": "Jean Baptiste N'goma Lubaki", "spelling": "typo"},
    ], id_type="PASSPORT", number="XL0093381"),
    subject(2014, "CONTINGENT_MEMBER", "Bishnu Prasad Adhikari", "",
            "1986-02-05", "XM", [
        {"full": "Adhikari Bishnu Prasad", "spelling": "order", "dob": "1986-05-02",
         "dob_change": "SWAPPED"},
        {"full": "Bishnu Adhikary", "spelling": "typo", "service_number": "XM556120"},
    ], id_type="MILITARY_SERVICE_NO", number="XM556120"),
    subject(2014, "CONTINGENT_MEMBER", "Çağrı Yıldırımoğlu", "",
            "1985-07-16", "XT", [
        {"full": "Cagri Yildirimoglu", "spelling": "diacritics"},
    ]),
    subject(2014, "INDIVIDUAL_POLICE_OFFICER", "Gholamreza Esfandyari", "غلامرضا اسفندیاری",
            "1976-10-09", "XF", [
        {"full": "Ghulam Reza Isfandiari", "spelling": "transliteration"},
        {"full": "غلامرضا اسفندیاری", "spelling": "other_script", "dob": "1976",
         "dob_change": "YEAR_ONLY"},
    ]),
    subject(2014, "INDIVIDUAL_POLICE_OFFICER", "Suharyanto", "",
            "1980-12-25", "XU", [
        {"full": "Soeharjanto", "spelling": "transliteration", "service_number": "XU8820147"},
    ], id_type="POLICE_SERVICE_NO", number="XU8820147"),
    subject(2014, "INTERNATIONAL_STAFF", "Nkechi Adaobi Okonjo-Bello", "",
            "1978-05-17", "XI", [
        {"full": "Nkechi Okonjo", "spelling": "shortened"},
    ], gender="FEMALE", id_type="PASSPORT", number="XI5520918"),
    subject(2013, "CONTINGENT_MEMBER", "Tadesse Woldemariam", "",
            "1982-03-03", "XJ", [
        {"full": "Tadesse Woldemariam", "spelling": "exact"},
    ], outcome="UNSUBSTANTIATED"),
    subject(2014, "CONTINGENT_MEMBER", "Jürgen Zawadzki-Lindqvist", "",
            "1979-09-28", "XW", [
        {"full": "Jürgen Zawadzki-Lindqvist", "spelling": "exact"},
    ], outcome="UNSUBSTANTIATED"),
]

LISTED = [
    listed("6908487", "MAGHOMED MAGHOMEDZAKIROVICH ABDURAKHMANOV", "1974-11-24", [
        {"full": "Магомед Магомедзакирович Абдурахманов", "spelling": "other_script"},
    ]),
    listed("112043", "ZAKARYA ESSABAR", "1977-04-03", [
        {"full": "زكريا الصبار", "spelling": "other_script"},
        {"full": "Zakaria Essabbar", "spelling": "typo"},
    ]),
    listed("690747", "PAEK CHANG-HO", "1964-06-18", [
        {"full": "Chang Ho Paek", "spelling": "order"},
    ]),
    listed("690791", "CRANHA DANFA", "1957-03-05", [
        {"full": "Kranha Danfa", "spelling": "typo"},
    ]),
    listed("112033", "ADEL BEN AL-AZHAR BEN YOUSSEF HAMDI", "1970-07-14", [
        {"full": "Adil bin al-Azhar bin Yusuf Hamdi", "spelling": "transliteration"},
    ]),
]

ERRORS = [
    {"error": "no_birth_no_identifier", "expect": "UNABLE", "set": {"dob": ""}},
    {"error": "no_birth_no_identifier", "expect": "UNABLE", "set": {"dob": ""}},
    {"error": "impossible_date", "expect": "ERROR", "set": {"dob": "1990-02-30"}},
    {"error": "impossible_date", "expect": "ERROR", "set": {"dob": "1988-13-05"}},
    {"error": "date_form", "expect": "ERROR", "set": {"dob": "31/12/1985"}},
    {"error": "no_name", "expect": "ERROR",
     "set": {"full_name": "", "native_name": "", "given": "", "family": ""}},
]
