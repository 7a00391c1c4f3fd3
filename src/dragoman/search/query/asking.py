"""Words of asking: greetings, "we would like to buy", "could you quote", "preferably", "请问有没有", "お見積りをお願いします".

They say nothing about the goods. They are cut out of the product's words, and a number right behind them counts goods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.model import Language
from dragoman.remembered import remembered
from dragoman.vocabulary.folding import fold_keeping_places
from dragoman.vocabulary.phrases import beginnings

_ABOUT_EN = r"around|about|approx\.?|approximately|roughly|some|circa|ca\.?"
_TO_BUY = r"(?:buy|purchase|order|source|import|get|obtain|procure|find|have|know|receive|request|ask|inquire|enquire|see)(?: (?:for|about))?"
_TO_GIVE = r"(?:send|give|provide|make|offer|quote|supply|advise|deliver|tell|help|confirm|check|ship|source|find|get|recommend)"
_WANT = rf"(?:also |really |urgently |currently |now )?(?:like|love|want|wish|need|require|looking|searching|interested|hoping|planning|seeking|sourcing)(?: (?:to {_TO_BUY}|to|for|in(?: (?:buying|purchasing|ordering|sourcing|importing))?))?"
_EN = (
    r"hello(?: there| all| everyone| team)?|hi(?: there| all| everyone| team)?|hey(?: there)?|greetings",
    r"dear (?:sirs?(?: (?:or|and) madam| ?/ ?madam)?|madam|team|suppliers?|sellers?|all|colleagues|friends?)",
    r"good (?:morning|afternoon|evening|day)|thanks(?: in advance| a lot)?|thank you(?: in advance| very much)?|many thanks|best regards|kind regards|regards",
    r"please|pls|plz|kindly|asap|as soon as possible|urgent(?:ly)?",
    rf"could (?:you|any(?:one|body)|someone)(?: please| kindly| also)?(?: {_TO_GIVE})?(?: (?:me|us))?(?: know)?",
    rf"can (?:you|any(?:one|body)|someone)(?: please| kindly| also)?(?: {_TO_GIVE})?(?: (?:me|us))?(?: know)?",
    rf"would (?:you|any(?:one|body))(?: please| kindly)?(?: be able to)?(?: {_TO_GIVE})?(?: (?:me|us))?(?: know)?",
    rf"i(?:'d| would|'m| am|'ll| will)? {_WANT}|we(?:'d| would|'re| are|'ll| will)? {_WANT}",
    rf"looking (?:for|into|to {_TO_BUY})|search(?:ing)? for|searching|seeking|in need of|in the market for|interested in(?: \w+ing)?",
    rf"need(?:ed|s)?(?: to {_TO_BUY})?|want(?:ed|s)?(?: to {_TO_BUY})?|requires?|wish(?:es)? to {_TO_BUY}|like to {_TO_BUY}|to {_TO_BUY}(?= \d)",
    r"quot(?:e|ation|es)(?: (?:me|us))?(?: (?:for|on|of))?|request for quotation|rfq|rfp|inquiry(?: (?:for|about))?|enquiry(?: (?:for|about))?",
    r"prices? (?:for|of|on|quote|quotation|inquiry|offer|and availability)(?: (?:for|of|on))?|offers? (?:for|me|us|on)|and availability(?: of)?|target price",
    r"(?:your )?best (?:offer|price|prices|quote|quotation|rates?)(?: (?:for|on|of))?|your (?:offer|price|prices|quote|quotation|rates?)(?: (?:for|on|of))?",
    r"(?:a |an )?(?:competitive|good|firm) (?:offer|price|quote|quotation)(?: (?:for|on|of))?",
    rf"{_TO_GIVE} (?:me|us)(?: (?:your|a|an|the))?(?: best)?(?: (?:offer|quote|quotation|prices?))?(?: (?:for|on|of))?",
    r"let (?:me|us) know|advise(?: (?:me|us|on|your|the|best|prices?))*|show me(?: (?:all|some|your))?|anyone(?: (?:selling|offering|who))?",
    r"suppliers?(?: (?:of|for|in))?|manufacturers? (?:of|for)|vendors? (?:of|for)|place an order (?:for|of)|purchase(?: of)?",
    r"our (?:company|firm|client|customer|shop|store|team|business)(?: (?:is|are|needs?|requires?|wants?|would like))?|for (?:our|my|a) (?:company|firm|clients?|customers?|shop|store|business|project)",
    r"how much(?: (?:is|are|for|would|does|do|will))?(?: (?:it|the|you|they))?(?: cost)?(?: for)?",
    r"what(?:'s| is| are| would be)(?: (?:the|your))?(?: (?:best|lowest|current|unit))?(?: (?:prices?|cost|moq|lead time|rates?))(?: (?:for|of|on))?",
    r"who (?:sells|can supply|supplies|makes|stocks|offers|delivers|can deliver)|where (?:can|could|do) (?:i|we) (?:buy|get|find|order|source)|where to (?:buy|get|find)",
    r"do you (?:have|sell|stock|carry|supply|offer|make)(?: any)?|does any(?:one|body) (?:have|sell|supply|stock)|is there any(?:one)?|are there any",
    r"preferabl[ey]|ideally|if possible|where possible|if available|would be (?:nice|great|good|ideal|perfect|preferred|appreciated)|nice to have|preferred",
    r"(?:to )?be (?:shipped|delivered|sent|packed)|(?:it|they|these|which|that) (?:should|shall|must) (?:be|have|arrive|come)|should (?:be|have|come)|must (?:arrive|reach|come|be delivered)|of them",
    r"payment (?:by|terms|via|with|through)[^,.;\n]*|compliant|per (?:chair|bottle|bag|table)",
    rf"(?:{_ABOUT_EN})(?= \d)",
)
_DE = (
    r"hallo(?: zusammen| liebes team)?|guten (?:tag|morgen|abend)|gruss gott|moin|servus|sehr geehrte (?:damen und herren|damen|herren)|liebes team",
    r"danke(?: im voraus| schon)?|vielen dank(?: im voraus)?|mit freundlichen grussen|freundliche grusse|beste grusse|viele grusse|mfg|bitte(?: um)?|dringend|moglichst bald|schnellstmoglich",
    r"(?:konnten|konnen|wurden) sie(?: (?:mir|uns))?(?: bitte)?(?: (?:ein|das|ihr|eine))?(?: (?:bestes )?(?:angebot|preis|preise))?(?: (?:fur|uber|zu|von))?|konnt ihr(?: (?:mir|uns))?|kann (?:mir|uns) jemand",
    r"(?:machen|schicken|senden|nennen|unterbreiten|bieten) sie(?: (?:mir|uns))?(?: bitte)?(?: (?:ein|ihr|einen|den))?(?: (?:angebot|preis))?(?: (?:fur|uber|zu|an))?",
    r"(?:angebot|preis|preise|preisanfrage|anfrage|offerte|kostenvoranschlag)(?: (?:fur|uber|zu|von|an)|:)(?: die lieferung von)?|anfrage|preisanfrage",
    r"ich (?:suche|brauche?|benotige|mochte|wollte|will|hatte gern[e]?|brauchte|interessiere mich fur|bin auf der suche nach|frage an)",
    r"wir (?:suchen|brauchen|benotigen|mochten|wollen|hatten gern[e]?|brauchten|interessieren uns fur|sind auf der suche nach|planen|bestellen|kaufen)",
    r"(?:suche|suchen|brauche|brauchen|benotige|benotigen|mochte|mochten|brauchten|brauchte|hatten gern[e]?|hatte gern[e]?)(?: (?:wir|ich))?(?: (?:einen |eine |nach )?(?:lieferanten|hersteller|anbieter) (?:fur|von))?",
    r"(?:lieferanten|lieferant|hersteller|anbieter) (?:fur|von)|auf der suche nach|zum kauf|gesucht(?: werden| wird)?|benotigt(?: werden| wird)?|gebraucht werden|werden benotigt|wird gesucht",
    r"fur unser(?:e|en)? (?:firma|unternehmen|hotel|restaurant|cafe|kunden|projekt|laden|lager|buro|geschaft|werkstatt|praxis)(?: in)?",
    r"habt ihr|haben sie|hat jemand|fuhrt ihr|gibt es(?: bei (?:ihnen|euch))?|wer (?:liefert|verkauft|hat|bietet|kann liefern|kann)|wo (?:gibt es|bekomme ich|kann ich|kaufen)|was kosten|was kostet|wie teuer (?:sind|ist|waren)|wieviel kosten|wie viel kosten",
    r"(?:ein angebot|ihr angebot|ihr bestes angebot)(?: (?:machen|erstellen|abgeben|zusenden|schicken|fur|uber))?|(?:zu )?(?:machen|anbieten|bestellen|kaufen|liefern|schicken|zusenden|erstellen|beziehen|erwerben)(?=\s*(?:[?.!,]|$))",
    r"am liebsten|am besten|wenn moglich|nach moglichkeit|moglichst|vorzugsweise|bevorzugt|idealerweise|gern[e]?(?: auch)?|gerne in|falls moglich|ware (?:schon|gut|super|ideal)",
    r"(?:etwa|ca\.?|circa|ungefahr|rund|zirka)(?= \d)|liefertermin|lieferort|zahlung[^,.;\n]*|(?:sie|es|die) soll(?:en)?|soll(?:en|te|ten)?(?: sein)?|muss(?:en)? sein",
)
_FR = (
    r"bonjour(?: a tous)?|bonsoir|salut|madame,? monsieur|cher fournisseur|merci(?: d'avance| beaucoup| de (?:nous|me) (?:faire parvenir|envoyer|communiquer|transmettre|indiquer|coter))?|cordialement|bien a vous|s'il vous plait|svp|urgent|en urgence",
    r"(?:pourriez|pouvez|pourrais|peux)[- ](?:vous|tu)(?: (?:me|nous))?(?: (?:faire parvenir|envoyer|faire|donner|proposer|fournir|communiquer|coter|chiffrer|indiquer|etablir|transmettre|livrer|dire))?(?: (?:un|une|votre|vos|le|les))?(?: (?:meilleure?s? )?(?:devis|offre|prix|cotation|tarifs?))?(?: (?:pour|de|sur|concernant))?",
    r"veuillez(?: (?:me|nous))?(?: (?:faire parvenir|envoyer|coter|proposer|communiquer|indiquer|transmettre|chiffrer|faire))?(?: (?:un|une|votre|vos|le|les))?(?: (?:meilleure?s? )?(?:devis|offre|prix|cotation|tarifs?))?(?: (?:pour|de|sur))?",
    r"(?:auriez|avez|vendez|proposez|fournissez|fabriquez|faites)[- ]vous(?: (?:des|du|de la|de l'))?|est-ce que vous (?:avez|vendez|proposez|faites)(?: (?:des|du))?|qui (?:vend|fournit|livre|fabrique|propose|peut fournir|peut livrer)",
    r"(?:nous )?(?:souhaitons|souhaiterions|voudrions|aimerions|desirons|cherchons|recherchons|voulons|envisageons)(?: (?:d'|de )?(?:commander|acheter|acquerir|obtenir|recevoir|importer|nous procurer|avoir|connaitre))?(?: (?:un devis pour|le prix de|un prix pour))?",
    r"nous (?:sommes a la recherche|avons besoin|aurions besoin|sommes interesses)(?: (?:de|d'|par))?|il (?:nous|me) (?:faut|faudrait)|besoin(?: (?:de|d'))?|a la recherche (?:de|d')",
    r"je (?:cherche|recherche|voudrais|veux|souhaite|souhaiterais|desire|aimerais|suis a la recherche de|suis interessee? par)(?: (?:commander|acheter|acquerir|avoir|recevoir|connaitre|obtenir))?(?: (?:un devis pour|le prix de))?",
    r"j'(?:ai|aurais|aimerais|achete)(?: (?:besoin|commander|acheter|avoir))?(?: (?:de|d'|un devis pour))?|on (?:cherche|recherche|a besoin|voudrait|souhaite)(?: (?:de|d'))?",
    r"(?:recherche|cherche|cherchons|recherchons)(?: (?:un |des )?(?:fournisseurs?|fabricants?|grossistes?) (?:de|d'|pour))?|(?:fournisseurs?|fabricants?|grossistes?) (?:de|d'|pour)|commande(?: de|:)|commander|acheter|achat(?: de| d'|:)|demande de (?:prix|devis|cotation)(?: pour|:)?|devis(?: (?:pour|sur|de)|:)?|cotation(?: pour|:)?",
    r"quel(?:s)? (?:est|sont|serait|seraient)(?: (?:votre|vos|le|les))?(?: (?:meilleurs? )?(?:prix|tarifs?|delai))(?: (?:pour|de|d'|sur))?|quel (?:prix|tarif) pour|combien (?:coutent?|pour|coute)|a quel prix|votre meilleur prix(?: pour)?|(?:meilleur )?prix (?:pour|de|d')(?= \d)",
    r"de preference|si possible|idealement|dans l'ideal|de preference en|surtout|au mieux|souhaitee?s?|pour (?:notre|mon|nos) (?:entreprise|societe|hotel|restaurant|boutique|magasin|clients?|projet|cafe|atelier)(?: a)?",
    r"(?:environ|autour de|a peu pres|quelques)(?= \d)|paiement[^,.;\n]*|(?:qui|elles?|ils?) (?:doivent|doit|devront|devra)(?: (?:etre|arriver))?|homologuee?s?|conformes?(?: a| aux)?",
)
_ES = (
    r"hola(?: a todos| equipo)?|buenos dias|buenas(?: tardes| noches)?|buen dia|estimados?(?: (?:senores|proveedor(?:es)?|equipo))?|muy senores mios|gracias(?: de antemano| por adelantado)?|muchas gracias|saludos(?: cordiales)?|un saludo|por favor|urgente(?:mente)?|lo antes posible|cuanto antes",
    r"(?:me|nos)? ?(?:podrian|podria|pueden|puede|podeis|puedes)(?: (?:enviarme|enviarnos|mandarme|mandarnos|cotizar(?:me|nos)?|ofrecer(?:me|nos)?|dar(?:me|nos)?|decir(?:me|nos)?|pasar(?:me|nos)?|hacer(?:me|nos)?|enviar|mandar|dar|pasar|hacer|indicar(?:me|nos)?|suministrar|facilitar(?:me|nos)?))?(?: (?:un|una|su|el|la))?(?: mejor)?(?: (?:presupuesto|cotizacion|precio|oferta))?(?: (?:para|de|por))?",
    r"(?:me|nos) (?:interesan?|gustaria|urgen?|hacen? falta|podrian)(?: (?:comprar|pedir|recibir|adquirir|encargar|saber|conocer|cotizar))?(?: (?:el|un|una|su))?(?: (?:precio|presupuesto|cotizacion|oferta))?(?: (?:de|para|por))?",
    r"(?:necesito|necesitamos|necesitaria|necesitariamos|necesito|se necesitan?|busco|buscamos|quiero|queremos|quisiera|quisieramos|deseo|deseamos|requiero|requerimos|solicito|solicitamos|compro|compramos|preciso|precisamos)(?: (?:comprar|pedir|adquirir|encargar|saber|conocer|cotizar|importar|recibir|una? (?:cotizacion|presupuesto|oferta)))?(?: (?:el|un|una))?(?: (?:precio|presupuesto|cotizacion|oferta))?(?: (?:de|para|por)(?= ))?",
    r"(?:estoy|estamos) (?:buscando|interesad[oa]s?(?: en)?)(?: comprar)?|en busca de|(?:busco |buscamos )?(?:proveedor(?:es)?|fabricantes?|mayoristas?|distribuidor(?:es)?) (?:de|para)",
    r"(?:envienme|enviennos|enviarme|manden(?:me|nos)|pasenme|coticen(?:me|nos)?|cotizame|cotizar|coticeme|favor (?:de )?cotizar|favor de enviar)(?: (?:el|su|un|una|mejor))*(?: (?:precio|presupuesto|cotizacion|oferta))?(?: (?:de|para|por))?",
    r"(?:cotizacion|presupuesto|pedido|solicitud|consulta|oferta|precio)(?: urgente)?(?:(?: (?:de|para|por))?(?= \d)| ?:)|(?:solicitud de |peticion de )(?:presupuesto|cotizacion|oferta|precio)(?: (?:para|de))?|cotizacion(?: urgente)?",
    r"(?:tienen|tienes|teneis|venden|hay|disponen de|fabrican|manejan|ofrecen)(?: ustedes)?(?= \w)|serian?(?= \d)|quien (?:vende|fabrica|suministra|puede suministrar)|donde (?:puedo comprar|comprar|consigo)|(?:cuanto (?:cuestan?|valen?|sale|salen)|que precio tienen?|a como)(?: (?:los|las|el|la))?|cual (?:es|seria)(?: (?:el|su))?(?: mejor)?(?: precio)?(?: (?:de|para|por))?",
    r"preferiblemente|preferentemente|de preferencia|a ser posible|si es posible|idealmente|mejor si|si puede ser|(?:que )?(?:lleguen|llegue|sean|sea)(?= \w)|para (?:nuestr[oa]|mi) (?:empresa|hotel|restaurante|tienda|negocio|cliente|proyecto|oficina|taller)(?: en)?",
    r"(?:unos|unas|aproximadamente|alrededor de|cerca de|aprox\.?)(?= \d)|pago (?:con|por|contra|mediante)[^,.;\n]*|cada un[oa]|(?:debe|deben|tienen? que)(?: (?:ser|llegar|estar|llevar))?",
)
_PT = (
    r"ola(?: a todos| equipe| equipa)?|bom dia|boa (?:tarde|noite)|prezad[oa]s?(?: senhor[ea]s)?|caros? (?:senhores|fornecedor(?:es)?)|obrigad[oa](?: desde ja)?|muito obrigad[oa]|cumprimentos|atenciosamente|por favor|por gentileza|se faz favor|urgente|o mais rapido possivel",
    r"(?:poderiam|poderia|podem|pode|podiam|conseguem)(?: (?:me|nos|por favor))?(?: (?:enviar(?:-me|-nos)?|cotar|orcar|fornecer|mandar|fazer|indicar|informar|dar|passar))?(?: (?:um|uma|o|a|seu|sua|melhor))*(?: (?:orcamento|cotacao|preco|proposta|oferta))?(?: (?:para|de|por))?",
    r"(?:gostaria|gostariamos|queria|queriamos|quero|queremos|preciso|precisamos|precisava|procuro|procuramos|necessito|necessitamos|desejo|desejamos|compro|compramos|pretendemos|solicito|solicitamos)(?: (?:de ))?(?: ?(?:comprar|adquirir|encomendar|importar|receber|saber|cotar|obter|pedir|ter))?(?: (?:um|uma|o))?(?: (?:orcamento|cotacao|preco|proposta))?(?: (?:para|de|por))?",
    r"(?:estou|estamos|ando) (?:a procura(?: de)?|procurando|interessad[oa]s?(?: em)?|a procurar|buscando)(?: comprar)?|a procura de|em busca de|(?:fornecedor(?:es)?|fabricantes?|distribuidor(?:es)?) (?:de|para)",
    r"(?:enviem|envie|mandem|cotem|favor (?:cotar|enviar|orcar|informar)|cotar|orcar|solicito cotacao|pedido de (?:cotacao|orcamento))(?:-me|-nos)?(?: (?:um|uma|o|a|seu|melhor))*(?: (?:orcamento|cotacao|preco|proposta))?(?: (?:para|de|por))?",
    r"(?:cotacao|orcamento|pedido|consulta|proposta|encomenda)(?: urgente)?(?:(?: (?:de|para|por))?(?= \d)| ?:)|cotacao(?: urgente)?",
    r"(?:voces |vcs )?(?:tem|vendem|fornecem|fabricam|trabalham com|possuem)(?= \w)|ha(?= \w)|seriam?(?= \d)|quem (?:vende|fabrica|fornece|tem)|onde (?:posso comprar|comprar|encontro)|(?:quanto (?:custam?|sai|fica)|a quanto)(?: (?:os|as|o|a))?|qual(?: (?:e|seria))?(?: (?:o|seu|vosso))?(?: melhor)? preco(?: (?:de|para|por))?",
    r"de preferencia|preferencialmente|se possivel|idealmente|caso possivel|para (?:a minha|o nosso|a nossa|meu|minha|nosso|nossa) (?:empresa|hotel|restaurante|loja|negocio|cliente|projeto|escritorio|oficina)(?: em)?",
    r"(?:cerca de|aproximadamente|aprox\.?|por volta de|uns|umas)(?= \d)|pagamento (?:com|por|via|contra)[^,.;\n]*|(?:deve|devem|tem que|tem de)(?: (?:ser|chegar|estar|ter))?",
)
_RU = (
    r"здравствуйте|добрый (?:день|вечер)|доброе утро|доброго (?:дня|времени суток)|привет(?:ствую)?|уважаем\w+ (?:коллеги|господа|партн\w+)|спасибо(?: заранее)?|заранее (?:спасибо|благодар\w+)|с уважением|пожалуйста|срочно|как можно скорее|как можно быстрее",
    r"(?:прошу|просим|просьба|можете|можно|могли бы вы|не могли бы вы|будьте добры)(?: (?:вас|нам|мне))?(?: (?:выставить|прислать|направить|дать|сделать|рассчитать|предоставить|сообщить|отправить|подобрать|предложить|предложить нам))?(?: (?:счет|цену|цены|кп|коммерческое предложение|предложение|прайс|прайс-лист|расчет|стоимость|наличие и цену))?(?: (?:на|по|для|о))?",
    r"(?:пришлите|вышлите|направьте|выставьте|рассчитайте|посчитайте|сообщите|предложите|дайте|отправьте|подберите)(?: (?:нам|мне|пожалуйста|ваш\w*|лучш\w+))*(?: (?:счет|цену|цены|кп|коммерческое предложение|предложение|прайс|прайс-лист|расчет|стоимость))?(?: (?:на|по|для))?",
    r"подскажите|скажите|есть ли(?: у вас)?(?: в наличии)?|есть(?: у вас)?(?: в наличии)?(?= \w)|имеются ли|имеется ли|у вас есть|продаете ли вы|где купить|кто (?:продает|поставляет|может поставить|делает|производит)|сколько (?:стоят|стоит|будет стоить|будут стоить)|какая цена(?: на)?|почем|по какой цене|цена на|цену на|цены на|стоимость",
    r"(?:мне|нам)? ?(?:нужн[аоы]?|нужен|требу[ею]тся|необходим[аоы]?|понадоб[ия]тся)(?: купить| закупить| заказать)?|нужно (?:купить|закупить|заказать)|интересу[ею]т(?: нас| вас| цена на| поставка)?|интересуемся|нас интересу[ею]т",
    r"(?:хочу|хотим|хотел[аи]?(?: бы)?|хотелось бы|планируем|готовы|собираемся|желаем|намерены)(?: (?:купить|заказать|закупить|приобрести|закупать|узнать|получить))?(?: (?:цену на|цены на|кп на|цену|стоимость))?",
    r"(?:ищу|ищем|куплю|купим|закупаем|закупим|закупка|приобретем|приобрету|заказ|запрос(?: цены| кп)?(?: на)?|заявка(?: на)?|тендер на поставку|рассмотрим (?:предложения|варианты|поставщиков)(?: на| по)?|поставщик\w*(?= \w)|производител(?:я|ей) (?=\w))",
    r"желательно|предпочтительно|по возможности|если возможно|лучше(?: всего)?|в идеале|для (?:нашей|нашего|моей|моего) (?:компании|фирмы|магазина|отеля|ресторана|офиса|кафе|проекта|склада|клиента)",
    r"(?:около|примерно|порядка|приблизительно|где-то)(?= \d)|оплата [^,.;\n]*|(?:должн[аоы]?|должен)(?: (?:быть|прийти))?",
)
_AR = (
    r"السلام عليكم(?: ورحمة الله(?: وبركاته)?)?|مرحبا(?: بكم)?|اهلا|تحية طيبة(?: وبعد)?|صباح الخير|مساء الخير|شكرا(?: جزيلا| لكم)?|مع الشكر|تحياتي|من فضلك\w*|لو سمحت\w*|رجاء|عاجل\w*|في اقرب وقت",
    r"(?:نرجو|يرجى|ارجو|الرجاء|نأمل)(?: (?:منكم|تزويدنا|ارسال|موافاتنا|تقديم|افادتنا|التكرم|اعطاءنا|اعلامنا|تزويدي|اعطائي|تسعير|بتزويدنا))*(?: (?:ب?عرض (?:سعر|اسعار)|(?:ب)?افضل (?:سعر|عرض|الاسعار)|اسعار|السعر|الاسعار|سعر))?(?: (?:ل|لـ|عن))?",
    r"(?:نود|اود|نرغب|ارغب|نريد|اريد|ابغى|نحتاج|احتاج|نحن بحاجة|انا بحاجة|بحاجة|نبحث|ابحث|نطلب|اطلب|نتطلع|نخطط|مطلوب|يلزمنا|يلزمني|نسعى)(?: (?:في|الى|عن|ل))?(?: ?(?:شراء|طلب|استيراد|توريد|الحصول على|لشراء|لطلب|معرفة))?(?: (?:سعر|اسعار))?(?: (?:مورد(?:ين)?|مصنع|شركة)(?: (?:ل|لـ))?)?",
    r"(?:لشراء|لطلب|شراء|لتوريد|توريد|طلب شراء|طلب عرض سعر|عرض سعر|عرض اسعار|استفسار عن|مورد|موردين)(?= \w)|طلب (?:تسعير|عرض سعر)",
    r"(?:هل (?:لديكم|عندكم|يوجد|تتوفر|يتوفر|تبيعون|توفرون)|عندكم|كم (?:سعر|ثمن|تكلفة)|ما (?:هو )?(?:سعر|افضل سعر)|بكم|من يبيع|من يوفر|اين اجد)(?= \w)",
    r"(?:و?يفضل(?: ان تكون| ان يكون)?|ان امكن|اذا امكن|لو امكن|و?الافضل|نفضل)(?: (?:من(?= \w)))?|(?:لشركتنا|لمتجرنا|لفندقنا|لمطعمنا|لمشروعنا|لمكتبنا)",
    r"(?:حوالي|نحو|تقريبا|ما يقارب|قرابة)(?= \d)|لعدد|(?:ميزانيتنا|الميزانية|ميزانية)(?: الاجمالية)?|الدفع [^,.;\n]*|(?:يجب|لابد|لا بد) ان (?:تكون|يكون|تصل|يصل)",
)
_ZH = (
    r"您好|你好|大家好|早上好|下午好|各位|谢谢(?:您|你|了)?|多谢|感谢|麻烦(?:您|你|帮忙|请)?(?:报价|报个价|报一下|提供)?(?:价格)?|劳驾|拜托",
    r"请(?:问|帮忙|您|你)?(?:你们|贵司|贵公司|您|一下)?(?:有没有|有|能否|可否|是否有|是否|可以)?(?:提供|报价|报一下|报个|报|推荐|发|供应)?(?:一下)?(?:的?(?:最优|最好|最低)?(?:价格|报价|单价|价))?",
    r"(?:你们|贵司|贵公司)?(?:有没有|有无|是否有|能不能|可不可以|可否|能否)(?:提供|供应|报价|做|生产|发)?|询价[:：]?|求购|急购|急需|急求|求(?=\d)|报价[:：]?|报个价|价格多少|多少钱|怎么卖|什么价|哪里有|哪家有|谁有|谁能",
    r"(?:我们?|我司|本公司|我方|公司|我公司)?(?:现在?|目前|打算|计划|准备|正在|最近|拟|欲|急)?(?:想要?|需要?|要|求|需求|寻找|找|打算|计划|准备|希望)?(?:采购|购买|订购|买|订做|定做|订制|定制|进口|批发|采买|购入|订(?=\d|一批))(?:一批|一些|些)?",
    r"(?:我们?|我司|本公司|我方|我公司)(?:现在?|目前|打算|计划|准备|正在|最近|拟|欲|急)?(?:想要?|需要?|要|寻求?|寻找|找|想找|希望)(?:一批|一些|些)?|(?:想要?|需要|需求|寻找|想找|求)(?:一批|一些|些|[:：])?|想订|想定|要订|一批(?=\S)",
    r"(?:找|寻|寻找|招)?(?:供应商|厂家|厂商|供货商|工厂)(?:做|供应|提供|生产|[:：])?|采购(?:需求|清单|单)?[:：]?|大概要?|大约要?|差不多(?=\d)|左右",
    r"(?:最好是?|尽量|优先|希望是?|如果可以|如有可能|能的话|可以的话|越快越好|尽快|加急|紧急|付款方式[^，,。;\n]*|支付方式[^，,。;\n]*)",
)
_JA = (
    r"お世話になっております|お世話になります|こんにちは|はじめまして|初めまして|お忙しいところ(?:恐れ入りますが|すみませんが)?|恐れ入りますが|すみませんが|よろしくお願い(?:いたします|します|致します|申し上げます)|宜しくお願い(?:いたします|します|致します)|ありがとうございます|お手数ですが|至急(?:です)?|大至急|急ぎで?|お急ぎで",
    r"(?:お)?見積(?:もり|り)?(?:書)?(?:依頼|希望|を)?(?:お?願い(?:いたします|します|致します|できますか|できますでしょうか)?|いただけますか|いただけますでしょうか|ください|下さい|頂けますか|頂きたい(?:です)?|いただきたい(?:です)?|依頼|お願いいたします)?[:：]?",
    r"(?:を|が|で|の)?(?:購入|注文|発注|調達|輸入|仕入れ|手配|検討)(?:したい|希望|を検討|を希望|予定|をお願い|できますか)(?:のですが|です|しています|しております|と思います|と考えています|いたします|します)?|(?:を|が)?(?:購入|注文|発注|手配)お願い(?:いたします|します)",
    r"(?:を)?(?:ほど)?(?:探して(?:います|おります|いる|いるのですが|いますが|おりますが)?|求めて(?:います|おります)|募集(?:しています|中))|(?:が|を)?(?:欲しい|ほしい)(?:のですが|です|んですが)?|(?:が)?必要(?:です|となります|としています|なのですが)|を?(?:お願いします|お願いいたします|お願い致します|お願いしたい(?:です)?)|(?:で)?お願いでき(?:ますか|ますでしょうか|れば幸いです|ませんか)|でお願いします|希望(?:します|です|しています|いたします)?",
    r"(?:の)?在庫(?:は)?(?:あり|ござい|有り)(?:ますか|ますでしょうか)?[?？]?|(?:は|が)?(?:あり|ござい)ますか[?？]?|(?:を)?取り扱って(?:いますか|おりますか|いますでしょうか)|(?:は)?(?:いくら|おいくら)(?:ですか|でしょうか)?[?？]?|(?:を)?(?:ください|下さい|頂戴できますか|いただけますか|頂けますか|いただけますでしょうか)|教えて(?:ください|下さい)|(?:を)?(?:扱う|扱っている|作れる)(?:業者|メーカー|会社)",
    r"できれば|出来れば|可能であれば|可能なら|なるべく|できるだけ|優先|望ましい(?:です)?|だと(?:嬉しい|助かります|ありがたい)(?:です)?|が理想(?:です)?|支払(?:い)?(?:条件|方法)[^、,。;\n]*|ほど(?=を|$|[、。\s])|程度(?=を|$|[、。\s])|当社|弊社(?:では|は|で)?",
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Asking:
    """A stretch of words of asking: text[start:end]."""

    start: int
    end: int


_WORDS: Mapping[Language, tuple[str, ...]] = {
    "en": _EN,
    "zh": _ZH,
    "es": _ES + _PT,
    "de": _DE,
    "fr": _FR,
    "pt": _PT + _ES,
    "ja": _JA,
    "ar": _AR,
    "ru": _RU,
}
"""Spanish and Portuguese questions are easily taken for each other."""


@cache
def _by_letter(language: Language) -> dict[str, re.Pattern[str]]:
    """One expression per first letter: most places of a text are then passed over at once."""
    patterns: dict[str, list[str]] = {}
    for listed in dict.fromkeys((*_WORDS[language], *_EN)):
        folded = fold_keeping_places(listed)[0]
        end = "" if _CJK.search(folded) else r"(?!\w)"
        for one in _alternatives(folded):
            for letter in _first_letters(one):
                patterns.setdefault(letter, []).append(f"(?:{one}){end}")
    return {letter: re.compile("|".join(listed)) for letter, listed in patterns.items()}


def compile_all() -> None:
    """The expressions of every language; for a server, whose first questions should be no slower."""
    for language in _WORDS:
        _by_letter(language)


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern's outermost level."""
    depth, begin = 0, 0
    for at, char in enumerate(pattern):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "|" and depth == 0:
            yield pattern[begin:at]
            begin = at + 1
    yield pattern[begin:]


