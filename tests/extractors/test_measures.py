"""What a figure measures, among whom, and on what basis."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.facts.find import find_facts
from extractors.facts.measures import measure
from extractors.facts.units import Roster, RosterEntry
from extractors.statements import Context

TODAY = date(2021, 11, 5)


def measured(text: str, context: Context | None = None) -> list[tuple[str, str, str]]:
    facts = find_facts(text, TODAY)
    filled = [measure(fact, text, context or Context()) for fact in facts if not fact.is_time]
    return [(fact.metric, fact.population, fact.basis) for fact in filled]


def test_shares_name_part_and_whole() -> None:
    metrics = [m for m, _, _ in measured("双师型教师76人，占专业教师总数的80.9%，硕士以上学历占32%。")]
    assert metrics == ["双师型教师", "双师型教师占专业教师总数", "硕士以上学历占比"]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全市双师型专业教师比例达到80%以上。", "全市双师型专业教师比例"),
        ("初中毕业生报考职业学校人数比例不低于45%。", "初中毕业生报考职业学校人数比例"),
        ("新增1200个学位。", "学位"),
        ("年培训1000人次以上。", "培训"),
        ("具有硕士学位的教师达到80%。", "具有硕士学位的教师"),
        ("中职在校生由1860人增加到2130人。", "中职在校生"),
        ("三年内，建设10处中小学职业体验中心。", "建设中小学职业体验中心"),
        ("“双师型”教师占比提高到68.5%。", "双师型教师占比"),
    ],
)
def test_the_metric_is_the_noun_before_or_after(text: str, metric: str) -> None:
    assert {m for m, _, _ in measured(text)} == {metric}


@pytest.mark.parametrize(
    ("text", "subject", "population"),
    [
        ("水产学校培训1126人次。", "", "水产学校"),
        ("全市培训1126人次。", "水产学校", "全市"),
        ("我校投入86万元。", "", "我校"),
        ("共投入86万元。", "威海市水产学校", "威海市水产学校"),
        ("好当家集团海洋学校现有在校生612人。", "", "好当家集团海洋学校"),
        ("报考职业学校人数比例46%。", "", ""),
    ],
)
def test_the_population_is_whom_it_was_counted_among(text: str, subject: str, population: str) -> None:
    assert measured(text, Context(subject=subject))[0][1] == population


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("累计培训1126人次。", "cumulative"),
        ("截至10月底，培训1126人次。", "cumulative"),
        ("全年培训1126人次。", "annual"),
        ("今年以来培训1126人次。", "annual"),
        ("新增学位1200个。", "increment"),
        ("年培训1000人次。", "annual"),
        ("培训36人。", ""),
        ("累计培训1126人次，其中残疾人42人。", "part"),
        ("其中累计投入86万元。", "part"),
        ("其中新增学位120个。", "increment"),
        ("其中一项已完成。培训36人。", ""),
    ],
)
def test_the_basis_is_what_the_words_say(text: str, basis: str) -> None:
    assert measured(text)[-1][2] == basis


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("水校培训120人。", "水校"),
        ("水校与海院共建，海院培训120人。", "海院"),
        ("水校已建成。全市培训120人。", "全市"),
        ("培训120人，由水校承办。", ""),
        ("该项目培训120人。", ""),
    ],
)
def test_short_names_of_the_roster_are_populations(text: str, population: str) -> None:
    roster = Roster(
        (
            RosterEntry("水产学校", "威海市水产学校", ("水校",), "school"),
            RosterEntry("威海海洋职业学院", "威海海洋职业学院", ("海院",), "college"),
        )
    )
    named = roster.resolve(text, "水产学校")
    (fact,) = find_facts(text, TODAY)
    assert measure(fact, text, Context(), named).population == population


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021年共举办培训班28期。", "2021-01-01", "2021-12-31"),
        ("2021年上半年推进顺利，培训28期。", "2021-01-01", "2021-06-30"),
        ("截至10月底，累计培训28期。", "None", "2021-10-31"),
        ("今年以来，培训28期。", "2021-01-01", "None"),
        ("2020年开工。培训28期。", "None", "None"),
        ("培训28期，比2020年增加。", "None", "None"),
        ("比2020年增加28期。", "None", "None"),
        ("培训28期。", "None", "None"),
    ],
)
def test_a_figure_is_of_the_days_its_sentence_names(text: str, start: str, end: str) -> None:
    among = find_facts(text, TODAY)
    (figure,) = [fact for fact in among if not fact.is_time]
    filled = measure(figure, text, Context(), (), among, TODAY)
    assert (str(filled.over_start), str(filled.over_end)) == (start, end)


def test_each_end_of_a_change_is_of_its_own_year() -> None:
    text = "由2019年的860万元增加到2020年的1040万元。"
    among = find_facts(text, TODAY)
    filled = [measure(fact, text, Context(), (), among, TODAY) for fact in among if not fact.is_time]
    assert [fact.over_start for fact in filled] == [date(2019, 1, 1), date(2020, 1, 1)]


@pytest.mark.parametrize(
    ("context", "end"),
    [
        (Context(column="2021年上半年完成数"), date(2021, 6, 30)),
        (Context(column="完成数", row=(("2020年指标", "人次"),)), date(2020, 12, 31)),
        (Context(column="完成数"), None),
    ],
)
def test_a_cell_is_of_the_days_of_its_header(context: Context, end: date | None) -> None:
    (fact,) = find_facts("86人", TODAY)
    assert measure(fact, "86人", context, (), (fact,), TODAY).over_end == end


def test_a_cell_takes_its_row_and_column() -> None:
    context = Context(row=(("指标", "双师型教师占比"),), column="完成值（%）")
    assert measured("86%", context)[0][0] == "双师型教师占比"


def test_a_list_of_places_takes_the_heading() -> None:
    rows = measured("水产学校2处、海洋学校1处。", Context(headings=("职业体验中心",)))
    assert rows == [("职业体验中心", "水产学校", ""), ("职业体验中心", "海洋学校", "")]


def test_times_are_left_alone() -> None:
    (fact,) = find_facts("2021年3月。", TODAY)
    assert measure(fact, "2021年3月。", Context()) == fact
