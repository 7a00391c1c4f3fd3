"""Rows of a list that are no goods: sums, taxes and charges, in the nine languages."""

from __future__ import annotations

import re

from dragoman.remembered import remembered
from dragoman.vocabulary.currencies import codes
from dragoman.vocabulary.folding import fold_keeping_places

_SUMS = """
    total totals totaux totales totais subtotal subtotals subtotaux sum sums
    summe zwischensumme gesamtsumme nettosumme bruttosumme endsumme gesamt gesamtbetrag gesamtpreis nettobetrag bruttobetrag endbetrag
    rechnungsbetrag zwischentotal übertrag insgesamt zahlbetrag suma sumas somme soma vat mwst ust umsatzsteuer mehrwertsteuer
    iva tva gst ндс versandkosten versandkostenpauschale frachtkosten lieferkosten transportkosten shipping freight postage
    envío flete frete итого всего сумма подытог доставка
    المجموع الإجمالي إجمالي مجموع الضريبة ضريبة الشحن
    carried brought übertrag report reporte transporte vortrag
"""
_BESIDE = """
    grand sub net netto neto net gross brutto bruto brut nett netta general generale générale général geral generales of the de du del des la le el da do
    d l incl including inclusive inkl inklusive excl excluding exclusive exkl ex zzgl plus and und et y e i и with without mit ohne sans avec
    con sin com sem с без в taxes taxe tax taxa impuestos impostos ht ttc hors price prices preis amount amounts betrag montant importe valor value
    order bestellung commande pedido cost costs kosten charge charges fee handling forward over on auf aus für for per delivery port frais gastos
    coste custo costo к оплате стоимость заказ заказа сумма цена нетто брутто
    الكلي العام القيمة المضافة شامل غير بدون مع تكلفة رسوم قيمة مبلغ المبلغ
    euro euros dollar dollars us item items line lines position positions positionen
"""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_CJK_SUMS = r"合计|总计|小计|总金额|总额|总价|税额|增值税|运费|合計|小計|総計|総額|總計|總額|總金額|消費税|送料|運費|運賃|繰越"
_CJK_BESIDE = (
    r"金额|金額|含税|不含税|未税|税込|税抜|税别|税別|人民币|美元|欧元|元|円|价|ご請求|請求|御|商品|货款|内|率"
)
_CJK_WHOLE = re.compile(rf"(?:{_CJK_BESIDE})*(?:{_CJK_SUMS})(?:{_CJK_SUMS}|{_CJK_BESIDE})*")
_CJK_OTHERS = re.compile(rf"(?:{_CJK_BESIDE})+")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 60


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold_keeping_places(listed)[0].split())


_SUM_WORDS = _folded(_SUMS)
_OTHER_WORDS = _folded(_BESIDE) | frozenset(code.lower() for code in codes())
_CHARGES = tuple(
    fold_keeping_places(one)[0]
    for one in ("frais de port", "frais de livraison", "gastos de envío", "handling")
)


@remembered(20_000)
def is_sum(text: str, /) -> bool:
    """Whether a row's name is that of a sum, a tax or a charge, and of nothing else.

    >>> [is_sum(text) for text in ("Total EUR", "zzgl. 19% MwSt", "合计金额", "Total station", "Sum filter 20 mm")]
    [True, True, True, False, False]
    """
    if len(text) > _LONGEST:
        return False
    folded = fold_keeping_places(text)[0]
    said = folded.startswith(_CHARGES)
    for word in _WORD.findall(folded):
        if _CJK.match(word):
            if _CJK_WHOLE.fullmatch(word) is not None:
                said = True
            elif _CJK_OTHERS.fullmatch(word) is None:
                return False
        elif word in _SUM_WORDS:
            said = True
        elif word not in _OTHER_WORDS:
            return False
    return said
