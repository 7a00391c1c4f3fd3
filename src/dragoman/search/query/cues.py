"""Words around a value that tell what it is: "under" before an amount, "以内" behind a span of time.

Each expression is matched right before or right behind a value, in any of the nine languages; a mixed question
("500 bottles nach Hamburg") is as good as another.
"""

from __future__ import annotations

import re


def _before(*alternatives: str) -> re.Pattern[str]:
    """Matches at the end of the text before a value; several cues may follow each other ("für unter")."""
    words = "|".join(alternatives)
    return re.compile(
        rf"(?:(?:(?<!\w)(?:{words})(?![A-Za-zÀ-ɏа-яё])|(?:{words})(?=\s*$))[\s:]*)+$", re.IGNORECASE
    )


def _cjk_before(words: str, cjk: str) -> re.Pattern[str]:
    """Words matched whole, Chinese, Japanese and prefixed Arabic ones anywhere."""
    return re.compile(rf"(?:(?:(?<!\w)(?:{words})(?!\w)|(?:{cjk}))[\s:：]*)+$", re.IGNORECASE)


def _behind(words: str, cjk: str = "") -> re.Pattern[str]:
    more = rf"|(?:{cjk})" if cjk else ""
    return re.compile(rf"^(?:\s*(?:(?:{words})(?!\w){more}))+", re.IGNORECASE)


_ARTICLES = r"|the|of|a|an|von|der|die|das|de|del|la|le|les|el|los|du|des|do|da|dos|das|um|uma"

_NO_HAN = r"(?:不(?:要|能|可以?|得|应|会|想|许|允许|希望)?|别|勿|未)"
_MORE_HAN, _LESS_HAN = r"[大高多重长宽厚粗深强贵]于", r"(?:[小低少轻短窄薄矮细浅弱]|便宜)于"
_OR_EQUAL_HAN = r"(?:或者?)?(?:等于)?"
_LEAST_HAN = rf"{_NO_HAN}(?:{_LESS_HAN}|低过|少过)|(?:{_MORE_HAN}|超过){_OR_EQUAL_HAN}|至少|起码|最少|最低|最小|最低でも|少なくとも|[≥>]=?"
_MOST_HAN = rf"{_NO_HAN}(?:{_MORE_HAN}|超过|超出|超|高过)|{_LESS_HAN}{_OR_EQUAL_HAN}|不到|不足|未满|至多|最多|顶多|最高|最大|最贵|多くとも|[≤<]=?"
"""Chinese limits: "不轻于" is at least, "轻于" is less, "不得超过" at most; of two that end alike the longer one says it."""

