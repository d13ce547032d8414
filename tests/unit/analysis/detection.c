/* SPDX-License-Identifier: GPL-2.0-or-later */
/* detection.c - the language of a text, and how often it is right on real news. */
#include "unit/analysis/support.h"

static ndx_analyser *analyser;

static int start(void **state)
{
    (void)state;
    analyser = ndx_analyser_new(NULL);
    return analyser ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    ndx_analyser_free(analyser);
    return 0;
}

static const struct {
    const char *code;
    const char *text;
} samples[] = {
    {"en", "The talks in Moscow ended late on Tuesday, and the envoys said that they would meet "
           "again after the holiday."},
    {"de", "Die Gespräche in Moskau endeten am späten Dienstag, und die Gesandten sagten, dass sie "
           "sich wieder treffen werden."},
    {"fr", "Les pourparlers de Moscou se sont achevés tard mardi, et les émissaires ont dit qu'ils "
           "se reverraient après les fêtes."},
    {"es", "Las conversaciones de Moscú terminaron el martes por la noche y los enviados dijeron "
           "que se verán otra vez después."},
    {"it", "I colloqui di Mosca sono finiti martedì sera e gli inviati hanno detto che si "
           "rivedranno dopo le feste con il presidente."},
    {"pt", "As conversas em Moscou terminaram na noite de terça-feira e os enviados disseram que "
           "não vão se reunir antes do fim do ano."},
    {"nl", "De gesprekken in Moskou eindigden dinsdagavond laat en de gezanten zeiden dat ze "
           "elkaar na de feestdagen weer zullen zien."},
    {"sv", "Samtalen i Moskva slutade sent på tisdagen och sändebuden sade att de skulle träffas "
           "igen efter helgen, enligt källor."},
    {"da", "Samtalerne i Moskva sluttede sent tirsdag, og udsendingene sagde, at de ville mødes "
           "igen efter helligdagene, som blev aftalt af begge."},
    {"no", "Samtalene i Moskva endte sent tirsdag, og utsendingene sa at de skulle møtes igjen "
           "etter helgen, noe som ble avtalt av begge."},
    {"fi", "Moskovan neuvottelut päättyivät myöhään tiistaina, ja lähettiläät sanoivat, että he "
           "tapaavat uudelleen, kun pyhät ovat ohi."},
    {"pl", "Rozmowy w Moskwie zakończyły się późno we wtorek, a wysłannicy powiedzieli, że "
           "spotkają się ponownie po świętach."},
    {"cs", "Jednání v Moskvě skončila pozdě v úterý a vyslanci řekli, že se po svátcích opět "
           "sejdou, jak uvedl mluvčí."},
    {"hu", "A moszkvai tárgyalások kedden késő este értek véget, és a küldöttek azt mondták, hogy "
           "az ünnepek után újra találkoznak."},
    {"ro", "Discuțiile de la Moscova s-au încheiat marți seara, iar trimișii au spus că se vor "
           "întâlni din nou după sărbători."},
    {"tr", "Moskova'daki görüşmeler salı gecesi geç saatlerde sona erdi ve temsilciler bayramdan "
           "sonra yeniden bir araya geleceklerini söyledi."},
    {"id", "Pembicaraan di Moskow berakhir pada Selasa malam dan para utusan mengatakan bahwa "
           "mereka akan bertemu lagi setelah liburan karena itu."},
    {"ca", "Les converses de Moscou van acabar dimarts a la nit i els enviats van dir que es "
           "tornaran a veure després de les festes amb el president."},
    {"ru", "Переговоры в Москве завершились поздно вечером во вторник, и посланники сказали, что "
           "они встретятся снова после праздников."},
    {"uk", "Переговори в Москві завершилися пізно ввечері у вівторок, і посланці сказали, що вони "
           "зустрінуться знову після свят."},
    {"bg", "Преговорите в Москва приключиха късно във вторник и пратениците казаха, че ще се "
           "срещнат отново след празниците."},
    {"el", "Οι συνομιλίες στη Μόσχα έληξαν αργά την Τρίτη και οι απεσταλμένοι είπαν ότι θα "
           "συναντηθούν ξανά μετά τις γιορτές."},
    {"ar", "انتهت المحادثات في موسكو في وقت متأخر من يوم الثلاثاء وقال المبعوثون إنهم سيجتمعون مرة "
           "أخرى بعد العطلة."},
    /* it breaks this line anew each time: */
    /* clang-format off */
    {"fa", "گفتگوها در مسکو سه‌شنبه شب به پایان رسید و فرستادگان گفتند که پس از تعطیلات دوباره با هم دیدار خواهند کرد."},
    /* clang-format on */
    {"he", "השיחות במוסקבה הסתיימו בשעה מאוחרת ביום שלישי"},
    {"zh", "莫斯科会谈于周二深夜结束，特使们表示节后将再次会面。"},
    {"ja", "モスクワでの会談は火曜日の深夜に終わり、特使らは休暇後に再び会うと述べた。"},
    {"ko", "모스크바 회담은 화요일 늦게 끝났고 특사들은 다시 만날 것이라고 말했다."},
    {"hi", "मास्को में वार्ता मंगलवार देर रात समाप्त हुई और दूतों ने कहा कि वे छुट्टियों के बाद फिर मिलेंगे।"},
    {"th", "การเจรจาในมอสโกสิ้นสุดลงเมื่อดึกวันอังคาร"},
};

