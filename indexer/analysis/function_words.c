/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * function_words.c - the function words of each language, in folded form (ndx_fold), the most
 * frequent roughly first.
 *
 * They weigh little in a query, begin sentences, and tell the language of a text. Written for
 * newsdex from the grammars: articles, pronouns, prepositions, conjunctions, auxiliaries, the
 * commonest adverbs and reporting verbs. One string a language, words between single spaces.
 */
#include "analysis/function_words.h"

#define LIST_WORD_BYTES 32u

static const ndx_function_words lists[] = {
    {"en",
     " the of and to in a is that for it was on with as he be at by i this had not are but from or "
     "have an they which one you were her all she there would their we him been has when who will "
     "more no if out so said what up its about into than them can only other new some could time "
     "these two may then do first any my now such like our over me even most made after also did "
     "many before must through back where much your way well down should because each just those "
     "how too little good very make us still own see being between both under never same another "
     "while last might off during against since until here why his says say although though "
     "however despite according meanwhile yet among per again once does within upon "},
    {"de",
     " der die das und in den von zu mit sich des auf fur ist im dem nicht ein eine als auch es an "
     "werden aus er hat dass sie nach wird bei einer um am sind noch wie einem uber einen so zum "
     "war haben nur oder aber vor zur bis mehr durch man sein wurde sei hatte kann gegen vom "
     "konnen schon wenn habe seine ihre dann unter wir soll ich eines jahr zwei diese dieser "
     "wieder keine seiner worden will zwischen immer was sagte gibt alle seit muss wurden beim "
     "doch jetzt waren drei jahre neue damit bereits da ab ihr seinen mussen sowie weil diesem "
     "dabei etwa ohne denn nun wahrend ihrer selbst laut weiter dieses jedoch zudem rund mir uns "
     "ihm ihn ihnen hier dort sehr ob "},
    {"fr",
     " le la les de des du et a un une en que qui est dans pour pas sur au par plus ce il ne se "
     "sont avec son sa ses aux l d qu s n c j m mais ete ont cette ou elle comme nous on fait etre "
     "leur leurs ces tout deux meme aussi sans entre apres etait depuis avait contre vous tres "
     "peut encore ils elles selon dont avant sous lors bien si donc vers chez plusieurs notamment "
     "ainsi tous afin cela y moins je lui quand pendant alors autres ici non deja faire soit celui "
     "celle ceux mon ma mes notre nos votre quel quelle ni car puis parce trop peu dit "},
    {"es",
     " de la que el en y a los del se las por un para con no una su al lo como mas o pero sus le "
     "ya este si porque esta entre cuando muy sin sobre tambien me hasta hay donde quien desde "
     "todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mi antes algunos "
     "unos yo otro otras otra tanto esa estos mucho cual es son fue ha han ser era habia estan "
     "sido tiene segun tras mientras dijo asi dos anos solo hace parte puede ademas aunque luego "
     "fueron sea tienen cada despues ella ellas aqui ahora "},
    {"it",
     " di e il la che in a per un del non una le i si da con della nel al dei sono alla piu gli lo "
     "come ma anche dalla ha dal delle su o nella ed questo ai sul se alle ci loro hanno dell "
     "stato l d essere suo sua dopo nei tra due era degli prima ancora solo fra questa chi tutti "
     "fino quando ad molto cui gia ogni anni dove agli stata sulla contro senza sia quello dai "
     "fatto quella cosi mentre perche poi suoi secondo mi ne dalle nelle sui ora io noi lui lei "
     "poco tutto puo altri nell all sull dall c percio pero "},
    {"pt",
     " de a o que e do da em um para com nao uma os no se na por mais as dos como mas ao ele das "
     "seu sua ou quando muito nos ja eu tambem so pelo pela ate isso ela entre depois sem mesmo "
     "aos seus quem nas me esse eles voce essa num nem suas meu minha numa pelos elas qual lhe "
     "deles este foi sao ser esta tem foram ha pode disse segundo sobre apos ainda anos dois "
     "contra onde porque desde durante outros outras ter estao entao enquanto cada todos sera "
     "era "},
    {"nl",
     " weer elkaar zullen zeiden zegt komt gaat staat maakt eerst bijna steeds de van het een en "
     "in is dat op te zijn voor met die niet aan er om ook als dan maar bij of uit nog worden door "
     "naar heeft tot ze wordt over hij hebben werd kan al had meer deze zich wat geen was haar zo "
     "moet zou hun veel na onder tegen onze we wel ik je jaar twee zal kunnen tussen daar dit "
     "omdat heel waar ons nu zei alleen toen volgens hoe moeten waren af werden mensen toch "
     "tijdens sinds echter hem mijn eerste zonder binnen vanaf vooral "},
    {"sv",
     " och i att det som en pa ar av for med till den har de inte om ett han men var jag sig fran "
     "sa vi nar man hade nu kan ska efter eller under ocksa skulle dar sin ut hon vid an upp mot "
     "over blir mycket alla andra detta fa bara mellan sedan tva vad sina sitt dem in kommer sager "
     "enligt mer bli varit redan utan dessa denna innan ha hur nagon nagot nagra deras hans hennes "
     "dock "},
    {"da",
     " og i at det er en pa til af for med den der de ikke som har et han var jeg om men sig vi "
     "fra sa kan man hun blev efter eller ved skal over nu ogsa vaere hvor nar vil vaeret ud op "
     "end mod havde denne siger sin hans mange alle to under ar ifolge mellem blevet kun mere "
     "bliver andre siden fa dette meget her selv hvad noget skulle ville uden derfor hvis mig dem "
     "deres bade dog ind "},
    {"no",
     " og i det er en pa til av for med som at den de ikke har et han var jeg om men seg vi fra sa "
     "kan man hun ble etter eller ved skal over na ogsa vaere hvor nar vil vaert ut opp enn mot "
     "hadde denne sier sin hans mange alle to under ar ifolge mellom blitt kun mer blir andre "
     "siden fa dette mye her selv hva noe skulle ville uten derfor hvis meg dem deres bade dog inn "
     "ikkje eit "},
    {"fi",
     " ja on ei se etta oli han mutta kun ovat myos ole niin joka kuin mukaan vain tai jo sen olla "
     "hanen noin kanssa ollut voi nyt jos ne mita sita vuonna seka tama joten siita eivat jalkeen "
     "koska jotka viela ennen hyvin talla taman siina tana enemman olisi sanoo kaikki mika missa "
     "he mina me te sina heidan jonka joita joissa tuli kuitenkin lisaksi aikana valilla sitten "
     "ettei olivat johon miten nain taas tasta yksi kaksi itse asti vaan aina myoskin "},
    {"ru", " потом затем кто чем тогда всего свои свой своей "
           "таким образом ведь итак и в не на я что он с как а "
           "это по но к у из за от то о так же его все она для бы "
           "мы они был была было были быть ты вы при до ее их "
           "или если уже когда мне который которая которые "
           "которого только еще также чтобы со ни во год года "
           "после лет может этого этом где там нет под без "
           "более время том этой тем того даже сказал между "
           "перед через однако пока тот есть этих себя нас "
           "него них ему сейчас об потому поэтому ли здесь "},
    {"uk", " і в не на що з у та до за він це як а про й від для по "
           "із але його зі або був була було були бути її їх які "
           "який яка яке також після через вже ще щоб при якщо "
           "коли так під року році роки може час цього тому ми "
           "вони я ти ви вона лише тільки над без між перед "
           "проти однак адже хто де там немає є має буде цей ця "
           "ці той свої себе нас них йому їм саме навіть більше "
           "понад крім щодо серед тих усі всі якого якій яких "},
    {"pl",
     " i w nie na sie z do to ze jest o za po co jak od przez a dla sa ale przy tym tego juz takze "
     "oraz byl byla bylo byc jego jej ich ktory ktora ktore lub moze tylko jeszcze zostal ma bez "
     "przed nad pod tak tez bedzie gdy roku lat latach tej wiec czy jako kiedy gdzie ten ta te "
     "tych byly maja jednak by pan jesli rowniez podczas miedzy wobec wedlug okolo ponad mu mi "
     "sobie nas nich bardzo mozna aby poniewaz "},
    {"tr",
     " yeniden araya gec kez son ardindan ilgili arada dolayisiyla sekilde ve bir bu da de icin "
     "ile olarak cok daha en olan ise gibi kadar sonra ne ancak gore her var o mi ya iki degil sey "
     "hem ki ama veya yeni dedi eden diye oldu oldugunu oldugu ilk buyuk tarafindan bin yuzde "
     "turkiye yil uzerinde nasil ben sen biz onlar siz su boyle yine bile once icinde karsi "
     "arasinda ayrica bazi hic tum uzere etti eski nedeniyle dolayi ragmen ederek "},
    {"ar", " في من علي الي ان عن مع هذا هذه التي الذي ما لا كان "
           "كانت قد كل بين بعد او لم و اي هو هي ذلك حيث خلال غير "
           "قبل عند كما منذ حتي بعض عام ثم لكن فيها فيه عليه "
           "منها لها له به بها تم قال وقال يوم لن اذا ليس اكثر "
           "انه انها ضد حول نحو امس الذين كذلك هناك تلك ومن وفي "
           "اليوم بان ولا وكان فقد اما مثل هل نحن هم انا "},
    {"hu",
     " a az es hogy nem is egy azt van meg ez mar csak volt ha de el mint ki vagy be fel lesz kell "
     "szerint akkor amely majd utan aki ami ezt pedig lehet most illetve valamint mert le minden "
     "amikor kozott tobb ugy mivel nincs ok en te mi ti sem azonban ahol annak ennek volna voltak "
     "arra erre olyan ilyen sok nagyon ket miatt alatt ellen soran altal itt ott "},
    {"ro",
     " de si in a la cu pe din nu ca o un este care pentru sa al mai au se ale fost ce prin sau "
     "dupa sunt am lui acest iar fi dar cel aceasta intre ei era vor avea fara acum cand cum pana "
     "fiind lor atunci doar foarte mult le i el ea noi voi eu insa ar putea potrivit asupra despre "
     "catre dintre toate toti unui unei fie deja ne mi nici aceste acesta spus doua doi ani "},
    {"id",
     " yang dan di dari ini untuk dengan itu pada dalam tidak akan ke juga adalah oleh sebagai "
     "atau telah karena bahwa ada mereka para bisa saat sudah lebih dapat tersebut secara menjadi "
     "kepada antara setelah kata ia dia kami kita saya anda hanya masih namun serta seorang tahun "
     "hari hingga bagi agar tetapi belum bukan seperti sebuah terhadap atas sejak tentang banyak "
     "satu dua orang sangat lagi "},
    {"ca",
     " de la i el que a en els del les un una per amb no es al d l com mes o s van ha pero han "
     "aquest aquesta seva seu ser tambe dels entre son va hi ja m n se si molt quan pel fins sobre "
     "sense dos tot on anys ni fer segons despres contra aquests aquestes nosaltres ell ella era "
     "havia esta estat abans durant des qui perque cap tots "},
    {"cs",
     " a v se na je ze s z do o i k ve pro za by ale si po jako to od jsou vsak jeho tak nebo pri "
     "byl byla bylo byt ktery ktera ktere az take jen pred podle uz aby co ma roku let ci jejich "
     "sve mezi pod bez kdyz jeste kde jsem tim kteri mohl muze napriklad nad proti vcetne uvedl "
     "rekl neni budou bude teto tento tato toho tom proto vice zde dalsi "},
    {"el", " και το να του η τησ που με την για απο ο ειναι των "
           "τον οι σε στο θα τα στην δεν τη οτι μια τουσ στη "
           "στον ενα αυτο ωσ κατα αλλα πωσ εχει τισ μασ σασ "
           "οπωσ μετα πολυ μονο μεχρι αν οταν μεταξυ συμφωνα "
           "στισ στουσ στα ηταν εχουν ενω πριν προσ χωρισ καθε "
           "αυτη αυτοσ ομωσ καθωσ μπορει ολα ολεσ ολοι εδω "
           "εκει γιατι ουτε ακομη πιο τι ποιοσ "},
    {"eu",
     " eta da ez du dira bat dute bere hori baina ere egin izan zen den dela zuen izango ditu hau "
     "ziren baino edo zuten dituzte gabe beste ondoren arte arabera zela duen artean orain berri "
     "urte "},
    {"ga",
     " an na agus ar is ag go i a le do sa den bhi ta ata se ni mar gur siad sin seo nach ach leis "
     "chun as faoi o aon bheith idir roimh "},
    {"lt",
     " ir kad i is su yra ne tai buvo kaip bet nuo apie del per jau po uz ar taip prie tik jis jo "
     "ji jos bus iki savo sis si kuris kuri kurie kai dar buti pat pagal metu labai mes jie gali "
     "tarp "},
    {"bg", " и на да се за в от е с че не са по като до при го си "
           "но това ще му или има след бъде беше само още към ги "
           "бяха които който която което както вече най между "
           "във със през тази този те той тя ни няма ли може "
           "според без им защото когато над под една един кой "
           "какво тези нас аз ние "},
    {"sr",
     " и је у да се на за су од са који не које која до као "
     "што то из о али или био била било бити те због само "
     "након међутим према када без може би ће јер при он "
     "она они нису није још све овај ова ово тако i je u da se "
     "na za su od sa koji ne koje koja do kao sto to iz o ali ili bio bila bilo biti te zbog samo "
     "nakon medutim prema kada bez moze bi ce jer pri on ona oni nisu nije jos sve ovaj ova ovo "
     "tako "},
    {"hr",
     " i je u da se na za su od s koji ne koje koja do kao sto to iz o ali ili bio bila bilo biti "
     "te zbog samo nakon medutim prema kada bez moze bi ce jer pri on ona oni nisu nije jos sve "
     "ovaj ova ovo tako sa vise tijekom godine takoder uz izmedu "},
    {"sk",
     " a v sa na je ze s z do o aj k vo pre za by ale si po ako to od su vsak jeho tak alebo zo "
     "pri bol bola bolo byt ktory ktora ktore az tiez len pred podla uz aby co ma roku rokov ci "
     "ich svoje medzi pod bez ked este kde som tym ktori moze nad proti vratane uviedol nie budu "
     "bude tento tato toho tom preto viac dalsie "},
    {"sl",
     " in je v da na se za so s ki z pa ne po bi tudi od do kot pri ali k o iz le bil bila bilo ni "
     "ko ze med biti ob pred zaradi vec bo bodo kar svoje lahko ker ce tem to ta ter sta prav vse "
     "brez proti "},
    {"et",
     " ja on et ei oli ka see kui aga ning mis oma ta kes nii voi siis valja ole ule veel juba "
     "tema seda parast enne need ainult olid kuid selle ma me sa nad meie peale koos vastu mitte "
     "vaga aasta aastal sest koik eest "},
    {"lv",
     " un ir ka ar no par uz tas bija kas ari bet pec nav vai to lai pie ta vins savu lidz tikai "
     "jau vairak gan so kad gada bus tiek jo vina mes es bez kurs kuri kura starp pret loti "},
    {"be", " і ў у не на што з да ен гэта як а па за ад для але яго "
           "ці быў была было былі быць яе іх які якая якія "
           "таксама пасля праз ужо яшчэ каб пры калі так пад "
           "года годзе можа мы яны я ты вы яна толькі над без "
           "між перад супраць хто дзе там няма есць мае будзе "
           "гэты гэтая сябе нас "},
    {"mk", " и на да се за во од е со не дека ќе го ги што која "
           "кој кои како или по до при но тоа овие овој оваа "
           "беше биде само уште кон им му ја ни нема има може "
           "според без бидејќи кога над под една еден "},
    {"fa", " و در به از كه اين را با است براي ان يك خود تا كرد بر "
           "هم نيز شد ما اما شده بايد او يا مي شود دارد بود هاي "
           "وي انها هر هيچ بين پس اگر كند كرده بوده گفت سال ديگر "
           "چه كنند ولي "},
    {"ur", " كے كي ميں ہے اور سے كا كو اس نے ہيں كہ پر يہ بھي ايك "
           "نہيں تھا جو ان كر ہو گيا تو اپنے وہ كيا ليے بعد ہويے "
           "تھے تھي رہے ہي "},
    {"hi", " के में की है से और का को ने पर कि यह "
           "एक भी हैं नहीं इस कर हो था लिए तो गया "
           "जो कहा साथ बाद अपने उन तक ही या वह थे "
           "थी रहा दिया किया "},
    {"ne", " र को मा ले छ पनि हो का यो गरेको भएको "
           "लागि छन् तथा कि गर्न भन्ने थियो एक "
           "उनले गरी बाट सँग गर्ने "},
    {"ms",
     " yang dan di dari ini untuk dengan itu pada dalam tidak akan ke juga adalah oleh sebagai "
     "atau telah kerana bahawa ada mereka para boleh saat sudah lebih dapat tersebut beliau kata "
     "ia kami kita saya hanya masih namun serta seorang tahun hari hingga bagi agar tetapi "},
    {"vi",
     " va cua la co trong duoc cho khong mot cac voi da nay nhung nguoi de den khi tu ve nhu ra "
     "cung do vao tai nam ong bi se theo nhieu tren phai hon viec "},
    {"is",
     " og ad i a er sem til um vid hann med en var fyrir ekki thad af hun tha thegar thvi eru "
     "eftir fra se hafi svo hefur verid upp ur their thess thar hafa eda eg sagdi thetta thessi "},
    {"sq",
     " dhe ne e te i per qe me nje nga eshte se si ka do nuk u por ishte jane ky kjo kane ai ajo "
     "pas deri kur gjate edhe vetem tij saj sipas mund duke ndaj para pa "},
    {"gl",
     " de a o que e do da en un para con non unha os no se na por mais as dos como pero ao el das "
     "seu sua ou cando moi nos xa eu tamen so polo pola ata iso ela entre despois sen mesmo son "
     "foi ser esta ten "},
    {"af",
     " die van en in is het nie wat vir met om op te sy dat hy aan was ook as deur kan word by "
     "hulle sal na ek ons maar of uit so een haar nog se moet baie tot hier "},
    {"sw",
     " na ya wa kwa ni la katika za kuwa huo huu hii hiyo yake wake lakini kama pia cha baada "
     "ambao kutoka hata alisema watu yao wao bila kati kabla sana "},
    {"tl",
     " ang ng sa na mga at ay ni para si kay nang hindi niya ito may rin siya kung ko din mula "
     "pero lang isang nila kanyang noong ayon kanilang "},
    {"az",
     " ve bu bir ki ile ucun de da olan o olub edib ise kimi daha cox sonra var her en gore onun "
     "etmek eden deyib "},
};

const ndx_function_words *ndx_function_words_row(size_t index)
{
    return index < sizeof lists / sizeof *lists ? &lists[index] : NULL;
}

bool ndx_language_is_function_word(ndx_language language, ndx_span folded)
{
    const ndx_language_info *info = ndx_language_describe(language);
    char key[LIST_WORD_BYTES + 3];
    if (!info || !info->code[0] || !folded.size || folded.size > LIST_WORD_BYTES ||
        memchr(folded.data, ' ', folded.size) || memchr(folded.data, '\0', folded.size))
        return false;
    key[0] = ' ';
    memcpy(key + 1, folded.data, folded.size);
    key[folded.size + 1] = ' ';
    key[folded.size + 2] = '\0';
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].code, info->code) == 0)
            return strstr(lists[i].words, key) != NULL;
    return false;
}
