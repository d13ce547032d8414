/* SPDX-License-Identifier: GPL-2.0-or-later */
/* press_words.c - implements press_words.h. */
#include "press_words.h"

/* clang-format off */
static const char *const openers[] = {
    "a cura di", "av", "af",
    "by", "bởi",
    "di", "door", "ditulis oleh",
    "kirjoittanut",
    "oleh",
    "posted by", "published by", "par", "propos recueillis par", "por",
    "reported by", "reporting by",
    "story by", "skrevet av",
    "text by",
    "von",
    "written by", "words by",
    "автор", "του", "της", "γράφει ο", "γράφει η", "بقلم", "كتب", "كتبت", "מאת", "文/", "文／", "文｜",
    "文|", "文・", "文：", "记者", "記者",
};

static const char *const colon_openers[] = {
    "author", "authors", "autor", "autorin", "autoren", "auteur", "autora", "autores", "autore",
    "autorka",
    "de",
    "haber",
    "napisał", "napsal",
    "opracował",
    "penulis",
    "reporter",
    "szerző",
    "text", "texto", "tekst", "teksti", "tác giả",
    "yazan",
    "írta", "авторы", "автори", "авторка", "текст", "от", "від", "аўтар", "аутор", "пише", "الكاتب",
    "نویسنده", "द्वारा", "लेखक", "作者", "撰文", "執筆", "글", "글쓴이",
};

static const char *const joints[] = {
    "&",
    "and", "avec",
    "con", "com",
    "dan",
    "et", "e",
    "i",
    "ja",
    "mit",
    "och", "og",
    "und",
    "ve", "và",
    "with",
    "y",
    "z",
    "и", "та", "і", "й", "și", "şi", "και", "و",
};

static const char *const particles[] = {
    "'t",
    "af", "av", "al", "ap",
    "bin", "bint", "ben",
    "de", "del", "della", "di", "da", "das", "do", "dos", "du", "des", "der", "den", "d'", "dem",
    "el",
    "ibn", "in",
    "la", "le", "l'",
    "mac",
    "ould", "of", "op",
    "ter", "ten", "te",
    "van", "von", "vom",
    "y",
    "zu", "zur",
};

static const char *const titles[] = {
    "agency", "agencies", "author", "analyst", "ap", "agentur", "agenturen", "agence", "agencia",
    "agencias", "agência", "ajansı",
    "bureau", "board", "blog",
    "correspondent", "correspondents", "columnist", "chief", "contributor", "contributors", "com",
    "chefredakteur", "correspondant", "correspondante", "chroniqueur", "corresponsal",
    "corrispondente", "correspondente", "contributed",
    "desk", "digital", "daily", "dziennikarz", "dziennikarka",
    "editor", "editors", "editorial", "envoyé", "envoyée", "enviado", "enviada",
    "from",
    "guest", "gazette", "giornalista",
    "herald", "how", "haber",
    "inviato",
    "journalist", "journal", "journalistin", "journaliste", "jornalista",
    "korrespondent", "korrespondentin", "korespondent", "korespondentka",
    "magazine", "media", "muhabir", "muhabiri",
    "newsroom", "news", "newspaper", "network", "nachrichtenagentur", "novinář", "novinářka",
    "online", "our",
    "press", "photographer", "photos", "producer", "post", "professor", "periodista",
    "reporter", "reporters", "report", "reports", "redaktion", "redakteur", "redakteurin",
    "reporterin", "rédaction", "redacción", "redaccion", "redação", "redacao", "repórter",
    "redazione", "redactie", "redaksjonen", "redaktionen", "redakcja", "redakce", "redaktor",
    "redattore", "redattrice", "rédacteur", "rédactrice", "reportera", "redactora", "redactor",
    "redaksi",
    "staff", "service", "services", "special", "senior", "spécial", "spéciale", "servisi",
    "team", "today", "times", "tribune", "toimittaja", "the", "this",
    "university",
    "verslaggever",
    "writer", "writers", "wire", "wires", "what", "why", "when", "who", "wartawan",
    "your",
    "редакция", "редакція", "корреспондент", "кореспондент", "журналист", "журналіст",
    "обозреватель", "оглядач", "агентство", "агенція", "специальный", "спецкор", "مراسل", "مراسلة",
    "وكالات", "وكالة", "تحرير", "صحيفة", "صحفي", "الصحيفة", "الوكالات", "كاتب", "שירותי",
    "кореспондентка", "журналістка", "редактор", "редакторка", "журналистка", "оглядачка", "собкор",
};