def _closing(pattern: str) -> int:
    """The place of the bracket that closes the one a pattern begins with."""
    depth = 0
    for at, char in enumerate(pattern):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return at
    raise ValueError(f"expected a pattern with its brackets closed, got {pattern!r}")


def _first_letters(pattern: str) -> set[str]:
    """The letters that what a pattern matches may begin with; a leading group may be optional.

    >>> sorted(_first_letters("(?:me|nos)? ?podrian")), sorted(_first_letters("hola"))
    (['m', 'n', 'p'], ['h'])
    """
    if not pattern.startswith("(?:"):
        return {pattern[0]}
    end = _closing(pattern)
    letters = {letter for one in _alternatives(pattern[3:end]) for letter in _first_letters(one)}
    rest = pattern[end + 1 :]
    if rest.startswith("?"):
        letters |= _first_letters(rest[1:].removeprefix(" ?"))
    return letters


@remembered(2_000)
def find_asking(text: str, language: Language, /) -> tuple[Asking, ...]:
    """Words of asking in a text, in the question's language or in English, by place."""
    folded, places = fold_keeping_places(text)
    expressions = _by_letter(language)
    found: list[Asking] = []
    end = 0
    for at in beginnings(folded):
        if at < end:
            continue
        expression = expressions.get(folded[at])
        hit = expression.match(folded, at) if expression is not None else None
        if hit is None or hit.end() == at:
            continue
        end = hit.end()
        found.append(Asking(places[at], places[end - 1] + 1))
    return tuple(found)
