"""The product types that the suppliers sell, by key."""

from __future__ import annotations

from catalogue.kinds import ProductType
from catalogue.products.electrical import ELECTRICAL
from catalogue.products.food import FOOD
from catalogue.products.hardware import HARDWARE
from catalogue.products.kitchen import KITCHEN
from catalogue.products.packaging import PACKAGING
from catalogue.products.textile import TEXTILE
from catalogue.wording import Words, words

PRODUCTS: dict[str, ProductType] = {
    kind.key: kind for kind in (*KITCHEN, *FOOD, *TEXTILE, *ELECTRICAL, *HARDWARE, *PACKAGING)
}

CATEGORIES: dict[str, Words] = {
    "kitchen": words(
        en="Kitchen & Drinkware",
        zh="厨房与水具",
        es="Cocina y menaje",
        de="Küche & Haushalt",
        fr="Cuisine et art de la table",
        pt="Cozinha e mesa",
        ja="キッチン用品",
        ar="أدوات المطبخ",
        ru="Кухня и посуда",
    ),
    "food": words(
        en="Food & Beverages",
        zh="食品饮料",
        es="Alimentación",
        de="Lebensmittel",
        fr="Alimentation",
        pt="Alimentos e bebidas",
        ja="食品・飲料",
        ar="أغذية ومشروبات",
        ru="Продукты питания",
    ),
    "textile": words(
        en="Apparel & Textiles",
        zh="服装与纺织品",
        es="Textil y moda",
        de="Textilien & Bekleidung",
        fr="Textile et bagagerie",
        pt="Têxteis e vestuário",
        ja="衣料・繊維",
        ar="ملابس ومنسوجات",
        ru="Одежда и текстиль",
    ),
    "electrical": words(
        en="Electrical & Lighting",
        zh="电子与照明",
        es="Electricidad e iluminación",
        de="Elektro & Beleuchtung",
        fr="Électricité et éclairage",
        pt="Elétrica e iluminação",
        ja="電気・照明",
        ar="كهرباء وإضاءة",
        ru="Электрика и освещение",
    ),
    "hardware": words(
        en="Hardware & Tools",
        zh="五金工具",
        es="Ferretería",
        de="Eisenwaren & Werkzeug",
        fr="Quincaillerie et outillage",
        pt="Ferragens e ferramentas",
        ja="金物・工具",
        ar="عدد وأدوات",
        ru="Крепёж и инструмент",
    ),
    "safety": words(
        en="Workwear & Safety",
        zh="劳动防护",
        es="Protección laboral",
        de="Arbeitsschutz",
        fr="Protection individuelle",
        pt="Proteção individual",
        ja="安全・保護具",
        ar="معدات السلامة",
        ru="Средства защиты",
    ),
    "packaging": words(
        en="Packaging",
        zh="包装材料",
        es="Embalaje",
        de="Verpackung",
        fr="Emballage",
        pt="Embalagens",
        ja="梱包資材",
        ar="مواد التغليف",
        ru="Упаковка",
    ),
    "leisure": words(
        en="Office & Leisure",
        zh="办公与休闲",
        es="Oficina y ocio",
        de="Büro & Freizeit",
        fr="Bureau et loisirs",
        pt="Escritório e lazer",
        ja="オフィス・レジャー",
        ar="مكتب وترفيه",
        ru="Офис и досуг",
    ),
}