static void a_sentence_tells_its_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        bool sure = false;
        ndx_language found =
            ndx_analyser_detect(analyser, NDX_SPAN(""), ndx_span_of(samples[i].text), &sure);
        if (strcmp(ndx_language_describe(found)->code, samples[i].code) != 0)
            fail_msg("%s taken for %s: %s", samples[i].code, ndx_language_describe(found)->code,
                     samples[i].text);
        if (!sure)
            fail_msg("unsure of %s: %s", samples[i].code, samples[i].text);
    }
}

static void nothing_to_go_by_is_unknown_or_unsure(void **state)
{
    (void)state;
    bool sure = true;
    assert_int_equal(ndx_analyser_detect(analyser, NDX_SPAN(""), NDX_SPAN(""), &sure),
                     NDX_LANGUAGE_UNKNOWN);
    assert_false(sure);
    sure = true;
    assert_int_equal(
        ndx_analyser_detect(analyser, NDX_SPAN("12 / 34"), NDX_SPAN("5.6 % ..."), &sure),
        NDX_LANGUAGE_UNKNOWN);
    assert_false(sure);
    ndx_analyser_detect(analyser, NDX_SPAN("Witkoff Umerov"), NDX_SPAN(""), &sure);
    assert_false(sure);
    ndx_analyser_detect(analyser, NDX_SPAN("\xFF\xC3"), NDX_SPAN("\xE2\x82"), NULL);
}

/* Paragraphs of more than 300 bytes, each detected by itself. */
static void assert_right(const char *code, const char *command, double least)
{
    ndx_buffer text = {0};
    size_t right = 0;
    size_t all = 0;
    if (!real_text(command, 4000000, &text)) {
        print_message("skipped: no %s news in $NEWSDEX_DATA\n", code);
        ndx_buffer_free(&text);
        return;
    }
    const char *end = text.data + text.size;
    for (const char *line = text.data; line < end;) {
        const char *stop_at = memchr(line, '\n', (size_t)(end - line));
        if (!stop_at)
            stop_at = end;
        if (stop_at - line > 300) {
            all++;
            right += ndx_analyser_detect(analyser, NDX_SPAN(""), ndx_span_between(line, stop_at),
                                         NULL) == language(code);
        }
        line = stop_at + 1;
    }
    ndx_buffer_free(&text);
    assert_true(all > 50);
    if ((double)right < least * (double)all)
        fail_msg("%s: %zu of %zu right", code, right, all);
}

static void real_news_are_told_apart(void **state)
{
    (void)state;
    /* the rest are line-ups: names and no sentence */
    assert_right("en", "tar xzOf bbc/bbc.tar.gz", 0.995);
    assert_right("de", "zcat 10kgnad/test.csv.gz", 0.999);
    assert_right("fr", "zcat masakhanews/fra-test.tsv.gz", 0.99);
    assert_right("ar", "zcat saudinewsnet/articles.jsonl.gz | sed 's/.*\"content\"//'", 0.99);
    assert_right("uk", "tar xzOf bruk-press/bruk-press.tar.gz data", 0.99);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_tells_its_language),
        cmocka_unit_test(nothing_to_go_by_is_unknown_or_unsure),
        cmocka_unit_test(real_news_are_told_apart),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