static const char *const agencies[] = {
    "AP", "Associated Press", "AFP", "Agence France-Presse", "Agencia EFE", "ANSA", "APA", "ANP",
    "Agência Lusa", "Agência Brasil", "ANI", "Anadolu", "Anadolu Agency", "AA", "Agerpres",
    "ANA-MPA", "Antara", "AAP", "AllAfrica", "ANSAmed", "Adnkronos", "AGI", "ATS",
    "Bloomberg", "Bloomberg News", "Belga", "BelTA", "BNS", "BTA", "BBC", "BBC News", "Bernama",
    "Business Wire",
    "CTK", "CNN", "Canadian Press", "CP", "CNS",
    "dpa", "Deutsche Presse-Agentur", "DHA",
    "EFE", "epd", "Europa Press", "ELTA",
    "Fena", "Fars",
    "GlobeNewswire",
    "Hina",
    "IANS", "IHA", "ITAR-TASS", "Interfax", "Interfax-Ukraine", "IRNA", "INTERFAX.RU",
    "Jiji",
    "Keystone-SDA", "Keystone-ATS", "KNA", "Kyodo", "Kyodo News", "Kazinform",
    "Lusa", "LETA",
    "MTI", "Mediafax", "MENA",
    "NTB", "Notimex", "NPR", "newsdesk",
    "PA", "PA Media", "Press Association", "PTI", "PAP", "PRNewswire", "PR Newswire", "PANA",
    "Reuters", "Ritzau", "RIA", "RIA Novosti", "RNS",
    "SDA", "SID", "STT", "Sputnik", "SRNA", "SITA", "SPA",
    "The Associated Press", "TT", "Télam", "Telam", "TASS", "Tanjug", "TASR", "TTXVN",
    "The Canadian Press",
    "UPI", "UNI", "Ukrinform", "UNIAN",
    "VNA",
    "WAM",
    "Xinhua",
    "Yonhap",
    "ČTK", "ТАСС", "ИТАР-ТАСС", "РИА", "РИА Новости", "Интерфакс", "ИНТЕРФАКС", "Интерфакс-Украина",
    "Інтерфакс-Україна", "Укринформ", "Укрінформ", "УНИАН", "УНІАН", "УНН", "РБК", "РБК-Україна",
    "БелТА", "БТА", "Танјуг", "رويترز", "أ ف ب", "أف ب", "فرانس برس", "د ب أ", "أ ب", "واس", "وام",
    "الأناضول", "شينخوا", "新华社", "新華社", "中新社", "中央社", "共同", "時事", "法新社", "路透社", "ロイター", "연합뉴스",
    "뉴시스",
};
/* clang-format on */

#define LIST(table)                                                                                \
    {                                                                                              \
        (table), sizeof(table) / sizeof *(table)                                                   \
    }
const ndx_press_list ndx_press_openers = LIST(openers);
const ndx_press_list ndx_press_colon_openers = LIST(colon_openers);
const ndx_press_list ndx_press_joints = LIST(joints);
const ndx_press_list ndx_press_particles = LIST(particles);
const ndx_press_list ndx_press_titles = LIST(titles);
const ndx_press_list ndx_press_agencies = LIST(agencies);
#undef LIST

/* By what the lists are sorted: the first letter; all beyond ASCII are one. */
static unsigned initial_of(char first)
{
    return (unsigned char)first >= 0x80 ? 0x80 : (unsigned char)ndx_ascii_lower(first);
}

size_t ndx_press_candidate(const ndx_press_list *list, ndx_span text, size_t from)
{
    size_t at = from;
    size_t end = list->count;
    if (text.size == 0)
        return list->count;
    if (from == 0 && !ndx_press_folds_to_ascii(text.data[0])) {
        unsigned initial = initial_of(text.data[0]);
        while (at < end) {
            size_t middle = at + (end - at) / 2;
            if (initial_of(list->word[middle][0]) < initial)
                at = middle + 1;
            else
                end = middle;
        }
    }
    return at < list->count && ndx_press_may_begin(text, list->word[at]) ? at : list->count;
}

bool ndx_press_listed(ndx_span word, const ndx_press_list *list)
{
    for (size_t i = ndx_press_candidate(list, word, 0); i < list->count;
         i = ndx_press_candidate(list, word, i + 1))
        if (ndx_press_prefix(word, ndx_span_of(list->word[i])) == word.size)
            return true;
    return false;
}
