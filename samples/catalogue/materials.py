"""Materials in the nine languages: the bare noun, and how it is joined to the thing made of it."""

from __future__ import annotations

from catalogue.wording import Words, words

MATERIALS: dict[str, Words] = {
    "steel_304": words(en="stainless steel|18/8 stainless steel|SUS304 stainless steel", zh="304不锈钢|不锈钢", es="acero inoxidable|acero inoxidable 18/8", de="Edelstahl|Edelstahl 18/8", fr="acier inoxydable|inox 18/8", pt="aço inoxidável|aço inox 304", ja="ステンレス|SUS304ステンレス", ar="الفولاذ المقاوم للصدأ|ستانلس ستيل 304", ru="нержавеющая сталь"),
    "steel_316": words(en="316 stainless steel", zh="316不锈钢", es="acero inoxidable 316", de="Edelstahl 316|Edelstahl A4", fr="acier inoxydable 316", pt="aço inoxidável 316", ja="SUS316ステンレス", ar="ستانلس ستيل 316", ru="нержавеющая сталь 316"),
    "steel_zinc": words(en="zinc-plated steel", zh="镀锌钢|碳钢镀锌", es="acero galvanizado|acero zincado", de="Stahl verzinkt", fr="acier zingué", pt="aço zincado", ja="鉄ユニクロ", ar="فولاذ مجلفن", ru="оцинкованная сталь"),
    "carbon_steel": words(en="carbon steel", zh="碳钢", es="acero al carbono", de="Kohlenstoffstahl", fr="acier au carbone", pt="aço carbono", ja="炭素鋼", ar="فولاذ كربوني", ru="углеродистая сталь"),
    "chrome_steel": words(en="chrome steel", zh="轴承钢", es="acero al cromo", de="Chromstahl", fr="acier au chrome", pt="aço cromo", ja="軸受鋼", ar="فولاذ الكروم", ru="хромистая сталь"),
    "brass": words(en="brass", zh="黄铜", es="latón", de="Messing", fr="laiton", pt="latão", ja="真鍮", ar="النحاس الأصفر", ru="латунь"),
    "aluminium": words(en="aluminium", zh="铝合金|铝", es="aluminio", de="Aluminium", fr="aluminium", pt="alumínio", ja="アルミ", ar="الألومنيوم", ru="алюминий"),
    "cast_iron": words(en="cast iron", zh="铸铁", es="hierro fundido", de="Gusseisen", fr="fonte", pt="ferro fundido", ja="鋳鉄", ar="الحديد الزهر", ru="чугун"),
    "tritan": words(en="Tritan", zh="Tritan塑料|Tritan", es="Tritan", de="Tritan", fr="Tritan", pt="Tritan", ja="トライタン", ar="تريتان", ru="тритан"),
    "pp": words(en="polypropylene|PP", zh="PP塑料|聚丙烯", es="polipropileno", de="Polypropylen|PP", fr="polypropylène", pt="polipropileno", ja="ポリプロピレン", ar="البولي بروبيلين", ru="полипропилен"),
    "abs": words(en="ABS", zh="ABS", es="ABS", de="ABS", fr="ABS", pt="ABS", ja="ABS樹脂", ar="بلاستيك ABS", ru="АБС-пластик"),
    "hdpe": words(en="HDPE", zh="HDPE", es="HDPE", de="HDPE", fr="PEHD", pt="PEAD", ja="HDPE", ar="بولي إيثيلين عالي الكثافة", ru="ПНД"),
    "lldpe": words(en="LLDPE", zh="LLDPE", es="LLDPE", de="LLDPE", fr="PEBDL", pt="PEBDL", ja="LLDPE", ar="LLDPE", ru="ЛПЭНП"),
    "glass": words(en="borosilicate glass", zh="高硼硅玻璃", es="vidrio borosilicato", de="Borosilikatglas", fr="verre borosilicaté", pt="vidro borossilicato", ja="耐熱ガラス", ar="زجاج البوروسيليكات", ru="боросиликатное стекло"),
    "porcelain": words(en="porcelain", zh="陶瓷|骨瓷", es="porcelana", de="Porzellan", fr="porcelaine", pt="porcelana", ja="磁器", ar="البورسلين", ru="фарфор"),
    "stoneware": words(en="stoneware", zh="炻瓷", es="gres", de="Steinzeug", fr="grès", pt="grés", ja="陶器", ar="الخزف الحجري", ru="каменная керамика"),
    "bamboo": words(en="bamboo", zh="竹", es="bambú", de="Bambus", fr="bambou", pt="bambu", ja="竹", ar="الخيزران", ru="бамбук"),
    "acacia": words(en="acacia wood", zh="相思木", es="madera de acacia", de="Akazienholz", fr="bois d'acacia", pt="madeira de acácia", ja="アカシア材", ar="خشب السنط", ru="древесина акации"),
    "beech": words(en="beech wood", zh="榉木", es="madera de haya", de="Buchenholz", fr="hêtre", pt="madeira de faia", ja="ブナ材", ar="خشب الزان", ru="бук"),
    "cotton": words(en="cotton|100% cotton", zh="纯棉|棉", es="algodón|algodón 100 %", de="Baumwolle|100 % Baumwolle", fr="coton|coton 100 %", pt="algodão|algodão 100%", ja="綿|綿100%", ar="القطن|قطن 100٪", ru="хлопок|хлопок 100 %"),
    "organic_cotton": words(en="organic cotton", zh="有机棉", es="algodón orgánico|algodón ecológico", de="Bio-Baumwolle", fr="coton biologique|coton bio", pt="algodão orgânico|algodão biológico", ja="オーガニックコットン", ar="القطن العضوي", ru="органический хлопок"),
    "polyester": words(en="polyester", zh="涤纶|聚酯纤维", es="poliéster", de="Polyester", fr="polyester", pt="poliéster", ja="ポリエステル", ar="البوليستر", ru="полиэстер"),
    "rpet": words(en="recycled polyester|rPET", zh="再生涤纶", es="poliéster reciclado", de="recyceltes Polyester|rPET", fr="polyester recyclé", pt="poliéster reciclado", ja="再生ポリエステル", ar="البوليستر المعاد تدويره", ru="переработанный полиэстер"),
    "linen": words(en="linen", zh="亚麻", es="lino", de="Leinen", fr="lin", pt="linho", ja="リネン", ar="الكتان", ru="лён"),
    "jute": words(en="jute", zh="黄麻", es="yute", de="Jute", fr="jute", pt="juta", ja="ジュート", ar="الجوت", ru="джут"),
    "leather": words(en="leather", zh="牛皮|真皮", es="cuero", de="Leder", fr="cuir", pt="couro", ja="本革", ar="الجلد الطبيعي", ru="натуральная кожа"),
    "microfibre": words(en="microfibre", zh="超纤", es="microfibra", de="Mikrofaser", fr="microfibre", pt="microfibra", ja="マイクロファイバー", ar="الألياف الدقيقة", ru="микрофибра"),
    "nitrile": words(en="nitrile", zh="丁腈", es="nitrilo", de="Nitril", fr="nitrile", pt="nitrilo", ja="ニトリル", ar="النتريل", ru="нитрил"),
    "kraft": words(en="kraft paper", zh="牛皮纸", es="papel kraft", de="Kraftpapier", fr="papier kraft", pt="papel kraft", ja="クラフト紙", ar="ورق الكرافت", ru="крафт-бумага"),
    "corrugated": words(en="corrugated board", zh="瓦楞纸", es="cartón ondulado", de="Wellpappe", fr="carton ondulé", pt="papelão ondulado|cartão canelado", ja="段ボール", ar="الكرتون المموج", ru="гофрокартон"),
    "tpe": words(en="TPE", zh="TPE", es="TPE", de="TPE", fr="TPE", pt="TPE", ja="TPE", ar="TPE", ru="ТПЭ"),
    "cork": words(en="cork", zh="软木", es="corcho", de="Kork", fr="liège", pt="cortiça", ja="コルク", ar="الفلين", ru="пробка"),
    "mono": words(en="monocrystalline", zh="单晶硅", es="silicio monocristalino", de="monokristallines Silizium", fr="silicium monocristallin", pt="silício monocristalino", ja="単結晶シリコン", ar="السيليكون أحادي البلورة", ru="монокристаллический кремний"),
}