BUDGET_BEFORE = _cjk_before(
    r"under|below|less than|up to|at most|no more than|not more than|not over|not above|not exceeding|not to exceed|max|max\.|maximum|budget|budget of|for|at|around|about|within|cheaper than|price|unit price|target price|at less than"
    r"|unter|bis|bis zu|höchstens|hoechstens|maximal|weniger als|nicht mehr als|nicht über|für|fuer|zu|je|preis|stückpreis|budget von|günstiger als|pro stück"
    r"|menos de|por menos de|por debajo de|hasta|máximo|maximo|máx\.?|max de|como máximo|no más de|que no superen?|sin superar|a menos de|por|precio|inferior a|presupuesto|presupuesto de"
    r"|moins de|à moins de|jusqu'à|jusqu’à|au maximum|au plus|sous|inférieur à|pas plus de|ne dépass(?:e|ent|ant) pas|pour|prix|budget de|à moins d'"
    r"|abaixo de|por menos de|até|no máximo|máximo de|não mais de|que não (?:ultrapassem?|excedam?|passem? de)|preço|inferior a|orçamento|orçamento de"
    r"|до|не дороже|не более|не больше|менее|меньше|дешевле|максимум|макс\.?|по цене|по цене до|цена|цена до|не выше|за|бюджет|ценой до"
    r"|أقل من|بأقل من|اقل من|باقل من|لا يزيد عن|لا يتجاوز|حتى|بحد أقصى|بسعر|بسعر أقل من|سعر|بسعر اقل من|ميزانية|السعر|تحت|بما لا يتجاوز",
    _MOST_HAN
    + r"|以内|控制在|单价|每个|每只|每件|总?价格?|总?预算|総?予算|単価|価格は?|上限|一個|1個|1本|一本|1個あたり|一個あたり|あたり",
)
BUDGET_BEHIND = _behind(
    r"or less|or below|or cheaper|max|maximum|oder weniger|o menos|ou moins|ou menos|или меньше|или дешевле|أو أقل|كحد أقصى|макс\.?|each|per unit|per piece|apiece|pro stück|je stück|das stück|por unidad|por pieza|la unidad|l'unité|par pièce|pièce|à l'unité|por unidade|por peça|cada|за штуку|за шт\.?|за единицу|للقطعة|للواحدة|للوحدة|لكل قطعة|每个|each or less|a piece|c/u|budget|presupuesto|orçamento|бюджета?|ميزانية",
    r"(?:及|或者?)?以下|以内|之内|未満|を?超えない|より安い|まで|左右|封顶|(?:的?预算)|/个|/只|/個|每个|一个",
)
LOWEST_BEFORE = _cjk_before(
    r"not less than|no less than|not under|not below|nicht weniger als|nicht unter|no menos de|pas moins de|não menos (?:de|do que)|не дешевле|не меньше|не ниже|لا يقل عن|ليس أقل من|(?:minimum|at least|not less than)|over|above|more than|from|starting (?:at|from)|über|mehr als|mindestens|ab|más de|al menos|desde|a partir de|à partir de|mínimo|plus de|au moins|mais de|acima de|por encima de|au-dessus de|pelo menos|no mínimo|дороже|выше|свыше|больше|более|от|не менее|أكثر من|على الأقل|(?:ابتداء )?من(?=\s*$)|لا تقل عن",
    _LEAST_HAN,
)
BASIS = re.compile(
    r"(?<!\w)(?:each|apiece|pieces?|unit|stück|stueck|stk|pieza|unidad|unité|pièce|peça|unidade|cada|штук\w*|шт|единицу|للقطعة|للواحدة|للوحدة|c/u)(?!\w)|[/每一1][个個件只枚本台]",
    re.IGNORECASE,
)
"""Within a budget's words: it is for a piece, whatever the order is counted in."""
TOTAL = re.compile(
    r"(?<!\w)(?:in total|total|all in all|altogether|overall|for everything|insgesamt|gesamt\w*|en total|au total|no total|totales|всего|в сумме|итого|общ\w+|(?:ال)?إجمالي\w*|المجموع|إجمالا|بالكامل|за всё|за все|tout compris|todo incluido|le tout|pour le tout|por todo|todo por|tudo por|por tudo|alles zusammen|zusammen)(?!\w)|总共|总价|合计|総額|一共|共计|总计|加起来|合計|全部で|总预算",
    re.IGNORECASE,
)
DEADLINE_BEFORE = _cjk_before(
    r"for|para|para el|para o|para a|pour|pour le|zum|by the|bis zum|a más tardar|a más tardar el|au plus tard|au plus tard le|até ao|o mais tardar|не позже|بحلول|in|within|in less than|in under|not later than|delivery in|delivered in|delivery within|lead time|by|before|until|no later than|max"
    r"|innerhalb|innerhalb von|binnen|in|spätestens in|lieferung in|lieferzeit|lieferung innerhalb von|bis|bis zum|vor|bis spätestens|lieferbar in|spätestens am"
    r"|en|dentro de|en menos de|en un plazo de|plazo|entrega en|antes de|antes del|para el|hasta el|en máximo"
    r"|dans|sous|en|d'ici|d’ici|livraison sous|livraison en|livré en|livrées en|sous un délai de|délai|avant|avant le|d'ici le|en moins de|livrés sous"
    r"|em|dentro de|em até|no prazo de|prazo de|entrega em|antes de|até|até o dia|num prazo de|em menos de"
    r"|в течение|через|за|в|в срок|срок|доставка за|со сроком|до|не позднее|к|срок поставки|с доставкой за|за срок до"
    r"|خلال|في غضون|في|بعد|قبل|مدة|خلال مدة|التسليم خلال|في مدة|قبل يوم|في خلال",
    r"在|约|需在|最迟|交期|货期|要求|納期|納期は",
)
DEADLINE_BEHIND = _behind(
    r"or less|or sooner|from now|delivery|lead time|lieferzeit|oder weniger|de entrega|de délai|de plazo|de prazo|من الآن",
    r"内に|以内に|以内で|以内|之内|内|之前|前|までに|まで|后|で",
)
DESTINATION_BEFORE = _cjk_before(
    r"to|into|for|delivery|for delivery to|deliver to|delivered to|delivery to|ship to|shipped to|shipping to|port of|delivered|dap|ddp|in|sent to|destination|to the port of"
    r"|nach|für|lieferung|liefern|lieferung nach|geliefert nach|bis|versand nach|frei|in|zum hafen|lieferort|liefern nach"
    r"|a|al|hacia|hasta|con entrega en|entrega|envío|entrega en|envío a|enviado a|entregado en|puestas en|en|destino|entregadas en|para|con destino a|puerto de|al puerto de|entregados en"
    r"|à|vers|au|aux|pour|livraison|livraison au|livré à|livrés à|livraison à|livrées à|expédié à|rendu|destination|jusqu'à|au port de|en"
    r"|para|em|no|na|com entrega em|entrega em|entregue em|entregues em|envio para|destino|até|porto de|para o porto de"
    r"|в|до|на|доставка|поставка|г\.|с доставкой в|доставка в|с поставкой в|поставка в|доставкой до|с доставкой до|доставить в|порт|для"
    r"|إلى|الى|التسليم|التوصيل|الشحن|للتسليم في|التسليم في|تسليم في|توصيل إلى|التوصيل إلى|شحن إلى|الشحن إلى|في|تسليم إلى|للتوصيل إلى|إلى ميناء|ميناء|التسليم إلى|يتم توصيلها إلى|واصل",
    r"到|运到|运至|发往|送到|送至|送往|交付到|交货到|交到|至|寄到|发货到|发货至|运往|出口到|交货地|目的地|目的港|目的港为|运送到|إلى|ل",
)
DESTINATION_BEHIND = _behind(
    r"delivery", r"港まで|港へ|まで|へ|向け|着|行き|に配送|に納品|納品|に届け|港|交货|到货|宛|渡し|配送"
)
ORIGIN_BEFORE = _cjk_before(
    r"made in|manufactured in|produced in|from|origin|country of origin|aus|hergestellt in|made by|herkunft|hecho en|fabricado en|hechas en|fabricadas en|hechos en|procedente de|de origen|fabriqué en|fabriqués en|fabriquées en|provenant de|feito em|fabricado em|feitas em|fabricados em|de origem|из|сделано в|произведено в|произведенн\w+ в|производство|производства|صنع في|صنعت في|مصنوعة في|مصنوع في|من|imported from|importiert aus|importad[oa]s? d[eoa]|importée?s? (?:de|du|d')|produce of|country of manufacture|herkunftsland|ursprung|ursprungsland|hergestellt in der|produziert in|gefertigt in|aus der|aus den"
    r"|origen|país de origen|producid[oa]s? en|fabricad[oa]s? en|hech[oa]s? en|elaborad[oa]s? en|procedentes de|procedencia|provenientes? de"
    r"|origine|d'origine|d’origine|pays d'origine|pays d’origine|fabriquée?s? (?:en|au|aux|à)|faite?s? (?:en|au|aux)|produite?s? (?:en|au|aux)|provenance|en provenance (?:de|du|d'|des)|venant (?:de|du)|du|fabrication"
    r"|origem|país de origem|fabricad[oa]s? (?:em|no|na|nos)|feit[oa]s? (?:em|no|na|nos)|produzid[oa]s? (?:em|no|na|nos)|provenientes? d[eoa]|procedentes? d[eoa]|vind[oa]s? d[eoa]|do|da|dos"
    r"|страна происхождения|происхождение|страна производства|сделан\w* в|произведен\w* в|производител\w+ из|بلد المنشأ|المنشأ|منشأ|صناعة|صنع|إنتاج|مصدرها",
    r"产自|来自|原产|生产于|原产地|产地|原产国|原産国|原産地|産地",
)
ORIGIN_BEHIND = _behind(
    r"origin|made|production",
    r"国?(?:制造|生产)的?|出产的?|原装|原产|进口的?|国?产的?|国?制的?|製造?|生?産|の(?!み)",
)
NOT_BEFORE = _cjk_before(
    r"neither|nor|weder|weder [^,;.]{1,40} noch|ni|nem|ни|ولا|without any|free of|free from|frei von|libres? de|exempts? de|livres? de|isent[oa]s? de|nada de|aucune?|pas d'|pas d’|pas du|pas des|pas en|sauf|nicht mit|nicht in|other than|anything but|no en|que no sean? de|que não seja d[eoa]|não de|não d[ao]|nicht aus der|not from the|no from|خالية? من|من غير|لا تكون من"
    r"|(?:we )?(?:do not|don't|don’t) want(?: any)?|no (?:queremos|quiero|quieren)|não (?:queremos|quero)|(?:on|nous|je) ne (?:veux|veut|voulons) pas (?:de|d'|d’)|لا (?:نريد|أريد|نقبل)|не (?:хотим|хочу|нужен|нужна|нужны)|que no sean de|que não sejam? d[eoa]s?|sem ser(?: d[eoa]s?)?|que no vengan?(?: de)?|(?:qui )?ne (?:viennent|proviennent|soient) pas (?:de|d'|du|des)|not|no|non-|non|without|except|excluding|but not|never|kein|keine|keinen|nicht|ohne|außer|bitte kein|sin|excepto|nada de|pas|pas de|sans|sauf|hors|não|sem|exceto|не|без|кроме|بدون|ليس|ليست|غير|من دون|ما عدا|not made of|not from|not made in|nicht aus|no de|que no sea de|pas de la|не из|ليس من",
    r"不要|不含|不是|非|除了|不能是|不能有|不用|不接受|不想要|不带|不得含有?|勿|禁用|禁止|无|拒绝|谢绝",
)
NOT_BEHIND = re.compile(
    r"^\s*(?:-?(?:free|frei|freie[rnms]?)(?!\w)|(?:excluded|ausgeschlossen|excluid[oa]s?|exclue?s?)(?!\w)|以外|なし|無し|抜き|不可|ではない|でない|除外|不使用|未使用|(?:を|は|が|も)?(?:使わない|使用しない|含まない|避けて|入れない)(?:で)?(?:ください|下さい|もの)?|禁止|は?NG|フリー|を除く|no(?=\s*(?:[,;.)]|$)))",
    re.IGNORECASE,
)
MUST = re.compile(
    r"(?<!\w)(?:exclusively|compulsory|needed(?!\s(?:in|by|within|before|for|on)(?!\w))|erforderlich|vorgeschrieben|pflicht|zwingende?|ausschliesslich|únicamente|unicamente|exclusivamente|exigid[oa]s?|requerid[oa]s?|indispensables?|imprescindibles|exclusivement|impérati(?:f|fs|ve|ves)|exigée?s?|requise?s?|indispensáve(?:l|is)|somente|só|necessári[oa]s?|исключительно|обязат\w+|непременно|إلزامية|ضرورية|حصرا|حصريا|مطلوبة|إجباري\w*|لازم|لا بد|must(?:\s+(?:be|have))?|required|mandatory|only|essential|strictly|muss|müssen|zwingend|unbedingt|ausschließlich|nur|debe|deben|obligatori\w+|imprescindible|solo|sólo|doit|doivent|obligatoire\w*|impérativement|uniquement|deve|devem|obrigatóri\w+|apenas|обязательн\w*|должн\w*|только|строго|يجب|ضروري|فقط|إلزامي)(?!\w)"
    r"|必须|务必|一定要|只要|仅限|只限|必需|必备|必須|絶対|厳守|必ず",
    re.IGNORECASE,
)
NOT_NEEDED_BEHIND = re.compile(
    r"\s*(?:(?:is|are|ist|sind|es|est|não é|не)\s)?(?:not (?:needed|required|necessary|important)|nicht (?:nötig|erforderlich|notwendig|zwingend)|no (?:es )?(?:necesari[oa]s?|hace falta|obligatori[oa]s?)|pas (?:nécessaires?|obligatoires?|besoin)|(?:não (?:é )?)?(?:desnecessári[oa]s?|dispensáve(?:l|is))|não (?:é )?(?:necessári[oa]s?|obrigatóri[oa]s?)|не (?:нуж(?:ен|на|но|ны)|требу[ею]тся|обязательн\w+)|غير (?:ضروري\w*|مطلوب\w*)|ليست? (?:ضروري\w*|مطلوب\w*))(?!\w)|(?:可以)?(?:不需要|不用|不必|可有可无|无所谓)|は?(?:不要|必要ありません|なくても(?:可|いい|よい))",
    re.IGNORECASE,
)
"""Behind a certificate that is named only to say that it may be missing."""
POSTPOSED_MUST = re.compile(r"(?<=\S)(?:必須|必需|必备|必须|絶対)(?=[\s、，,。]|$)")
"""Such a word insists on what stands before it."""
MUST_BEHIND = re.compile(
    r"^(?:製|産|の|もの|\s){0,3}(?:のみ|限定|に限る|だけ)|^(?:認証|証明書?|規格|適合)?(?:が|は)?必要"
)
"""Japanese words that insist on what stands right before them, and on nothing behind them."""
INSIDE_BEHIND = re.compile(
    r"\s?(?:装|用|入り?|掛け|組の|連|/)|\s?-?(?:er|fach|teilig\w*|pack|piece|part)(?!\w)|[\s-](?:set|kit|puzzle|rack)\s*,\s*\d",
    re.IGNORECASE,
)
"""Behind a count: it counts what one piece of the goods holds ("24瓶装", "100 piece set, 600 sets")."""
QUANTITY_BEFORE = _cjk_before(
    r"quote|quotation for|offer for|price for|prices for|require|requires|interested in|purchase|supply|get|brauch|brauchen|bräuchte|bräuchten|benötige|benötigen|suchen|gesucht|gesucht werden|angebot für|angebot über|bestellen|hätten gern|hätte gern"
    r"|necesitamos|necesitaría|buscamos|busco|comprar|cotización de|cotizar|cotización para|pedido de|presupuesto para|queremos|cherche|cherchons|recherche|recherchons|commander|devis pour|besoin d'|offre pour|il nous faut|il me faut|acheter|voudrais"
    r"|precisamos|precisamos de|procuro|procuramos|orçamento para|cotação de|cotação para|encomendar|нужна|нужно купить|требуется|требуются|ищем|ищу|купить|закупка|заказ|заказать|предложение на|необходимо|نبحث عن|نريد|مطلوب|شراء|طلب"
    r"|ab|a partir de|desde|à partir de|dès|need|want|order|buy|quantity|qty|qty\.|for|of|looking for|menge|brauche|suche|bestelle|cantidad|necesito|compro|quiero|quantité|commande|besoin de|quantidade|preciso de|quero|количество|нужно|нужны|нужен|закупаем|الكمية|كمية|أحتاج|أحتاج إلى|نحتاج|أريد|about|approximately|circa|ca|ca\.|etwa|unos|unas|environ|cerca de|около|примерно|حوالي",
    r"需要|数量|采购|求购|订购|购买|要|买|个|約|大约|约",
)
QUANTITY_LABEL = _cjk_before(
    r"minimum order(?: quantity)?|min\.? order(?: quantity)?|moq|mindestbestellmenge|mindestmenge|mindestabnahme|pedido mínimo|cantidad mínima|commande minimum|quantité minimum|quantité minimale|minimum de commande|quantidade mínima|encomenda mínima|минимальн\w+ (?:заказ|партия|количество)|الحد الأدنى للطلب"
    r"|quantity|qty\.?|order quantity|order qty\.?|volume|amount|menge|stückzahl|anzahl|bestellmenge|cantidad|cant\.?|quantité|qté\.?|quantidade|qtde?\.?|qtd\.?|количество|кол-во|объ[её]м|объ[её]м заказа|тираж|партия|lot de|lote de|partie von|الكمية|كمية|العدد|عدد|لعدد|الكمية المطلوبة",
    r"最小起订量|起订量|最小订购量|最小発注数|最低発注数|数量|采购量|订购量|需求量|订量|個数|発注数|必要数|ロット",
)
_LARGER = (
    r"(?:larger|bigger|greater|longer|taller|higher|wider|deeper|thicker|heavier|stronger) than|(?:größer|länger|höher|breiter|tiefer|dicker|schwerer|stärker) als"
    r"|(?:más (?:grandes?|larg[oa]s?|alt[oa]s?|anch[oa]s?|gruesos?|pesad[oa]s?)|mayor(?:es)?) (?:que|de|a)|plus (?:grande?s?|longu?e?s?|haute?s?|larges?|épaisse?s?|lourde?s?) que|supérieure?s? à"
    r"|(?:maior(?:es)?|mais (?:long[oa]s?|compridos?|alt[oa]s?|larg[oa]s?|pesad[oa]s?)) (?:que|do que)|superior(?:es)? a|больше чем|больше|длиннее|выше|шире|тяжелее|толще|свыше|أكبر من|أطول من|أثقل من|أعلى من|يزيد عن"
)
_SMALLER = (
    r"(?:smaller|lower|shorter|narrower|thinner|lighter|slimmer|less heavy) than|(?:kleiner|kürzer|niedriger|schmaler|dünner|leichter) als"
    r"|(?:más (?:pequeñ[oa]s?|cort[oa]s?|baj[oa]s?|estrech[oa]s?|delgad[oa]s?|liger[oa]s?|livian[oa]s?)|menor(?:es)?) (?:que|de|a)|plus (?:petite?s?|courte?s?|basse?s?|étroite?s?|minces?|lég[eè]re?s?) que|inférieure?s? à"
    r"|(?:menor(?:es)?|mais (?:pequen[oa]s?|curt[oa]s?|baix[oa]s?|estreit[oa]s?|leves?|fin[oa]s?)) (?:que|do que)|inferior(?:es)? a|меньше чем|меньше|короче|ниже|уже|легче|тоньше|أصغر من|أقصر من|أخف من"
)
LEAST_BEFORE = _cjk_before(
    r"at least|min|min\.|minimum|not less than|no less than|not under|not below|not (?:smaller|shorter|lighter|lower) than|mindestens|wenigstens|nicht weniger als|nicht unter|nicht (?:kleiner|kürzer|leichter|dünner) als"
    r"|al menos|mínimo|no menos de|no menor(?:es)? (?:de|que|a)|no inferior(?:es)? a|au moins|minimum de|pas moins de|pas inférieure?s? à|pelo menos|no mínimo|não menos (?:de|do que|que)|não inferior(?:es)? a"
    r"|acima de|mín\.?|d'au moins|не менее|не меньше|не ниже|не легче|не короче|минимум|мин\.?|от|على الأقل|(?:ما )?لا [يت]قل عن|ليست? أقل من|more than|over|above|mehr als|über|más de|plus de|mais de|более|أكثر من|exceeding|"
    + _LARGER,
    _LEAST_HAN,
)
MOST_BEFORE = _cjk_before(
    r"at most|max|max\.|maximum|up to|under|below|less than|no more than|not more than|not over|not above|not exceeding|(?:that |which )?(?:does|do|must|may|should|can|shall) not exceed|not to exceed|no (?:larger|bigger|longer|heavier|wider|higher|taller|thicker) than|not (?:larger|bigger|longer|heavier|wider|higher|taller|thicker) than"
    r"|höchstens|maximal|bis|bis zu|unter|weniger als|nicht mehr als|nicht über|nicht (?:größer|länger|schwerer|höher|breiter|dicker) als"
    r"|como máximo|máximo|máx\.?|hasta|menos de|no más de|no mayor(?:es)? (?:de|que|a)|no superior(?:es)? a|sin superar|sin exceder|au plus|jusqu'à|moins de|pas plus de|ne dépass(?:e|ent|ant) pas|pas supérieure?s? à|no máximo|até|menos de|não mais (?:de|do que|que)|não superior(?:es)? a"
    r"|не более|не больше|не выше|не свыше|не длиннее|не тяжелее|до|максимум|макс\.?|менее|بحد أقصى|لا [يت]زيد عن|لا [يت]تجاوز|ليست? أكثر من|حتى|أقل من|"
    + _SMALLER,
    _MOST_HAN,
)
_OR_MORE = (
    r"(?:or|and) (?:more|up|upwards?|above|over|greater)|(?:oder|und) (?:mehr|darüber)|aufwärts|[oy] más|en adelante|(?:ou|et) plus|ou davantage|(?:ou|e) mais|em diante"
    r"|(?:или|и) (?:более|больше|выше)|[أا]و [أا]كثر|ف[أا]كثر|فما فوق"
)
_OR_LESS = r"or (?:less|fewer|below|under)|oder (?:weniger|darunter)|o menos|ou moins|ou menos|(?:или|и) (?:менее|меньше)|[أا]و [أا]قل|ف[أا]قل"
LEAST_BEHIND = _behind(
    _OR_MORE
    + r"|(?:at least|minimum|min\.?|mínimo|mindestens|минимум|au minimum|como mínimo|no mínimo)(?!\s*(?:order|quantity|qty|de|\d|\w+menge))|كحد أدنى|\+(?!\s*\w)",
    r"(?:及|或者?)?以上|或更(?:大|多|长|高|重)|起(?![订批始])|(?:を|以上を?)?超(?:える|(?!え))|を下回らない|より(?:大き|重|長|高|太|厚|広)い",
)
MOST_BEHIND = _behind(
    _OR_LESS + r"|max|maximum",
    r"(?:及|或者?)?以下|以内|之内|未満|を?超えない|より(?:小さ|軽|短|低|細|薄|狭)い|或更(?:小|少|短|低|轻)",
)
ORDER_LIMIT_BEHIND_GOODS = re.compile(
    r"\s(?:(?P<about>more or less|give or take|mehr oder weniger|más o menos|plus ou moins|mais ou menos|более[- ]или[- ]менее)"
    rf"|{_OR_MORE}|{_OR_LESS}|minimum|at least|mindestens|mínimo|au minimum|como mínimo|no mínimo|минимум|كحد أدنى|maximum|max\.?|at most|höchstens|maximal|como máximo|au maximum|no máximo|максимум|كحد أقصى)(?!\w)"
    r"|\s?(?:及|或者?)?以[上下]|\s?或更[多少]",
    re.IGNORECASE,
)
"""Behind goods that were counted before: "500 mugs or more"."""
OF_A_PRICE = re.compile(
    r"(?<!\w)(?:under|below|less than|over|above|unter|weniger als|über|menos de|por debajo de|moins de|abaixo de|acima de|менее|меньше|выше|свыше|أقل من)\s*$|[低高]于\s*$",
    re.IGNORECASE,
)
"""Limits that are said of a price as well as of an order: a bare number behind them is neither for sure."""

