"""What suppliers call the columns of their lists, in the nine languages.

Phrases are matched after folding (case, accents, width), the longest first. "attribute" catches names that
would otherwise be taken for a field: a carton's weight is not the product's.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args

from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import Phrases

Field = Literal[
    "external_id",
    "title",
    "description",
    "brand",
    "category",
    "gtin",
    "mpn",
    "hs_code",
    "made_in",
    "price",
    "price_high",
    "price_basis",
    "currency",
    "tier_quantity",
    "moq",
    "pack",
    "weight",
    "lead_time",
    "delivery",
    "delivery_place",
    "certificates",
    "material",
    "colour",
    "valid_until",
    "image",
    "url",
    "supplier",
    "supplier_country",
    "attribute",
    "ignore",
]
FIELDS: tuple[Field, ...] = get_args(Field)

_NAMES: dict[Field, str] = {
    "external_id": """
        id | item id | product id | sku | item no | item number | item code | article number | article no | article |
        art no | product code | product no | ref | reference | code | item | stock code | order code | catalogue no |
        编号 | 貨號 | 編號 | 產品編號 | 商品編號 | 款號 | 料號 | 商品代碼 | 货号 | 产品编号 | 商品编号 | 款号 | 物料号 | 商品代码 |
        referencia | ref | codigo | codigo de articulo | codigo del producto | no de articulo | clave |
        artikelnummer | artikel nr | art nr | artikelnr | bestellnummer | bestell nr | sachnummer |
        reference | code article | ref article | no article | numero d article |
        referencia | codigo do produto | codigo do item | cod |
        品番 | 商品番号 | 商品コード | 製品番号 | 品目コード | 管理番号 |
        رقم الصنف | رمز الصنف | رقم المنتج | رمز المنتج | الرقم | الرمز | كود |
        артикул | код | код товара | номер | номенклатурный номер | арт
    """,
    "title": """
        title | name | product name | item name | product | product title | designation | item description |
        article description | goods | product description |
        品名 | 名称 | 名稱 | 產品名稱 | 商品名稱 | 產品 | 標題 | 品名規格 | 产品名称 | 商品名称 | 产品 | 标题 | 货物名称 | 品名规格 | 产品名称及规格 |
        nombre | producto | nombre del producto | articulo | denominacion | titulo |
        bezeichnung | artikelbezeichnung | produkt | produktname | artikel | name | benennung | produktbezeichnung |
        designation | produit | nom | nom du produit | article | intitule | libelle |
        produto | nome | nome do produto | designacao | artigo | item |
        商品名 | 製品名 | 品名 | 名称 |
        اسم المنتج | المنتج | اسم الصنف | الصنف | الاسم | البيان |
        наименование | название | товар | наименование товара | название товара | продукция
    """,
    "description": """
        description | details | long description | short description | remarks | specification | specifications |
        features | product details |
        描述 | 产品描述 | 说明 | 规格 | 详情 | 备注 | 商品描述 | 规格说明 |
        descripcion | detalles | caracteristicas | observaciones |
        beschreibung | produktbeschreibung | details | bemerkung | bemerkungen | langtext |
        description | descriptif | caracteristiques | remarques |
        descricao | detalhes | caracteristicas | observacoes |
        説明 | 商品説明 | 仕様 | 備考 | 製品説明 |
        الوصف | وصف | وصف المنتج | التفاصيل | المواصفات | ملاحظات |
        описание | характеристики | примечание | описание товара
    """,
    "brand": """
        brand | make | manufacturer | brand name | vendor brand |
        品牌 | 牌子 | 制造商 | marca | fabricante | marke | hersteller | marque | fabricant |
        ブランド | メーカー | العلامة التجارية | الماركة | الشركة المصنعة | бренд | марка | производитель
    """,
    "category": """
        category | product type | product group | group | type | department | product category |
        类别 | 分类 | 品类 | 产品类别 | 类目 | categoria | tipo de producto | familia | grupo |
        kategorie | warengruppe | produktgruppe | produktart | sortiment | categorie | famille | gamme | type de produit |
        categoria | tipo de produto | カテゴリ | カテゴリー | 分類 | 品種 |
        الفئة | التصنيف | النوع | القسم | категория | группа | группа товаров | вид товара
    """,
    "gtin": """
        gtin | ean | ean code | ean 13 | ean13 | upc | barcode | bar code | jan | jan code | isbn |
        条码 | 条形码 | 国际条码 | codigo de barras | codigo ean | strichcode | ean code | code barres | code ean |
        codigo de barras | janコード | バーコード | الباركود | باركود | رمز شريطي | штрихкод | штрих код | код ean
    """,
    "mpn": """
        mpn | model | model no | model number | part number | part no | manufacturer part number | type no |
        型号 | 产品型号 | 规格型号 | modelo | numero de modelo | modell | modellnummer | typ | herstellernummer | teilenummer |
        modele | no de modele | reference fabricant | ref fabricant | modelo | modelo no | 型番 | 型式 | モデル |
        الموديل | رقم الموديل | الطراز | модель | номер модели | артикул производителя
    """,
    "hs_code": """
        hs code | hs | hts | tariff | tariff code | customs code | commodity code | harmonized code | hs编码 | 海关编码 | 税号 |
        codigo arancelario | partida arancelaria | codigo hs | zolltarifnummer | zolltarifnr | zolltarif nr | zolltarif | statistische warennummer | warennr | warennummer | hs code |
        code douanier | code sh | nomenclature douaniere | codigo ncm | ncm | codigo sh | hsコード | 税番 |
        الرمز الجمركي | رمز النظام المنسق | البند الجمركي | код тн вэд | тн вэд | тнвэд | код тнвэд
    """,
    "made_in": """
        country of origin | origin | made in | origin country | country | coo | 產地 | 原產地 | 原產國 | 产地 | 原产地 | 原产国 | 生产国 |
        pais de origen | origen | procedencia | ursprungsland | herkunft | herkunftsland | ursprung |
        pays d origine | origine | provenance | pais de origem | origem | 原産国 | 原産地 | 生産国 |
        بلد المنشأ | المنشأ | بلد الصنع | страна происхождения | страна | происхождение | страна производства
    """,
    "price": """
        price | unit price | price per unit | list price | net price | sale price | fob price | exw price | cost |
        your price | customer price | dealer price | gross price | wholesale | price each | unit rate | basic rate | rate inr | rate rs | rate usd | unit cost | amount | wholesale price | price min | min price | price from |
        单价 | 价格 | fob价 | fob价格 | fob单价 | exw价 | cif价 | 美金价 | 美元价 | 人民币价 | 出口价 | 出厂价 | 售价 | 报价 | 批发价 | 含税单价 | 未税单价 |
        含税价 | 未税价 | 不含税价 | 不含税单价 | 含税价格 | 未税价格 | 含稅價 | 未稅價 | 税前价 | 税后价 |
        precio | precio unitario | precio unidad | precio por unidad | precio neto | coste | importe | tarifa | preis | stuckpreis | einzelpreis | einheitspreis | nettopreis | vk preis |
        listenpreis | ek preis | preis je einheit | bruttopreis | kundenpreis | handlerpreis | ek netto | netto ek | ek brutto | vk netto | vk brutto |
        prix | prix unitaire | prix unite | prix a l unite | prix par unite | prix net | tarif | prix ht | p u | pu ht |
        preco | preco unitario | preco unidade | preco por unidade | preco liquido | valor | valor unitario |
        単価 | 価格 | 販売価格 | 卸価格 | 税抜価格 | 税込価格 | 仕切価格 | 定価 |
        السعر | سعر | سعر الوحدة | سعر القطعة | ثمن | цена | цена за единицу | цена за шт | стоимость | оптовая цена
    """,
    "price_high": "price max | max price | price to | highest price | 最高价 | precio maximo | hochstpreis | prix max | preco maximo",
    "price_basis": """
        price unit | price per | price basis | unit | uom | unit of measure | per | sold by | pricing unit |
        单位 | 计价单位 | 计量单位 | unidad | unidad de medida | unidad de precio | preiseinheit | einheit | mengeneinheit | basismengeneinheit | pe | me | bme | basis |
        unite | unite de prix | unite de vente | unidade | unidade de medida | 単位 | 価格単位 |
        الوحدة | وحدة | وحدة السعر | единица | ед изм | единица измерения | ед | за
    """,
    "currency": """
        currency | cur | ccy | currency code | 币种 | 货币 | 币别 | divisa | moneda | wahrung | devise | monnaie | moeda |
        通貨 | العملة | عملة | валюта
    """,
    "tier_quantity": """
        min qty | minimum quantity | from quantity | qty from | quantity from | break | qty break | price break | from qty |
        staffelmenge | ab menge | 起批量 | cantidad desde | a partir de cantidad | quantite a partir de
    """,
    "moq": """
        moq | minimum order | min order | minimum order quantity | min order qty | minimum order qty | min order quantity |
        minimum qty | 起訂量 | 最小起訂量 | 最低起訂量 | 最低訂購量 | 起订量 | 最小起订量 | 最低起订量 | 起批 | 最小订货量 |
        pedido minimo | cantidad minima | minimo | cantidad minima de pedido | compra minima |
        mindestmenge | mindestbestellmenge | mindestabnahme | mbm | min menge | mindestabnahmemenge |
        quantite minimale | quantite minimum | commande minimale | commande minimum | minimum de commande | qte min | qmc |
        quantidade minima | pedido minimo | qtd minima | minimo de encomenda | qtde minima |
        最小発注数 | 最小注文数 | 最低発注数量 | 最小ロット | ロット | 最小ロット数 | 最低ロット | 最小発注数量 | 最小注文数量 |
        الحد الأدنى للطلب | الحد الأدنى | أقل كمية | الكمية الدنيا | أدنى كمية |
        минимальный заказ | мин заказ | минимальная партия | мин партия | минимальное количество | мин кол во
    """,
    "pack": """
        pack size | pcs per carton | pieces per carton | qty per carton | carton qty | units per carton | packing | pcs ctn | pcs/ctn |
        quantity per carton | inner pack | case pack | packaging | pack | units per pack | qty ctn | quantity per pack | pack qty |
        裝箱數 | 裝箱量 | 每箱數量 | 包裝 | 装箱数 | 每箱数量 | 包装 | 箱规 | 装箱量 | 包装数量 | 件数 箱 |
        unidades por caja | embalaje | piezas por caja | uds caja | empaque |
        verpackungseinheit | ve | stuck je karton | verpackung | inhalt | karton inhalt | stk karton |
        colisage | conditionnement | pieces par carton | unites par carton | pcb |
        unidades por caixa | embalagem | pecas por caixa | cx | qtd por caixa |
        入数 | 梱包数 | 入り数 | カートン入数 |
        التعبئة | عدد القطع في الكرتون | القطع في الكرتون | العبوة | الكرتون |
        упаковка | шт в коробке | в коробке | кол во в упаковке | штук в упаковке | в упаковке | шт в упаковке
    """,
    "weight": """
        weight | net weight | unit weight | n w | item weight | product weight | weight per piece | 重量 | 淨重 | 單重 | 净重 | 单重 | 单件重量 |
        peso | peso neto | peso unitario | gewicht | nettogewicht | stuckgewicht | poids | poids net | poids unitaire |
        peso liquido | 重さ | 質量 | 正味重量 | الوزن | وزن | الوزن الصافي | вес | вес нетто | масса
    """,
    "lead_time": """
        lead time | delivery time | production time | leadtime | lead | delivery | dispatch time | handling time | ships in | delivery days |
        交貨期 | 貨期 | 交貨時間 | 交货期 | 交期 | 货期 | 生产周期 | 交货时间 | 发货时间 | 交货周期 |
        plazo de entrega | plazo | entrega | tiempo de entrega | lieferzeit | lieferfrist | lieferzeit in | wiederbeschaffungszeit |
        delai | delai de livraison | delais | delai de production | prazo | prazo de entrega | tempo de entrega |
        納期 | リードタイム | 納品日数 | 製造期間 |
        مدة التسليم | وقت التسليم | فترة التسليم | مدة التوريد | التسليم | مهلة التسليم |
        срок поставки | срок | сроки поставки | время поставки | срок изготовления | срок производства
    """,
    "delivery": """
        incoterm | incoterms | delivery terms | terms of delivery | trade terms | shipping terms | terms | price term | price terms |
        贸易条款 | 贸易术语 | 价格条款 | 交货条件 | 交货方式 | condiciones de entrega | condicion de entrega | termino de entrega |
        lieferbedingung | lieferbedingungen | lieferkondition | lieferkonditionen | conditions de livraison | condition de livraison |
        condicoes de entrega | condicao de entrega | termos de entrega | 取引条件 | 貿易条件 | 建値 | 受渡条件 |
        شروط التسليم | شرط التسليم | условия поставки | базис поставки | условие поставки | базис
    """,
    "delivery_place": """
        port | place of delivery | fob port | loading port | port of loading | shipping port | incoterm place | 起运港 | 装运港 | 港口 | 发货港 |
        puerto | lieferort | verladehafen | hafen | port d embarquement | lieu de livraison | porto | porto de embarque | 積出港 | 積み港 | ميناء الشحن | порт | порт отгрузки
    """,
    "certificates": """
        certificate | certificates | certification | certifications | approvals | standards | compliance | cert | 认证 | 证书 | 资质 | 认证证书 |
        certificado | certificados | certificaciones | certificacion | normas | zertifikat | zertifikate | prufzeichen | normen | zulassungen | zertifizierung |
        certificat | certificats | certifications | normes | homologations | certificados | certificacao | certificacoes | 認証 | 規格 | 適合規格 | 認証規格 |
        الشهادات | شهادات | الشهادة | المطابقة | сертификат | сертификаты | сертификация | соответствие
    """,
    "material": """
        material | materials | made of | composition | fabric | 材質 | 材质 | 材料 | 面料 | 质地 | materiales | composicion | werkstoff | matiere | materiau | materiaux | matieres |
        composition | materia | composicao | 材質 | 素材 | 材料 | المادة | الخامة | مادة الصنع | материал | состав | материалы
    """,
    "colour": """
        colour | color | colours | colors | 颜色 | 色彩 | 顏色 | colores | farbe | farben | couleur | coloris | couleurs | cor | cores | 色 | カラー | 色名 | اللون | لون | الألوان | цвет | цвета
    """,
    "valid_until": """
        valid until | validity | price valid until | valid to | expiry | offer valid until | 有效期 | 报价有效期 | 有效期至 |
        valido hasta | vigencia | validez | gultig bis | gultigkeit | valable jusqu au | validite | valido ate | validade |
        有効期限 | 見積有効期限 | صالح حتى | صلاحية العرض | действует до | срок действия | действительно до
    """,
    "image": """
        image | images | image url | image link | picture | photo | img | photo url | image urls | thumbnail | additional image link | 图片 | 图片链接 | 主图 |
        imagen | foto | bild | bilder | bild url | photo | imagem | 画像 | 画像url | الصورة | صورة | фото | изображение | картинка
    """,
    "url": """
        url | link | product url | product link | web page | website | webpage | 链接 | 网址 | 产品链接 | enlace | lien | ligacao | リンク | 商品url | الرابط | رابط | ссылка
    """,
    "supplier": """
        supplier | vendor | seller | supplier name | vendor name | company | exporter | 供应商 | 厂家 | 公司 | proveedor | vendedor | lieferant | anbieter |
        fournisseur | vendeur | fornecedor | 仕入先 | 供給元 | サプライヤー | المورد | البائع | اسم المورد | поставщик | продавец
    """,
    "supplier_country": """
        supplier country | vendor country | seller country | country of supplier | 供应商国家 | land des lieferanten | lieferantenland | pays du fournisseur | pais del proveedor | pais do fornecedor | страна поставщика
    """,
    "attribute": """
        rrp | msrp | srp | retail price | suggested retail price | recommended retail price | old price | was price | uvp | pvp | prix public | pvc |
        零售价 | 建议零售价 | 市场价 | 参考上代 | 上代 | 希望小売価格 | precio de venta al publico | precio publico | preco de venda ao publico | سعر التجزئة | розничная цена | ррц |
        compare at price | comparison price | item group id | sale price effective date | sample price | shipping cost | deposit | discount | rabatt | descuento | remise | desconto | скидка | 折扣 | 割引 |
        gross weight | carton weight | carton size | carton dimensions | g w | ctn weight | ctn size | packing size | dimensions | size | stock | capacity | volume | warranty | moq price |
        毛重 | 外箱尺寸 | 箱重 | 尺寸 | 库存 | 容量 | 保修 | peso bruto | medidas | stock | capacidad | garantia | bruttogewicht | abmessungen | masse | lagerbestand | fassungsvermogen | volumen | garantie |
        poids brut | dimensions | stock | contenance | capacite | dimensoes | estoque | capacidade | 総重量 | 寸法 | 在庫 | サイズ | الوزن الإجمالي | الأبعاد | المقاس | السعة | المخزون | вес брутто | размер | размеры | остаток | объем | гарантия | условие | condition | availability | payment terms | zahlungsbedingungen | 付款方式
    """,
}


@cache
def field_names() -> Phrases:
    """The names, to be looked for in a folded header."""
    return Phrases(_NAMES)


@cache
def whole_names() -> Mapping[str, Field]:
    """Folded name -> the field listed first."""
    names: dict[str, Field] = {}
    for field, listed in _NAMES.items():
        for part in listed.split("|"):
            name = " ".join(fold_keeping_places(part)[0].split())
            if name:
                names.setdefault(name, field)
    return names
