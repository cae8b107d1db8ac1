"""Names by culture, for as many people as are asked for. All of them are made up from common parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coordtui.models.codes import Answer


@dataclass(frozen=True, slots=True)
class Culture:
    """Common names. `speaks` of ten need an interpreter; `race` is in the words of the OMB's standard of 2024."""

    lang: str
    race: str
    speaks: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]

    def interpreter(self, draw: int) -> Answer:
        """By a draw from 0 to 9."""
        return Answer.YES if draw < self.speaks else Answer.NO


def _culture(lang: str, race: str, speaks: int, women: str, men: str, families: str) -> Culture:
    return Culture(lang, race, speaks, *(tuple(words.split()) for words in (women, men, families)))


# fmt: off
CULTURES: Final[tuple[Culture, ...]] = (
    _culture("en", "White", 0, "Ellen Nancy Joyce Holly Tess Amber Paula Gwen Rhonda Claire",
             "Keith Dale Roger Scott Neil Craig Wade Allen Brent Hugh",
             "Harper Sutton Whitley Carver Dunn Holloway Pruitt Maddox Larkin Sayer Thorne Ellison"),
    _culture("en",
             "Black or African American", 0, "Tanya Keisha Yvonne Monique Deja Simone Tamika Renee Ebony Faith",
             "Andre Terrell Reggie Malik Curtis Jamal Clarence Devon Isaac Lamar",
             "Freeman Booker Gaines Tillman Merritt Rollins Bright Hairston Ivory Stokes Vaughn Moseley"),
    _culture("es",
             "Hispanic or Latino", 6, "Guadalupe Marisol Yolanda Inés Beatriz Xiomara Leticia Noemí Graciela Alma",
             "Ernesto Rubén Héctor Joaquín Óscar Ramiro Sergio Efraín Tomás Julián",
             "Aguilar Cárdenas Espinoza Fuentes Galván Ibarra Montoya Núñez Quintero Salcedo Treviño Zúñiga"),
    _culture("vi", "Asian", 8, "Lan Hương Thảo Ngọc Phương Yến Trinh Diệp",
             "Dũng Hùng Khang Long Phúc Quang Sơn Tuấn",
             "Phạm Lê Hoàng Võ Đặng Bùi Đỗ Hồ"),
    _culture("zh-Hans", "Asian", 8, "秀英 丽华 桂芳 玉兰 晓燕 淑珍", "建国 志强 国平 文斌 海涛 永明",
             "王 李 张 刘 杨 黄 周 吴"),
    _culture("so", "Black or African American", 8, "Hodan Ifrah Sahra Ayaan Deqa Ubah Khadra Nimco",
             "Abdirahman Yusuf Farah Liban Bashir Guled Jama Warsame",
             "Ali Hassan Mohamud Farah Osman Dirie Hersi Elmi"),
    _culture("ar", "Middle Eastern or North African", 7, "فاطمة مريم سلمى هدى نور زينب",
             "محمد يوسف كريم سامي عمر طارق",
             "الخطيب منصور النجار سلامة عباس درويش"),
    _culture("uk", "White", 7, "Оксана Ірина Наталія Світлана Марія Людмила",
             "Андрій Тарас Богдан Микола Ігор Петро",
             "Шевченко Бондаренко Ткаченко Мельник Кравчук Лисенко"),
    _culture("ht", "Black or African American", 7, "Roseline Mirlande Ketsia Fabienne Guerda Lovely",
             "Wilner Jocelyn Reginald Frantz Ronel Emmanuel",
             "Toussaint Charles Etienne Joseph Saint-Louis Augustin"),
    _culture("fil", "Asian", 2, "Maricel Rowena Lorna Teresita Jocelyn Imelda",
             "Rodel Danilo Arnel Ramil Efren Jun",
             "Santos Reyes Villanueva Mercado Pascual Dela-Cruz"),
    _culture("ko", "Asian", 7, "순자 미경 은주 지영 혜진 정숙", "영호 상철 민수 재현 동욱 성진", "이 박 최 정 강 조"),
    _culture("pt-BR", "Hispanic or Latino; White", 6, "Luciana Adriana Fernanda Simone Rosângela Juliana",
             "Rafael Thiago Marcelo Edson Leandro Wagner",
             "Oliveira Pereira Rocha Barbosa Teixeira Moreira"),
    _culture("hi", "Asian", 4, "सुनीता रेखा कविता पूजा गीता आशा", "राजेश अनिल सुरेश विजय मनोज दीपक",
             "शर्मा वर्मा गुप्ता सिंह यादव जोशी"),
    _culture("nv", "American Indian or Alaska Native", 2, "Sharon Darlene Verna Lenora Charlene Wilma",
             "Leland Emerson Harrison Delbert Myron Virgil", "Tsosie Benally Nez Tso Etsitty Bitsui"),
    _culture("sm", "Native Hawaiian or Pacific Islander", 3, "Sefina Malia Tala Lupe Ana Fetu",
             "Sione Fa'afetai Ioane Tui Pita Alofa", "Faleolo Tuiasosopo Leavasa Matagi Tufele Seumalo"),
    _culture("am", "Black or African American", 7, "አልማዝ ሙሉ ሰላም ትዕግስት ገነት ሕይወት",
             "ዳዊት ሰለሞን ተስፋዬ ሀብታሙ ብርሃኑ ዮናስ", "ገብረ ወልደ ታደሰ መኮንን አለሙ ደስታ"),
)
# fmt: on