_RUSSIAN_GENITIVE = {
    "нержавеющая сталь": "нержавеющей стали",
    "нержавеющая сталь 316": "нержавеющей стали 316",
    "оцинкованная сталь": "оцинкованной стали",
    "углеродистая сталь": "углеродистой стали",
    "хромистая сталь": "хромистой стали",
    "латунь": "латуни",
    "алюминий": "алюминия",
    "чугун": "чугуна",
    "тритан": "тритана",
    "полипропилен": "полипропилена",
    "АБС-пластик": "АБС-пластика",
    "ПНД": "ПНД",
    "ЛПЭНП": "ЛПЭНП",
    "боросиликатное стекло": "боросиликатного стекла",
    "фарфор": "фарфора",
    "каменная керамика": "каменной керамики",
    "бамбук": "бамбука",
    "древесина акации": "древесины акации",
    "бук": "бука",
    "хлопок": "хлопка",
    "хлопок 100 %": "хлопка",
    "органический хлопок": "органического хлопка",
    "полиэстер": "полиэстера",
    "переработанный полиэстер": "переработанного полиэстера",
    "лён": "льна",
    "джут": "джута",
    "натуральная кожа": "натуральной кожи",
    "микрофибра": "микрофибры",
    "нитрил": "нитрила",
    "крафт-бумага": "крафт-бумаги",
    "гофрокартон": "гофрокартона",
    "ТПЭ": "ТПЭ",
    "пробка": "пробки",
    "монокристаллический кремний": "монокристаллического кремния",
}


def made_of(noun: str, language: str, /) -> str:
    """How the material is joined to a noun: "aus Edelstahl", "en acier inoxydable", "из хлопка"; the
    bare noun where it goes before the thing (English, Chinese, Japanese)."""
    if language == "ru":
        return f"из {_RUSSIAN_GENITIVE[noun]}"
    before = {"de": "aus ", "fr": "en ", "es": "de ", "pt": "em ", "ar": "من "}
    return before.get(language, "") + noun
