//! Statements: values that a text gives for measures, as in “每千人口床位数达到7张”.

use std::ops::Range;

use crate::plan::{Indicator, Relation, Year};
use crate::report::compare::{key, unit_key};

use super::number::Number;
use super::passage::Passage;

/// A measure with its value.
pub(super) struct Statement<'p> {
    /// The words before the value and its verb, in half width.
    pub(super) name: &'p str,
    /// The relation of the value; [`Relation::Equal`] for a plain one.
    pub(super) relation: Relation,
    /// True if the value is a change of the measure and not its level.
    pub(super) is_change: bool,
    /// The figure.
    pub(super) number: &'p Number,
    /// The year to which the value refers.
    pub(super) year: Year,
    /// The denominator of the measures in the sentence (每千人口), if there is one.
    per: Option<&'p str>,
    /// The text after the value, up to the end of the passage.
    pub(super) after: &'p str,
    /// The byte range from the name to the value.
    pub(super) place: Range<usize>,
}

/// Returns the statements in a passage.
pub(super) fn statements<'p>(passage: &'p Passage) -> Vec<Statement<'p>> {
    let mut found: Vec<Statement> = Vec::new();
    let mut from = 0;
    for number in &passage.numbers {
        let clause = passage.clause(&number.place);
        let mut start = from.max(clause.start);
        let mut head = Head::read(&passage.text[start..number.place.start]);
        // In 人均寿命增加1岁，达到75岁 and 增加1岁至75岁 the second value belongs to the measure of the first.
        let goes_on = |last: &&Statement| last.is_change || passage.clause(&last.number.place).end < clause.start;
        if head.name.is_empty()
            && head.has_verb
            && let Some(last) = found.last().filter(goes_on)
        {
            head.name = last.name;
            start = last.place.start;
        }
        // A number without words before it is part of a name: 15岁以上人群吸烟率.
        if head.name.is_empty() || number.in_range || passage.text[clause.clone()].contains("分别") {
            continue;
        }
        let after = &passage.text[number.place.end..];
        found.push(Statement {
            name: head.name,
            relation: head.relation.unwrap_or_else(|| relation_after(after)),
            is_change: head.is_change && !head.is_level,
            number,
            year: passage.year_at(number.place.start),
            per: per(passage, number),
            after,
            place: start..number.place.end,
        });
        let unit = after.chars().next().filter(|c| UNITS.contains(c)).map_or(0, char::len_utf8);
        from = number.place.end + unit;
    }
    found
}

const UNITS: [char; 9] = ['%', '‰', '张', '人', '岁', '个', '户', '年', '、'];

/// Returns the denominator common to the measures of a sentence: 每千人口有医师2人、护士3人.
fn per<'p>(passage: &'p Passage, number: &Number) -> Option<&'p str> {
    let sentence = &passage.text[passage.sentence(&number.place)];
    let start = ["每千", "每万"].iter().filter_map(|per| sentence.find(per)).min()?;
    let end = sentence[start..].find("人口")? + start + "人口".len();
    (end - start <= "每千常住人口".len()).then(|| &sentence[start..end])
}

/// The text before a value: a name, then verbs and signs.
struct Head<'p> {
    name: &'p str,
    relation: Option<Relation>,
    has_verb: bool,
    is_level: bool,
    is_change: bool,
}

/// The meaning of verbs and signs, longer ones first.
#[derive(Clone, Copy)]
enum Sense {
    Level,
    Change,
    Bound(Relation),
    Filler,
}