TRADE_WORDS = re.compile(
    r"(?<!\w)(?:delivery|delivered|shipping|shipped|certified|certificate|certification|(?:unit )?price(?!\s(?:tag|label|gun|display|holder|sticker|rail))|budget|each|compliant|compliance|per (?:piece|unit)|lead time|quantity|qty|moq"
    r"|lieferung|geliefert|lieferbar|lieferzeit|zertifiziert|zertifikat|zertifizierung|preis|pro stück|je stück|stückpreis|versand|menge"
    r"|entrega|entregad[oa]s?|envío|certificad[oa]s?|certificación|precio|por unidad|por pieza|plazo"
    r"|livraison|livrée?s?|certifiée?s?|certificat|prix|par pièce|l'unité|délai"
    r"|entregues?|envio|certificação|preço|por unidade|por peça|prazo"
    r"|доставк[аойи]+|поставк[аойи]+|сертификат\w*|сертифицирован\w*|цен[аойы]+|за штуку|срок\w*"
    r"|التسليم|تسليم|التوصيل|توصيل|الشحن|شهادة|السعر|سعر|بسعر|للقطعة|القطعة|معتمدة|معتمد)(?!\w)"
    r"|交货|交付|送货|发货|运送|认证|单价|价格|交期|納期|納品|配送|認証|単価|価格",
    re.IGNORECASE,
)
LOOSE_ENDS = re.compile(
    r"^(?:[\s,;.:，、。；：·\-–—/()（）!！?？]|(?<!\w)(?:and|or|with|for|of|the|und|oder|mit|für|y|o|con|para|de|del|d'|d’|du|des|da|do|et|ou|avec|pour|e|com|и|или|с|со|для|و|أو|مع|的|和|且|或者?|・|で|の|を|が|は|に)(?!\w))+"
    r"|(?:[\s,;.:，、。；：·\-–—/()（）!！?？]|(?<!\w)(?:and|or|but|aber|pero|но|with|for|to|in|at|by|of|from|und|oder|mit|für|nach|in|zu|y|o|con|para|a|en|por|de|et|ou|avec|pour|à|en|e|com|para|em|até|и|или|с|со|в|до|на|за|для|و|أو|مع|إلى|في|من)(?!\w)|[的和且在到]|[でのをがはに、]|まで)+$",
    re.IGNORECASE,
)
COUNTERS = re.compile(
    r"\s?(?:部|盏|桶|罐|颗|粒|束|册|扇|幅|架|株|朵|顶|杯|具|筒|捆|匹|艘|尊|冊|着|缶|丁|基|機|玉|膳|客|面|樽|脚|足)(?![\u4e00-\u9fff]*[装用入])"
    r"|\s(?:bottles|cans|tins|jars|drums|buckets|pails|tubes|sheets|copies|off(?=\s*(?:[,;.]|$))|ex\.(?!\s?works)|exp\.|pallets|barrels|jerrycans|machines|devices|flaschen|dosen|gläser|fässer|eimer|tuben|platten|geräte|exemplare|kanister"
    r"|botellas|latas|frascos|bidones|barriles|cubos|tubos|láminas|equipos|aparatos|máquinas|tarros|bouteilles|boîtes|bidons|pots|bocaux|fûts|seaux|plaques|appareils|flacons|feuilles"
    r"|garrafas|potes|baldes|bombonas|tambores|chapas|aparelhos|exemplares|máquinas|бутыл\w+|банок|банки|бочек|бочки|вёдер|ведер|листов|листа|аппаратов|приборов|тюбиков|канистр\w*|флаконов|изделий|машин"
    r"|زجاجة|زجاجات|برميل|براميل|عبوة|أنبوب|ماكينة|آلة|لوح|ألواح|نسخة|جالون)(?!\w)",
    re.IGNORECASE,
)
"""Behind a number: words that count goods and are no unit by themselves; such goods are pieces."""
NO_COUNT = re.compile(
    r"\s?(?:days?|weeks?|months?|years?|hours?|minutes?|tage?n?|wochen|monate|jahre|stunden|d[ií]as|semanas|meses|años|anos|horas|jours|semaines|mois|ans|heures|дней|недель|месяцев|лет|года|часов|أيام|أشهر|سنوات|سنة"
    r"|dpi|fps|px|pixels?|nits|tc|threads?|cycles?|zyklen|ciclos|pages?|seiten|páginas|страниц\w*|leds?|kelvin|mesh|plis|zones?|people|persons?|personen|personas|personnes|pessoas|человек\w*|kcal|grit|denier|den|dtex|tex|gauge|iu|ppm|spf|points?|sizes?|colou?rs?|steps|percent|prozent|por ciento|pour cent|процент\w*"
    r"|usd|eur|euros?|dollars?|dólares|рубл\w*|юаней)(?!\w)",
    re.IGNORECASE,
)
"""Behind a number: what is no count of goods though a bare word."""
