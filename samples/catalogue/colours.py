"""Colours in the nine languages, in the form that stands alone ("black", "schwarz", "чёрный")."""

from __future__ import annotations

from catalogue.wording import Words, words

COLOURS: dict[str, Words] = {
    "black": words(en="black|matte black", zh="黑色|哑光黑", es="negro|negro mate", de="schwarz|schwarz matt", fr="noir|noir mat", pt="preto|preto fosco", ja="ブラック|マットブラック", ar="أسود|أسود مطفي", ru="чёрный|чёрный матовый"),
    "white": words(en="white", zh="白色", es="blanco", de="weiß", fr="blanc", pt="branco", ja="ホワイト", ar="أبيض", ru="белый"),
    "silver": words(en="silver|brushed steel", zh="本色|银色", es="plateado|acero cepillado", de="silber|Edelstahl gebürstet", fr="argent|inox brossé", pt="prata|inox escovado", ja="シルバー|ステンレス", ar="فضي", ru="серебристый|стальной"),
    "grey": words(en="grey|charcoal", zh="灰色|深灰", es="gris|gris antracita", de="grau|anthrazit", fr="gris|gris anthracite", pt="cinza|cinza chumbo", ja="グレー|チャコール", ar="رمادي", ru="серый|графитовый"),
    "blue": words(en="blue|royal blue", zh="蓝色|宝蓝", es="azul", de="blau", fr="bleu", pt="azul", ja="ブルー", ar="أزرق", ru="синий"),
    "navy": words(en="navy", zh="藏青色", es="azul marino", de="dunkelblau|marine", fr="bleu marine", pt="azul-marinho", ja="ネイビー", ar="كحلي", ru="тёмно-синий"),
    "green": words(en="green|forest green", zh="绿色|墨绿", es="verde", de="grün", fr="vert", pt="verde", ja="グリーン", ar="أخضر", ru="зелёный"),
    "red": words(en="red", zh="红色", es="rojo", de="rot", fr="rouge", pt="vermelho", ja="レッド", ar="أحمر", ru="красный"),
    "yellow": words(en="yellow|hi-vis yellow", zh="黄色", es="amarillo", de="gelb", fr="jaune", pt="amarelo", ja="イエロー", ar="أصفر", ru="жёлтый"),
    "orange": words(en="orange", zh="橙色", es="naranja", de="orange", fr="orange", pt="laranja", ja="オレンジ", ar="برتقالي", ru="оранжевый"),
    "pink": words(en="pink|blush pink", zh="粉色", es="rosa", de="rosa", fr="rose", pt="rosa", ja="ピンク", ar="وردي", ru="розовый"),
    "beige": words(en="beige|sand", zh="米色", es="beige|arena", de="beige|sand", fr="beige|sable", pt="bege|areia", ja="ベージュ", ar="بيج", ru="бежевый|песочный"),
    "natural": words(en="natural", zh="原色|本白", es="natural|crudo", de="natur", fr="naturel|écru", pt="natural|cru", ja="ナチュラル|生成り", ar="طبيعي", ru="натуральный"),
    "brown": words(en="brown", zh="棕色", es="marrón", de="braun", fr="brun|marron", pt="marrom|castanho", ja="ブラウン", ar="بني", ru="коричневый"),
    "transparent": words(en="clear|transparent", zh="透明", es="transparente", de="transparent", fr="transparent", pt="transparente", ja="透明|クリア", ar="شفاف", ru="прозрачный"),
}