const VERBS: [(&str, Sense); 44] = [
    ("不低于", Sense::Bound(Relation::AtLeast)),
    ("不少于", Sense::Bound(Relation::AtLeast)),
    ("不超过", Sense::Bound(Relation::AtMost)),
    ("不高于", Sense::Bound(Relation::AtMost)),
    ("控制在", Sense::Bound(Relation::AtMost)),
    ("超过", Sense::Bound(Relation::Above)),
    ("高于", Sense::Bound(Relation::Above)),
    ("大于", Sense::Bound(Relation::Above)),
    ("低于", Sense::Bound(Relation::Below)),
    (">=", Sense::Bound(Relation::AtLeast)),
    ("≥", Sense::Bound(Relation::AtLeast)),
    (">", Sense::Bound(Relation::Above)),
    ("<=", Sense::Bound(Relation::AtMost)),
    ("≤", Sense::Bound(Relation::AtMost)),
    ("<", Sense::Bound(Relation::Below)),
    ("约", Sense::Bound(Relation::About)),
    ("达到", Sense::Level),
    ("稳定在", Sense::Level),
    ("保持在", Sense::Level),
    ("维持在", Sense::Level),
    ("达", Sense::Level),
    ("到", Sense::Level),
    ("至", Sense::Level),
    ("为", Sense::Level),
    ("增加", Sense::Change),
    ("增长", Sense::Change),
    ("提高", Sense::Change),
    ("提升", Sense::Change),
    ("上升", Sense::Change),
    ("降低", Sense::Change),
    ("下降", Sense::Change),
    ("减少", Sense::Change),
    ("降", Sense::Change),
    ("幅度", Sense::Change),
    ("了", Sense::Filler),
    ("均", Sense::Filler),
    ("都", Sense::Filler),
    ("已", Sense::Filler),
    ("再", Sense::Filler),
    ("力争", Sense::Filler),
    ("将", Sense::Filler),
    ("要", Sense::Filler),
    ("保持", Sense::Filler),
    ("总", Sense::Filler),
];

impl<'p> Head<'p> {
    fn read(text: &'p str) -> Head<'p> {
        let mut head = Head { name: text.trim(), relation: None, has_verb: false, is_level: false, is_change: false };
        while let Some((rest, sense)) =
            VERBS.iter().find_map(|(verb, sense)| head.name.strip_suffix(verb).map(|rest| (rest, *sense)))
        {
            head.name = rest.trim_end();
            head.has_verb = true;
            match sense {
                Sense::Level => head.is_level = true,
                Sense::Change => head.is_change = true,
                Sense::Bound(relation) => head.relation = head.relation.or(Some(relation)),
                Sense::Filler => {}
            }
        }
        head
    }
}

fn relation_after(after: &str) -> Relation {
    let rest = after.trim_start_matches(|c: char| c.is_whitespace() || c == '%' || c == '‰');
    let rest = rest.strip_prefix(['张', '人', '岁', '个', '户', '年']).unwrap_or(rest);
    let starts = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
    match () {
        () if starts(&["以上", "及以上", "(含)以上"]) => Relation::AtLeast,
        () if starts(&["以内", "以下", "之内"]) => Relation::AtMost,
        () if starts(&["左右", "上下"]) => Relation::About,
        () => Relation::Equal,
    }
}

impl Statement<'_> {
    /// Returns true if the statement is about an indicator, in its unit. Its name must be equal to the indicator's
    /// ([`key`]), apart from words about time and place at the beginning, and apart from the people concerned if all
    /// indicators of the plan begin with them (残疾人).
    pub(super) fn is_about(&self, indicator: &Indicator) -> bool {
        let wanted = without_count(&key(&indicator.name));
        let segments = self.name.split(['、', '和', '与']).chain([self.name]);
        let is_named = |segment: &str| {
            let own = without_count(&without_lead(segment));
            let per_head = || self.per.map(|per| without_count(&without_lead(&format!("{per}{own}"))));
            is_name(&own, &wanted) || per_head().is_some_and(|own| own == wanted)
        };
        wanted.chars().count() >= 4 && self.has_unit(indicator.unit.as_deref()) && segments.into_iter().any(is_named)
    }

    fn has_unit(&self, unit: Option<&str>) -> bool {
        let unit = unit_key(unit);
        !unit.is_empty() && unit_key(Some(&self.after.chars().take(8).collect::<String>())).starts_with(&unit)
    }

    /// Returns the name without words about time and place, for comparison.
    pub(super) fn measure(&self) -> String {
        without_lead(self.name)
    }
}

/// Returns a name without words that only express counting: 每千人口有医师 and 每千人口医师数.
fn without_count(name: &str) -> String {
    let name = name.replace("人拥有", "人").replace("人有", "人");
    name.strip_suffix('数').unwrap_or(&name).to_string()
}

