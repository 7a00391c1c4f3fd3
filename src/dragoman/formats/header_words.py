"""Words that head the columns of price lists in the nine languages, to tell a header row from data.

Only evidence for finding the header row; which field a column is, `normalise/mapping` decides.
"""

from __future__ import annotations

import re

_TEXT = """
    article artikel art barcode brand carton category certificate certification code color colour
    country currency date days delivery desc description dimensions ean feature gtin height hs hts id image
    incoterm item lead length link manufacturer marke material min minimum model moq mpn name no note number order
    origin pack packing part price prices product products qty quantity ref remark size sku specification
    stock supplier term terms time title type unit unitprice upc url weight width
    artikelnr artikelnummer bestellnummer bezeichnung beschreibung einheit farbe gewicht größe hersteller
    herkunft kategorie lieferzeit menge mindestmenge mindestbestellmenge preis stück stückpreis ursprung
    ursprungsland verpackung verpackungseinheit währung warengruppe zolltarifnummer zertifikate
    artículo cantidad categoría certificado código color descripción divisa entrega envase marca medida mínimo
    moneda modelo nombre origen país peso plazo precio producto proveedor referencia talla unidad
    catégorie conditionnement couleur délai désignation devise dimension fournisseur livraison marque matière
    minimale nom origine pays poids prix produit quantité référence taille unité
    artigo categoria certificados cor descrição embalagem entrega fornecedor marca mínima moeda nome origem peso
    prazo preço produto quantidade referência tamanho unidade
    артикул бренд валюта вес единица категория код количество марка материал минимальный наименование название
    описание поставка производитель размер сертификат срок страна товар упаковка цвет цена штрихкод
    رقم رمز اسم المنتج الصنف الوصف السعر العملة الكمية الحد الوزن اللون المنشأ بلد التسليم مدة المادة الفئة
    الشهادات الوحدة العلامة التعبئة سعر وصف كمية وزن
"""
_WORDS = frozenset(_TEXT.split())
_PARTS = (
    *(
        "货号",
        "编号",
        "品名",
        "名称",
        "产品",
        "商品",
        "单价",
        "价格",
        "规格",
        "型号",
        "数量",
        "起订",
        "材质",
        "颜色",
    ),
    *(
        "重量",
        "产地",
        "交货",
        "交期",
        "货期",
        "包装",
        "品牌",
        "类别",
        "分类",
        "描述",
        "单位",
        "认证",
        "备注",
        "尺寸",
    ),
    *(
        "貨號",
        "編號",
        "名稱",
        "產品",
        "單價",
        "價格",
        "規格",
        "型號",
        "數量",
        "顏色",
        "產地",
        "交貨",
        "包裝",
        "類別",
    ),
    *(
        "品番",
        "商品名",
        "製品",
        "単価",
        "価格",
        "数量",
        "最小",
        "納期",
        "原産",
        "材質",
        "色",
        "重量",
        "入数",
        "認証",
    ),
    *("カテゴリ", "ブランド", "メーカー", "サイズ", "説明", "コード", "ロット", "型番", "備考", "通貨"),
)
_TOKEN = re.compile(r"[^\W\d_]+")


def is_header_word(text: str, /) -> bool:
    """Whether a short text holds a word that heads columns.

    >>> is_header_word("Preis EUR"), is_header_word("单价(元)"), is_header_word("Blue bottle")
    (True, True, False)
    """
    if len(text) > 60:
        return False
    lowered = text.casefold()
    if any(token in _WORDS for token in _TOKEN.findall(lowered)):
        return True
    return not text.isascii() and any(part in text for part in _PARTS)  # they are all of other scripts
