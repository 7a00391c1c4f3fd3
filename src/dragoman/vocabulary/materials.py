"""Materials of traded goods in the nine languages, and which is a kind of which."""

from __future__ import annotations

import re

from dragoman.vocabulary.phrases import Match, Phrases

_NAMES: dict[str, str] = {
    "stainless_steel_304": "304 stainless steel | stainless steel 304 | sus304* | 18/8 stainless steel | stainless steel 18/8 | 18/8 | 18-8 | 304不锈钢 | acero inoxidable 304 | acero inoxidable 18/8 | edelstahl 18/8 | edelstahl 304 | acier inoxydable 304 | inox 18/8 | inox 304 | aço inox 304 | aço inoxidável 304 | sus304ステンレス | ستانلس ستيل 304 | нержавеющая сталь 304 | edelstahl a2 | stainless a2 | 1.4301",
    "stainless_steel_316": "316 stainless steel | stainless steel 316 | sus316* | 316不锈钢 | acero inoxidable 316 | edelstahl 316 | edelstahl a4 | acier inoxydable 316 | aço inoxidável 316 | sus316ステンレス | ستانلس ستيل 316 | нержавеющая сталь 316 | 1.4401",
    "stainless_steel": "stainless steel | stainless | inox | inoxidable | 不锈钢 | 不鏽鋼 | acero inoxidable | acero inox | edelstahl | rostfreier stahl | acier inoxydable | acier inox | aço inoxidável | aço inox | ステンレス | ステンレス鋼 | ステンレススチール | الفولاذ المقاوم للصدأ | فولاذ مقاوم للصدأ | ستانلس ستيل | ستانلس | ستيل | нержаве* стал* | нержавейк* | нержаве*",
    "galvanised_steel": "galvanised steel | galvanized steel | zinc-plated steel | zinc plated | 镀锌钢 | 碳钢镀锌 | acero galvanizado | acero zincado | stahl verzinkt | verzinkter stahl | acier zingué | acier galvanisé | aço zincado | aço galvanizado | 鉄ユニクロ | ユニクロ | فولاذ مجلفن | оцинкованн* стал*",
    "carbon_steel": "carbon steel | 碳钢 | acero al carbono | kohlenstoffstahl | acier au carbone | aço carbono | 炭素鋼 | فولاذ كربوني | углеродист* стал*",
    "chrome_steel": "chrome steel | bearing steel | 轴承钢 | acero al cromo | chromstahl | acier au chrome | aço cromo | 軸受鋼 | فولاذ الكروم | хромист* стал*",
    "steel": "steel | 钢 | acero | stahl | acier | aço | スチール | 鉄鋼 | فولاذ | فولاذي | فولاذية | صلب | сталь | стали | стальн* | stahl* | فولاذيه",
    "cast_iron": "cast iron | 铸铁 | hierro fundido | gusseisen | fonte | ferro fundido | 鋳鉄 | الحديد الزهر | чугун*",
    "iron": "iron | 铁 | hierro | eisen | fer | ferro | 鉄 | حديد | железо | железа",
    "aluminium": "aluminium | aluminum | 铝合金 | 铝 | aluminio | alu | alumínio | アルミ | アルミニウム | الألومنيوم | ألومنيوم | алюмини*",
    "brass": "brass | 黄铜 | latón | messing | laiton | latão | 真鍮 | النحاس الأصفر | نحاس أصفر | латун*",
    "copper": "copper | 铜 | cobre | kupfer | cuivre | 銅 | النحاس | نحاس | медь | медн* | меди",
    "zinc_alloy": "zinc alloy | 锌合金 | zamak | aleación de zinc | zinkdruckguss | 亜鉛合金 | سبيكة زنك | цинков* сплав*",
    "titanium": "titanium | 钛 | titanio | titan | titane | titânio | チタン | تيتانيوم | титан*",
    "metal": "metal | metals | metall | metal | metales | metálic* | métal | métaux | metais | металл | металла | металлу | металлом | металлы | металлов | металлическ* | 金属 | 金屬 | メタル | معدن | معادن",
    "tritan": "tritan | tritan塑料 | トライタン | تريتان | тритан*",
    "polypropylene": "polypropylene | pp塑料 | 聚丙烯 | polipropileno | polypropylen | polypropylène | ポリプロピレン | البولي بروبيلين | بولي بروبيلين | полипропилен* | pp",
    "polyethylene": "polyethylene | 聚乙烯 | polietileno | polyethylen | polyéthylène | ポリエチレン | البولي إيثيلين | بولي إيثيلين | полиэтилен*",
    "hdpe": "hdpe | pehd | pead | بولي إيثيلين عالي الكثافة | пнд",
    "ldpe": "ldpe | lldpe | pebdl | pebd",
    "pet": "pet | 聚酯瓶 | rpet | пэт",
    "pvc": "pvc | 聚氯乙烯 | пвх | vinyl | 塩化ビニル",
    "abs": "abs | abs樹脂 | بلاستيك abs | абс-пластик*",
    "polycarbonate": "polycarbonate | 聚碳酸酯 | policarbonato | polycarbonat | ポリカーボネート | بولي كربونات | поликарбонат*",
    "nylon": "nylon | polyamide | 尼龙 | poliamida | polyamid | ナイロン | نايلون | нейлон* | полиамид*",
    "silicone": "silicone | silikon | 硅胶 | silicona | シリコーン | シリコン | سيليكون | силикон*",
    "rubber": "rubber | 橡胶 | caucho | gummi | caoutchouc | borracha | ゴム | مطاط | резин* | كاوتشوك",
    "nitrile": "nitrile | 丁腈 | nitrilo | nitril | ニトリル | نيتريل | نتريل | нитрил*",
    "latex": "latex | 乳胶 | látex | ラテックス | لاتكس | латекс*",
    "plastic": "plastic | plastics | 塑料 | plástico | plástica | kunststoff | plastik | plastique | プラスチック | بلاستيك | пластик* | пластмасс* | بلاستيكي | بلاستيكية | kunststoff* | plástic* | 塑胶 | kunststoff",
    "glass": "glass | 玻璃 | vidrio | glas | verre | vidro | ガラス | زجاج | стекло | стекла | стеклом | стеклянн* | زجاجي | زجاجية | glasflasch* | glasbehält* | glasgefäß* | glasschal* | glasdose* | glaskaraff* | glasvase* | ガラス製 | ガラス瓶",
    "borosilicate_glass": "borosilicate glass | borosilicate | 高硼硅玻璃 | vidrio borosilicato | borosilikatglas | verre borosilicate | vidro borossilicato | 耐熱ガラス | زجاج البوروسيليكات | боросиликатн* стекло",
    "ceramic": "ceramic | ceramics | 陶瓷 | cerámica | keramik | céramique | cerâmica | 陶器 | セラミック | سيراميك | керамик* | керамическ* | سيراميكي | керамогранит* | grès cérame | gres cerame | gres porcelánico | porcelanato | porcellanato | feinsteinzeug* | 瓷砖 | 陶タイル",
    "porcelain": "porcelain | 瓷 | porcelana | porzellan | porcelaine | 磁器 | خزف | بورسلين | фарфор* | بورسلان",
    "stoneware": "stoneware | 炻器 | gres | steinzeug | grès | せっ器",
    "bamboo": "bamboo | 竹 | bambú | bambus | bambou | bambu | 竹製 | خيزران | الخيزران | бамбук*",
    "wood": "wood | wooden | 木 | 木质 | madera | holz | bois | madeira | 木製 | خشب | дерево | деревянн* | древесин* | خشبي | خشبية | 实木 | 木制 | holz* | деревян* | oak | oakwood | eiche | eichenholz* | chêne | roble | carvalho | 橡木 | オーク材 | дуб | дуба | дубов* | خشب بلوط | teak | teakholz* | 柚木 | チーク材 | тик | pine wood | pinewood | kiefer* | pin massif | madera de pino | madeira de pinho | 松木 | パイン材 | сосна | сосны | сосновый | сосновые | walnut wood | nussbaumholz* | birch | birkenholz* | bouleau | берез* | 桦木 | acacia wood | akazienholz* | bois d'acacia | madera de acacia | hartholz* | hardwood | massivholz* | дерева",
    "beech": "beech | 榉木 | haya | buche | hêtre | faia | ブナ | خشب الزان | бук | خشب زان | زان",
    "paper": "paper | 纸 | papel | papier | 紙 | ورق | бумаг* | бумажн* | ورقي | ورقية | papier*",
    "kraft_paper": "kraft paper | kraft | 牛皮纸 | papel kraft | kraftpapier | papier kraft | クラフト紙 | ورق كرافت | крафт-бумаг* | крафт*",
    "corrugated_cardboard": "corrugated cardboard | corrugated | cardboard | 瓦楞纸 | cartón corrugado | cartón | wellpappe | carton ondulé | papelão ondulado | papelão | 段ボール | كرتون مضلع | гофрокартон* | картон*",
    "cotton": "cotton | 纯棉 | 棉 | algodón | baumwolle | coton | algodão | 綿 | コットン | قطن | القطن | хлоп* | хлопок | baumwoll* | قطني | قطنية | قطنيه | хлопков*",
    "organic_cotton": "organic cotton | 有机棉 | algodón orgánico | bio-baumwolle | coton bio | algodão orgânico | オーガニックコットン | قطن عضوي | органическ* хлоп* | bio baumwoll* | coton biologique | algodón ecológico",
    "polyester": "polyester | 涤纶 | 聚酯纤维 | poliéster | ポリエステル | بوليستر | полиэстер* | полиэфир*",
    "linen": "linen | 亚麻 | lino | leinen | lin | linho | リネン | كتان | лен | льнян* | льна",
    "wool": "wool | 羊毛 | lana | wolle | laine | lã | ウール | صوف | шерст* | шерстян*",
    "microfibre": "microfibre | microfiber | 超细纤维 | microfibra | mikrofaser | マイクロファイバー | ميكروفايبر | микрофибр*",
    "leather": "leather | 皮革 | 真皮 | cuero | leder | cuir | couro | 革 | レザー | جلد | кожа | кожан* | جلدي | جلدية | leder* | 牛皮 | 皮革 | кожан* | кожи",
    "pu_leather": "pu leather | pu-leather | faux leather | imitation leather | artificial leather | synthetic leather | vegan leather | fake leather | simulated leather | leatherette | lederimitat* | lederoptik* | veganes leder | simili-cuir | similicuir | cuir synthétique | imitation cuir | cuir végan | cuero sintético | cuero artificial | cuero vegano | piel sintética | couro ecológico | couro vegano | couro artificial | 人造革 | 仿皮 | 合成皮革 | 人工皮革 | フェイクレザー | 合成革 | кожзам* | جلد اصطناعي | جلد صناعى | pu皮 | polipiel | kunstleder | simili cuir | couro sintético | 合皮 | جلد صناعي | экокож* | искусственн* кож*",
    "canvas": "canvas | 帆布 | lona | キャンバス | قماش كانفاس",
    "non_woven": "non-woven | nonwoven | 无纺布 | no tejido | vliesstoff | non-tissé | não tecido | 不織布 | غير منسوج | нетканн* | спанбонд",
    "acrylic": "acrylic | 亚克力 | acrílico | acryl | acrylique | アクリル | أكريليك | акрил* | acrylglas* | plexiglas | оргстекл*",
    "melamine": "melamine | 密胺 | melamina | melamin | mélamine | メラミン | ميلامين | меламин*",
    "eva": "eva",
    "polyurethane": "polyurethane | 聚氨酯 | poliuretano | polyurethan | polyuréthane | ポリウレタン | بولي يوريثان | полиуретан*",
    "foam": "foam | 泡沫 | espuma | schaumstoff | mousse | 発泡 | رغوة | пенопласт*",
    "pla": "pla | 聚乳酸",
    "bagasse": "bagasse | sugarcane | 甘蔗渣 | bagazo | zuckerrohr | バガス | قصب السكر | сахарн* тростник*",
}