fn is_name(own: &str, wanted: &str) -> bool {
    let missing = wanted.strip_suffix(own).map(|missing| missing.chars().count());
    own == wanted || (own.chars().count() >= 6 && missing.is_some_and(|missing| missing <= 3))
}

/// Returns the key of a name without words about time and place at its beginning.
fn without_lead(text: &str) -> String {
    const LEADS: [&str; 26] = [
        "每",
        "到",
        "至",
        "截至",
        "截止",
        "力争",
        "使",
        "全地区",
        "全县",
        "全市",
        "全州",
        "全区",
        "全省",
        "我县",
        "我州",
        "我区",
        "我市",
        "居民",
        "十三五",
        "十四五",
        "末",
        "期末",
        "期间",
        "年底",
        "年",
        "底",
    ];
    let mut own = key(text);
    loop {
        let digits = own.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_year = own.len() - digits.len() == 4;
        let rest = if is_year { Some(digits) } else { LEADS.iter().find_map(|lead| own.strip_prefix(lead)) };
        match rest {
            Some(rest) if !rest.is_empty() => own = rest.to_string(),
            _ => return own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{indicator, passage, plan};
    use super::*;

    #[test]
    fn a_sentence_states_measures() {
        for (text, stated) in [
            ("到2025年，每千人口床位数达到7张，医生数为3人", "每千人口床位数=7@2025 医生数=3@2025"),
            ("2020年末接种率达到95%以上", "2020年末接种率>=95@2020"),
            ("15岁以上人群吸烟率降低到20%", "15岁以上人群吸烟率=20@2025"),
            ("人均寿命再增加1.5岁，达到77.5岁", "人均寿命+1.5@2025 人均寿命=77.5@2025"),
            ("人均寿命提高1.5岁至77.5岁", "人均寿命+1.5@2025 人均寿命=77.5@2025"),
            ("甲率和乙率均超过80%", "甲率和乙率>80@2025"),
            ("甲率、乙率分别达到80%、90%", ""),
            ("建成2—3个中心", ""),
        ] {
            let plan = plan(text);
            let passage = passage(&plan);
            let sign = |s: &Statement| match s.relation {
                _ if s.is_change => "+",
                Relation::AtLeast => ">=",
                Relation::Above => ">",
                _ => "=",
            };
            let found: Vec<String> = statements(&passage)
                .iter()
                .map(|s| format!("{}{}{}@{}", s.name, sign(s), s.number.value, s.year))
                .collect();
            assert_eq!(found.join(" "), stated, "{text}");
        }
    }

    #[test]
    fn a_statement_is_about_the_indicator_of_its_name_and_unit() {
        for (text, name, unit, is) in [
            ("每千常住人口床位数达到7张", "每千人口医疗卫生机构床位数", "张", true),
            ("“十三五”末，每千人口床位数4张", "每千人口医疗卫生机构床位数", "张", true),
            ("辅助器具适配率达到85%", "残疾人辅助器具适配率", "%", true),
            ("基本康复服务覆盖率和辅助器具适配率达到85%", "残疾人辅助器具适配率", "%", true),
            ("每千人口床位数达到7", "每千人口医疗卫生机构床位数", "张", false),
            ("每千人口有医师2人、注册护士3人", "每千人口注册护士数", "人", true),
            ("康复覆盖率与辅助器具适配率均为85%", "残疾人辅助器具适配率", "%", true),
            ("每千人口有医师2人。护士3人", "每千人口护士数", "人", false),
            ("女性人均预期寿命达到80岁", "人均预期寿命", "岁", false),
            ("适龄儿童免疫规划接种率99%", "以乡为单位适龄儿童免疫规划接种率", "%", false),
            ("每千人口执业医师数2人", "每千人口中医类别执业医师数", "人", false),
        ] {
            let plan = indicator(plan(text), name, unit, "1", "2");
            let passage = passage(&plan);
            let stated = statements(&passage);
            assert_eq!(stated.iter().any(|s| s.is_about(&plan.indicators[0])), is, "{text}");
        }
    }
}
