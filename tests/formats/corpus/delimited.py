"""CSV and its like: encodings, delimiters, decimal marks, letterheads, tiers, broken quotes."""

from __future__ import annotations

from collections.abc import Callable

from corpus.case import Case


def _text(text: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    return lambda: text.encode(encoding)


_GERMAN = "Artikelnr.;Bezeichnung;Preis EUR;Mindestmenge\nF-1;Trinkflasche Größe L;1.234,50;10\nF-2;Becher süß;0,95;1.000\n"
_GERMAN_OFFERS = (
    {
        "id": "F-1",
        "title": "Trinkflasche Größe L",
        "prices": "1+ 1234.5 EUR/piece",
        "moq": "10 piece",
        "language": "de",
    },
    {"id": "F-2", "title": "Becher süß", "prices": "1+ 0.95 EUR/piece", "moq": "1000 piece"},
)
_CHINESE = (
    "货号,产品名称,单价(元),起订量\nB-1,304不锈钢保温杯 500毫升,25.80,100个\nB-2,双层玻璃杯,12.5,200个\n"
)
_CHINESE_OFFERS = (
    {
        "id": "B-1",
        "title": "304不锈钢保温杯 500毫升",
        "prices": "1+ 25.8 CNY/piece",
        "moq": "100 piece",
        "language": "zh",
    },
    {"id": "B-2", "title": "双层玻璃杯", "prices": "1+ 12.5 CNY/piece", "moq": "200 piece"},
)
_RUSSIAN = "Артикул;Наименование;Цена, руб.;Мин. заказ\nК-1;Кружка эмалированная 0,4 л;350,00;24\nК-2;Чайник стальной;1 250,50;6\n"
_RUSSIAN_OFFERS = (
    {"id": "К-1", "title": "Кружка эмалированная 0,4 л", "prices": "1+ 350 RUB/piece", "moq": "24 piece"},
    {"id": "К-2", "title": "Чайник стальной", "prices": "1+ 1250.5 RUB/piece", "language": "ru"},
)
_PLAIN = "SKU,Product name,Price USD,MOQ\nA-1,Steel bottle,4.50,100\nA-2,Steel cup,3.25,200\n"
_PLAIN_OFFERS = (
    {"id": "A-1", "title": "Steel bottle", "prices": "1+ 4.5 USD/piece", "moq": "100 piece"},
    {"id": "A-2", "title": "Steel cup", "prices": "1+ 3.25 USD/piece", "moq": "200 piece"},
)


def _case(about: str, make: Callable[[], bytes], *offers: dict[str, str], **more: object) -> Case:
    given: dict[str, object] = {"name": "list.csv", "format_name": "csv", **more}
    return Case(about=about, make=make, offers=offers, **given)  # type: ignore[arg-type] # as Case says


CASES: tuple[Case, ...] = (
    _case("plain CSV in UTF-8", _text(_PLAIN), *_PLAIN_OFFERS),
    _case("a name that lies about the format", _text(_PLAIN), *_PLAIN_OFFERS, name="list.xlsx"),
    _case("German list with a byte order mark", _text(_GERMAN, "utf-8-sig"), *_GERMAN_OFFERS),
    _case("German list in Windows-1252", _text(_GERMAN, "cp1252"), *_GERMAN_OFFERS),
    _case("German list as a DOS program writes it", _text(_GERMAN, "cp850"), *_GERMAN_OFFERS),
    _case("tabs in UTF-16", _text(_PLAIN.replace(",", "\t"), "utf-16"), *_PLAIN_OFFERS),
    _case("pipes", _text(_PLAIN.replace(",", "|")), *_PLAIN_OFFERS),
    _case("a first line that names the delimiter", _text("sep=;\n" + _GERMAN), *_GERMAN_OFFERS),
    _case("old Macintosh line ends", _text(_PLAIN.replace("\n", "\r")), *_PLAIN_OFFERS),
    _case("empty lines between all rows", _text(_PLAIN.replace("\n", "\r\n\r\n")), *_PLAIN_OFFERS),
    _case("Chinese list in GB18030", _text(_CHINESE, "gb18030"), *_CHINESE_OFFERS),
    _case(
        "Chinese list in Big5",
        _text("貨號,產品名稱,單價(TWD),起訂量\nT-1,不鏽鋼保溫瓶,450,50\nT-2,玻璃水杯,120,100\n", "big5"),
        {"id": "T-1", "title": "不鏽鋼保溫瓶", "prices": "1+ 450 TWD/piece", "moq": "50 piece"},
        {"id": "T-2", "title": "玻璃水杯", "prices": "1+ 120 TWD/piece"},
    ),
    _case(
        "Japanese list in Shift-JIS",
        _text(
            "品番,商品名,単価(円),最小注文数\nJ-1,ステンレスボトル 500ml,1280,50\nJ-2,陶器のマグカップ,640,100\n",
            "cp932",
        ),
        {"id": "J-1", "title": "ステンレスボトル 500ml", "prices": "1+ 1280 JPY/piece", "language": "ja"},
        {"id": "J-2", "title": "陶器のマグカップ", "prices": "1+ 640 JPY/piece", "moq": "100 piece"},
    ),
    _case("Russian list in Windows-1251", _text(_RUSSIAN, "cp1251"), *_RUSSIAN_OFFERS),
    _case("Russian list in KOI8-R", _text(_RUSSIAN, "koi8-r"), *_RUSSIAN_OFFERS),
    _case(
        "Arabic list with Arabic digits",
        _text(
            "رقم الصنف,اسم المنتج,السعر (درهم),الحد الأدنى للطلب\nق-١,زجاجة ماء من الفولاذ,١٢٫٥٠,١٠٠\nق-٢,كوب زجاجي,٨,٢٠٠\n"
        ),
        {
            "title": "زجاجة ماء من الفولاذ",
            "prices": "1+ 12.5 AED/piece",
            "moq": "100 piece",
            "language": "ar",
        },
        {"title": "كوب زجاجي", "prices": "1+ 8 AED/piece", "moq": "200 piece"},
    ),
    _case(
        "French list with spaces in thousands",
        _text(
            "Référence;Désignation;Prix unitaire HT (EUR);Quantité minimale\nG-1;Gants de travail, taille 9;1 234,50;12\nG-2;Lunettes;3,90;1 000\n"
        ),
        {
            "id": "G-1",
            "title": "Gants de travail, taille 9",
            "prices": "1+ 1234.5 EUR/piece",
            "moq": "12 piece",
        },
        {"id": "G-2", "title": "Lunettes", "prices": "1+ 3.9 EUR/piece", "moq": "1000 piece"},
    ),
    _case(
        "Spanish list",
        _text(
            "Código;Descripción;Precio (€);Pedido mínimo\nT-8;Tornillo hexagonal M8x40;0,12;500\nT-9;Tuerca M8;0,04;1.000\n",
            "cp1252",
        ),
        {"id": "T-8", "title": "Tornillo hexagonal M8x40", "prices": "1+ 0.12 EUR/piece", "moq": "500 piece"},
        {"id": "T-9", "title": "Tuerca M8", "prices": "1+ 0.04 EUR/piece", "moq": "1000 piece"},
    ),
    _case(
        "Portuguese list in reais",
        _text(
            "Código;Produto;Preço (R$);Quantidade mínima\nC-1;Copo térmico de inox;49,90;10\nC-2;Garrafa;1.049,00;2\n"
        ),
        {"id": "C-1", "title": "Copo térmico de inox", "prices": "1+ 49.9 BRL/piece"},
        {"id": "C-2", "title": "Garrafa", "prices": "1+ 1049 BRL/piece", "moq": "2 piece"},
    ),
    _case(
        "Swiss apostrophes",
        _text("Artikel-Nr;Bezeichnung;Preis CHF\nS-1;Messer;1'234.50\nS-2;Löffel;12.00\n"),
        {"id": "S-1", "title": "Messer", "prices": "1+ 1234.5 CHF/piece"},
        {"id": "S-2", "title": "Löffel", "prices": "1+ 12 CHF/piece"},
    ),
    _case(
        "Indian groups of digits",
        _text(
            'Item code,Item name,Rate (INR)\nI-1,Industrial mixer,"1,25,000.00"\nI-2,Hand mixer,"2,450.50"\n'
        ),
        {"id": "I-1", "title": "Industrial mixer", "prices": "1+ 125000 INR/piece"},
        {"id": "I-2", "title": "Hand mixer", "prices": "1+ 2450.5 INR/piece"},
    ),
    _case(
        "a letterhead that alone tells supplier and currency",
        _text(
            "Nordwind Trading GmbH\nHafenstr. 1, 20457 Hamburg, Germany\nAll prices in EUR\n\nItem no.,Description,Unit price,MOQ\nN-1,Brass valve,12.40,20\nN-2,Brass tee,3.10,50\n"
        ),
        {
            "id": "N-1",
            "title": "Brass valve",
            "prices": "1+ 12.4 EUR/piece",
            "supplier": "Nordwind Trading GmbH",
        },
        {"id": "N-2", "title": "Brass tee", "prices": "1+ 3.1 EUR/piece", "moq": "50 piece"},
    ),
    _case(
        "line breaks and delimiters within quotes",
        _text('SKU,Product name,Price USD\nQ-1,"Bottle, steel\nwith ""lid""",4.50\nQ-2,Cup,3.25\n'),
        {"id": "Q-1", "title": 'Bottle, steel with "lid"', "prices": "1+ 4.5 USD/piece"},
        {"id": "Q-2", "title": "Cup"},
    ),
    _case(
        "an inch mark that opens no quote",
        _text(
            'SKU;Product name;Price USD\nP-1;Pipe 1/2" brass;4.50\nP-2;"3/4"" pipe";5.25\nP-3;Tee 1" steel;6.00\n'
        ),
        {"id": "P-1", "title": 'Pipe 1/2" brass', "prices": "1+ 4.5 USD/piece"},
        {"id": "P-2", "title": '3/4" pipe', "prices": "1+ 5.25 USD/piece"},
        {"id": "P-3", "title": 'Tee 1" steel'},
    ),
    _case(
        "tiers in columns by ranges",
        _text(
            "SKU,Product name,Price USD 1-99,Price USD 100-499,Price USD 500+\nA-1,Steel bottle,4.50,4.10,3.80\nA-2,Cup,2.00,,1.50\n"
        ),
        {"id": "A-1", "prices": "1+ 4.5 USD/piece; 100+ 4.1 USD/piece; 500+ 3.8 USD/piece"},
        {"id": "A-2", "prices": "1+ 2 USD/piece; 500+ 1.5 USD/piece"},
    ),
    _case(
        "tiers as German columns ab 10 Stk",
        _text(
            "Art.-Nr.;Bezeichnung;ab 10 Stk. EUR;ab 100 Stk. EUR;ab 1.000 Stk. EUR\nL-1;LED-Lampe E27;2,50;2,10;1,95\n"
        ),
        {
            "id": "L-1",
            "title": "LED-Lampe E27",
            "prices": "10+ 2.5 EUR/piece; 100+ 2.1 EUR/piece; 1000+ 1.95 EUR/piece",
        },
    ),
    _case(
        "prices for a hundred",
        _text("Art.-Nr.;Bezeichnung;Preis EUR je 100 Stk\nM-8;Schraube M8;12,50\nM-9;Mutter M8;4,00\n"),
        {"id": "M-8", "prices": "1+ 12.5 EUR/100 piece"},
        {"id": "M-9", "prices": "1+ 4 EUR/100 piece"},
    ),
    _case(
        "units in headers",
        _text(
            "SKU,Product name,Price USD/kg,Weight (g),Lead time (weeks)\nR-1,Rice basmati,1.20,25000,2-3\nR-2,Rice jasmine,1.10,500,4\n"
        ),
        {"id": "R-1", "prices": "1+ 1.2 USD/kg", "weight": "25000 g", "lead_time": "14-21 days"},
        {"id": "R-2", "prices": "1+ 1.1 USD/kg", "weight": "500 g", "lead_time": "28-28 days"},
    ),
    _case(
        "a currency column that changes",
        _text("SKU,Product name,Price,Currency\nX-1,Bottle,4.50,USD\nX-2,Cup,3.25,EUR\nX-3,Lid,180,JPY\n"),
        {"id": "X-1", "prices": "1+ 4.5 USD/piece"},
        {"id": "X-2", "prices": "1+ 3.25 EUR/piece"},
        {"id": "X-3", "prices": "1+ 180 JPY/piece"},
    ),
    _case(
        "signs of currencies beside the amounts",
        _text(
            'SKU;Product name;Price\nY-1;Bottle;"€ 12,50"\nY-2;Cup;US$3.20\nY-3;Lid;£0.99\nY-4;Tea;CNY 25\n'
        ),
        {"id": "Y-1", "prices": "1+ 12.5 EUR/piece"},
        {"id": "Y-2", "prices": "1+ 3.2 USD/piece"},
        {"id": "Y-3", "prices": "1+ 0.99 GBP/piece"},
        {"id": "Y-4", "prices": "1+ 25 CNY/piece"},
    ),
    _case(
        "a price on request",
        _text("SKU,Product name,Price USD\nZ-1,Bottle,4.50\nZ-2,Machine,on request\nZ-3,Cup,3\n"),
        {"id": "Z-1", "prices": "1+ 4.5 USD/piece"},
        {"id": "Z-2", "title": "Machine", "on_request": "yes"},
        {"id": "Z-3", "prices": "1+ 3 USD/piece"},
    ),
    _case(
        "a price that is none",
        _text("SKU,Product name,Price USD\nZ-1,Bottle,4.50\nZ-2,Cup,about four\nZ-3,Lid,1.10\n"),
        {"id": "Z-1", "prices": "1+ 4.5 USD/piece"},
        {"id": "Z-2", "title": "Cup"},
        {"id": "Z-3", "prices": "1+ 1.1 USD/piece"},
        problems=("bad_price",),
    ),
    _case(
        "a total at the end is no offer",
        _text("SKU,Product name,Price USD\nA-1,Bottle,4.50\nA-2,Cup,3.25\n,Total,7.75\n"),
        {"id": "A-1", "title": "Bottle"},
        {"id": "A-2", "title": "Cup"},
        problems=("missing_title",),
    ),
    _case(
        "a header again on each page",
        _text(
            "SKU,Product name,Price USD\nA-1,Bottle,4.50\nA-2,Cup,3.25\nSKU,Product name,Price USD\nA-3,Lid,1.10\n"
        ),
        {"id": "A-1", "title": "Bottle"},
        {"id": "A-2", "title": "Cup"},
        {"id": "A-3", "title": "Lid", "prices": "1+ 1.1 USD/piece"},
    ),
    _case(
        "titles of groups become the category",
        _text(
            "SKU,Product name,Price USD\n-- Bottles --,,\nA-1,Steel bottle,4.50\nA-2,Glass bottle,3.25\n-- Lids --,,\nA-3,Steel lid,1.10\n"
        ),
        {"id": "A-1", "category": "Bottles"},
        {"id": "A-2", "category": "Bottles"},
        {"id": "A-3", "category": "Lids"},
    ),
    _case(
        "leading zeros, and a barcode that a spreadsheet ruined",
        _text(
            "SKU,Product name,EAN,Price USD\n00123,Bottle,4006381333931,4.50\n00124,Cup,4.00638E+12,3.25\n"
        ),
        {"id": "00123", "gtin": "4006381333931"},
        {"id": "00124", "title": "Cup"},
        problems=("bad_identifier",),
    ),
    _case(
        "terms, origin, customs number, material and certificates",
        _text(
            "SKU,Product name,Price USD,Incoterm,Country of origin,HS code,Material,Colour,Certificates,Carton qty\nK-1,Knife,7.20,FOB Shanghai,China,8211.92,Stainless steel,black,CE; LFGB,24 pcs/ctn\n"
        ),
        {
            "id": "K-1",
            "delivery": "FOB Shanghai",
            "made_in": "CN",
            "hs_code": "821192",
            "colour": "black",
            "certificates": "ce, lfgb",
        },
    ),
    _case(
        "a formula for a spreadsheet is only text",
        _text(
            'SKU,Product name,Price USD\nH-1,"=HYPERLINK(""http://x.example"",""Bottle"")",4.50\nH-2,<script>alert(1)</script> cup,3.25\n'
        ),
        {"id": "H-1", "title": '=HYPERLINK("http://x.example","Bottle")'},
        {"id": "H-2", "title": "<script>alert(1)</script> cup"},
    ),
    _case(
        "what the supplier paid beside the price",
        _text("SKU,Product name,Cost,Price USD\nV-1,Bottle,4.00,5.00\nV-2,Cup,3.00,3.50\n"),
        {"id": "V-1", "prices": "1+ 5 USD/piece"},
        {"id": "V-2", "prices": "1+ 3.5 USD/piece"},
    ),
    _case(
        "pictures by their addresses",
        _text(
            "SKU,Product name,Price USD,Image 1,Image 2\nU-1,Bottle,4.50,https://x.example/1.jpg,https://x.example/2.jpg\n"
        ),
        {"id": "U-1", "images": "https://x.example/1.jpg, https://x.example/2.jpg"},
    ),
)
