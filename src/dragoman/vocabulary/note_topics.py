"""What a note beside a price list speaks of, in the nine languages: its prices, or other sums (freight, fees, banks)."""

from __future__ import annotations

from typing import Literal

from dragoman.vocabulary.phrases import Phrases

NoteTopic = Literal["prices", "other_sums"]

_TOPICS: dict[NoteTopic, str] = {
    "prices": """
        price | prices | pricing | priced | pricelist | quoted | quotation | quotations | currency | amounts |
        价格 | 单价 | 报价 | 价目 | 币种 | 货币 | 價格 | 單價 | 報價 | 幣種 |
        precio | precios | cotizacion | moneda | divisa | tarifas | preis | preise | preisen | preisliste | listenpreis* | nettopreis* | einzelpreis* | stückpreis* | angebotspreis* | währung | beträge |
        prix | devise | monnaie | montants | preço | preços | cotação | moeda | valores |
        価格 | 単価 | 見積 | 通貨 | السعر | سعر | أسعار | الأسعار | العملة | عملة | цена | цены | ценах | ценам | прайс* | прейскурант* | валюта | валюте
    """,
    "other_sums": """
        freight | shipping | postage | courier | delivery charge | delivery charges | delivery cost | delivery costs | delivery fee | handling | surcharge | surcharges | fee | fees |
        minimum order | minimum order value | min order | min. order | minimum value | order value | orders above | orders over | orders below | orders under | sample | samples | deposit | bank | account | iban | swift | exchange rate | insurance | credit limit | tooling | mould | setup |
        运费 | 邮费 | 快递 | 运输 | 手续费 | 起订金额 | 最低订单 | 最低消费 | 订单满 | 定金 | 押金 | 样品 | 银行 | 账户 | 账号 | 汇率 | 保险 | 模具 | 運費 | 銀行 | 匯率 |
        flete | envío | envíos | portes | gastos | transporte | recargo | pedido mínimo | pedidos superiores | importe mínimo | depósito | muestra | muestras | banco | cuenta | tipo de cambio | seguro |
        versand* | fracht* | porto | lieferkosten | lieferpauschale | zustellung* | transportkosten | zuschlag* | mindermengenzuschlag* | mindestbestellwert* | mindestauftragswert* | mindestbestellung* | bestellwert* | auftragswert* | gebühr* | pauschale* | frei haus ab | anzahlung* | bank* | konto* | wechselkurs* | muster* | versicherung* | werkzeugkosten |
        frais | port | franco | livraison | expédition | supplément* | minimum de commande | commande minimum | commande minimale | commandes supérieures | acompte | banque | compte | taux de change | échantillon* | assurance |
        frete | envio | taxa | taxas | pedido mínimo | encomenda mínima | pedidos acima | conta | câmbio | amostra* | adiantamento |
        送料 | 運賃 | 配送料 | 配送 | 手数料 | 最低注文 | 最小注文 | サンプル | 銀行 | 口座 | 為替 | 保証金 | 金型 |
        الشحن | شحن | النقل | التوصيل | رسوم | الحد الأدنى | عربون | البنك | بنك | حساب | سعر الصرف | عينة | عينات | التأمين |
        доставк* | фрахт* | перевозк* | пересылк* | минимальн* заказ* | минимальн* сумм* | заказ* от | комисси* | сбор | сборы | задат* | предоплат* | банк* | счет | счета | счёт | курс | образц* | образец | страхов*
    """,
}
_PHRASES = Phrases(_TOPICS)


def note_topics(text: str, /) -> frozenset[str]:
    """The topics that a text names.

    >>> sorted(note_topics("Versandkosten 5 USD pro Sendung")), sorted(note_topics("Alle Preise in EUR"))
    (['other_sums'], ['prices'])
    """
    return frozenset(one.code for one in _PHRASES.find(text))