_NOT_ONE = """
    bed linen | bed linens | table linen | linen cupboard | linen basket | bettleinen | linge de lit |
    wood screw | wood screws | wood stove | wood burner | wood drill | wood glue | holzschraube* | holzbohrer* | holzkohle* | holzleim* | holzofen* | holzkleber* |
    tornillos de madera | tornillos para madera | tornillo para madera | broca para madera | brocas para madera | cola para madera | parafusos para madeira | parafuso para madeira | parafusos de madeira | vis à bois | mèches à bois | colle à bois | poêle à bois | 木螺丝 | 木炭 | 木工 | 木ネジ | 木ねじ | 木炭 | шуруп* по дереву | саморез* по дереву | сверл* по дереву | براغي خشب |
    glass cleaner | glass cutter | glass cloth | glaswolle* | glasreiniger* | glasfaser* | glasschneider* | fibre de verre | fibra de vidrio | fibra de vidro | стекловолокн* | стеклоочистител* | 玻璃纤维 | 玻璃水 | 玻璃胶 | ガラスクリーナー | ガラス繊維 | limpiavidrios |
    steel toe | steel toes | steel toecap | steel toe cap | steel toe caps | stahlkappe* | embout acier | embouts acier | puntera de acero | biqueira de aço | металлическ* подноск* | стальн* подноск* | 钢头 | 钢包头 | 鉄先芯 |
    steam iron | steam irons | soldering iron | soldering irons | curling iron | curling irons | flat iron | hair iron | ironing | iron board | clothes iron | waffle iron | fer à repasser | fers à repasser | fer à souder | fers à souder | fer à lisser | lötkolben |
    paper clip | paper clips | paper cutter | paper shredder | paper towel dispenser | papierkorb | papierkörbe | papierschneider | papierschere | papierlocher | rubber stamp | rubber stamps | gummibärchen | rubber duck |
    metal detector | metal detectors | metalldetektor* | detector de metales | detectores de metales | détecteur de métaux | détecteurs de métaux | detector de metais | detectores de metais | металлоискател* | металлодетектор* | 金属探测* | 金属探知* | metal halide | metalldampf* | precious metal | precious metals | heavy metal | heavy metals | sheet metal screw* | metal screw* | metal drill* | metal polish | metal primer | metal file | metallbohrer* | metallsäge* | metallfeile* | brocas para metal | broca para metal | foret métal | forets métal | сверл* по металлу | ножниц* по металлу | кругл* по металлу | 重金属 | 贵金属 | 金属切削 | 金属加工 | leather cleaner | leather care | lederpflege* | plastic surgery | plastic welder | 塑料机械 | 铁路 | 地铁 | 电烙铁 | 打印纸 | 复印纸 | コピー用紙 | cotton candy | zuckerwatte | wool dryer
"""
"""Names of goods that are not made of what they name: the longest phrase at a place counts."""
_KIND_OF: dict[str, str] = {
    "stainless_steel_304": "stainless_steel",
    "stainless_steel_316": "stainless_steel",
    "stainless_steel": "steel",
    "galvanised_steel": "steel",
    "carbon_steel": "steel",
    "chrome_steel": "steel",
    "steel": "metal",
    "iron": "metal",
    "aluminium": "metal",
    "brass": "metal",
    "copper": "metal",
    "zinc_alloy": "metal",
    "titanium": "metal",
    "tritan": "plastic",
    "polypropylene": "plastic",
    "polyethylene": "plastic",
    "hdpe": "polyethylene",
    "ldpe": "polyethylene",
    "pet": "plastic",
    "pvc": "plastic",
    "abs": "plastic",
    "polycarbonate": "plastic",
    "acrylic": "plastic",
    "melamine": "plastic",
    "nylon": "plastic",
    "borosilicate_glass": "glass",
    "porcelain": "ceramic",
    "stoneware": "ceramic",
    "bamboo": "wood",
    "beech": "wood",
    "kraft_paper": "paper",
    "corrugated_cardboard": "paper",
    "organic_cotton": "cotton",
    "nitrile": "rubber",
    "latex": "rubber",
    "silicone": "rubber",
    "cast_iron": "iron",
}
CODES: tuple[str, ...] = tuple(_NAMES)
_PHRASES = Phrases(_NAMES | {"": _NOT_ONE}, compounds=True)
_SHORT = frozenset(
    {"pp", "pet", "abs", "pla", "eva", "fer", "lin", "лен", "бук", "дерева", "кожи", "льна", "ldpe", "hdpe"}
)
"""Names that are also ordinary words or letters: only upper case counts in running text, or "made of" before."""
_ACCENTED = frozenset({"lã"})
"""Names that without their accent are other words: "à la tonne"."""
_MADE_OF = re.compile(r"(?<!\w)(?:en|aus|made of|fabriqu\w+ en|из|без) $", re.IGNORECASE)


def find_materials(text: str, /, *, running: bool = True) -> tuple[Match, ...]:
    """Materials named in a text, in order.

    Args:
        running: Running text, where "pet" is an animal; False for a cell of materials.
    """
    found = tuple(one for one in _PHRASES.find(text) if one.code)
    if not running:
        return found
    return tuple(one for one in found if _is_meant(text, one))


def _is_meant(text: str, one: Match) -> bool:
    written = text[one.start : one.end]
    if one.phrase in _ACCENTED:
        return written.lower() == one.phrase
    return one.phrase not in _SHORT or written.isupper() or _MADE_OF.search(text[: one.start]) is not None


def is_a(material: str, kind: str, /) -> bool:
    """Whether a material is the kind asked for, or a kind of it.

    >>> is_a("stainless_steel_304", "steel"), is_a("steel", "stainless_steel")
    (True, False)
    """
    return kind in with_general(material)


def with_general(material: str, /) -> tuple[str, ...]:
    """The material, then what it is a kind of, the nearest first.

    >>> with_general("stainless_steel")
    ('stainless_steel', 'steel', 'metal')
    """
    found = [material]
    while (general := _KIND_OF.get(found[-1])) is not None:
        found.append(general)
    return tuple(found)
